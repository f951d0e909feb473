"""The command line, behind ``python -m mtl_core`` and ``mtl-studio``."""
