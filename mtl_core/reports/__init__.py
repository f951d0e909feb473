"""The whole verdict of a run as one file to keep, to print and to pass on."""
