"""The library behind MTL Studio; usable from Python and from `python -m mtl_core` without a screen."""
