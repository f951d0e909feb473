"""What each kind of input column is learnt as, a file per kind: cells as numbers, tokens or texts."""
