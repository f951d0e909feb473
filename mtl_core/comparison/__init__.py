"""The same training under several balancing methods, compared."""
