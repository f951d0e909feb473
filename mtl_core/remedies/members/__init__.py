"""A file per remedy, found by themselves."""
