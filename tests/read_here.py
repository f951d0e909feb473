"""Reading a file without the child: the same request and answer, as JSON, without the second that a process takes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mtl_core.features.column_format import NOTHING_KNOWN, ColumnFormat
from mtl_core.tables.intake import child, uploads
from mtl_core.tables.intake.child_protocol import Request
from mtl_core.tables.profile import Found, ReadingOptions


def read_here(
    source: Path,
    target: Path,
    scratch: Path,
    options: ReadingOptions,
    known: Mapping[str, ColumnFormat] = NOTHING_KNOWN,
) -> Found:
    """What ``uploads`` has its child do. Raises DataError."""
    request = Request(source=source, target=target, scratch=scratch, seconds=0, options=options, known=dict(known))
    asked = Request.model_validate_json(request.model_dump_json())
    return uploads._find(child.answer(asked).model_dump_json().encode(), b"")
