"""The way of a file into the workspace."""
