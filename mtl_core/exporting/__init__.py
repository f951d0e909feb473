"""A trained network as a file that works elsewhere."""
