"""What the intake and its child say to each other; light, so that the asking process loads no reader of files."""

from __future__ import annotations

from pathlib import Path

from mtl_core.features.column_format import ColumnFormat
from mtl_core.tables.profile import Found, ProfileValue, ReadingOptions

TOO_LARGE = "The file needs more memory to read than is allowed; take fewer rows or columns."


class Request(ProfileValue):
    """What to read, where to put the table, where to work meanwhile, with how much processor time at most, and how the
    training's file wrote the columns, if this one is to be predicted from."""

    source: Path
    target: Path
    scratch: Path
    seconds: int
    options: ReadingOptions
    known: dict[str, ColumnFormat]


class Answer(ProfileValue):
    """What was found, or the sentence that says why the file cannot be read."""

    found: Found | None = None
    sentence: str = ""
