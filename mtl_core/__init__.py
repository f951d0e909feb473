"""The library behind MTL Studio; usable from Python and from `python -m mtl_core` without a screen."""

__version__ = "0.2.0"
