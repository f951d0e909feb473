"""A report as the log takes it, from plain data."""

from __future__ import annotations

from typing import Any

from mtl_core.records.events import parse_event
from mtl_core.runs.events import Report


def told(kind: str, body: dict[str, Any], time: float) -> Report:
    """An event of that kind that was told then."""
    return Report(parse_event(kind, body), time)
