"""Cells of one column as a file."""

from __future__ import annotations


def csv(*cells: str, name: str = "x") -> str:
    """A table of these cells and another column."""
    quoted = ['"' + cell.replace('"', '""') + '"' if cell else "" for cell in cells]
    return "\n".join([f"{name};row", *(f"{cell};r{n}" for n, cell in enumerate(quoted))]) + "\n"
