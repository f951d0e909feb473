"""What can be predicted from a table: the labels, their kinds and their checks."""
