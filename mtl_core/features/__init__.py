"""Table columns as arrays for a network, learnt from training rows alone."""
