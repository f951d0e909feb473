"""Models that are quick to fit, beside which a network has to show what it is worth; a file each in ``members``."""
