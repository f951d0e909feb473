"""Which of two sets of answers about the same rows is better, and how sure that is."""
