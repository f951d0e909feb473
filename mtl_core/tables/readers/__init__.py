"""A reader per form of file: each fills one database table ``raw``."""
