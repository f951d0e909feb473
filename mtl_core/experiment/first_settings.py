"""What a new table starts with where that is not what an older experiment is read with; each value is a setting like
any other."""

from __future__ import annotations

from typing import Any

MEMBERS = 8
ENOUGH_ROWS = 600  # of a table; with fewer of them pieces of numbers are learnt by heart
FEW_ROWS = 10_000  # of a table; with more of them a training would be felt to take longer


def first_settings(rows: int) -> dict[str, dict[str, Any]]:
    """By group the fields, some of which follow a table's ``rows``."""
    return {
        "sharing": {"members": MEMBERS if rows <= FEW_ROWS else 1, "adapt_dropout": True},
        "numbers": {"embedding": "piecewise" if rows >= ENOUGH_ROWS else "none", "linear": True},
        "text": {"linear": True, "spelling": True},
    }
