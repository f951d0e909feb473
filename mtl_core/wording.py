"""Numbers in sentences, for all who write one; knows nothing of what is counted."""

from __future__ import annotations


def counted(number: int, one: str, many: str) -> str:
    """ "1 row", "1,234 rows"."""
    return f"{number:,} {one if number == 1 else many}"
