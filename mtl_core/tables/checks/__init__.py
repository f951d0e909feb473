"""What stands against a training on a table, or should be known before."""
