"""Reading a file without the child: the same request and answer, as JSON, without the second that a process takes."""

from __future__ import annotations

from mtl_core.tables.intake import child, uploads
from mtl_core.tables.intake.child_protocol import Request
from mtl_core.tables.profile import Found


def read_here(request: Request) -> Found:
    """What ``uploads`` has its child do. Raises DataError."""
    asked = Request.model_validate_json(request.model_dump_json())
    return uploads._find(child.answer(asked).model_dump_json().encode(), b"")
