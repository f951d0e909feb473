"""How good a network is on rows that it did not learn from."""
