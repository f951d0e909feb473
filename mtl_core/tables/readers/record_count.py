"""The records of a delimited text, counted by the standard library to check that a faster reader lost none.

DuckDB 2.0 misreads rows where it starts a part amid a quoted cell, and says nothing of a quotation mark that is never
closed when it reads in one part; so it reads in parts only what is simple, and the rest is counted here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from mtl_core.errors import DataError
from mtl_core.tables.limits import MAX_LINE_BYTES

_END = "\x1eend"
_LONGEST_FIELD = 64 * MAX_LINE_BYTES


def are_simple(text: Path) -> bool:
    """Whether each record is one line: no quotation mark, and no line too long to be sure of."""
    rest = b""
    with text.open("rb") as file:
        while chunk := file.read(1 << 22):
            if b'"' in chunk:
                return False
            rest += chunk
            while len(rest) > MAX_LINE_BYTES:
                end = max(rest.rfind(b"\n", 0, MAX_LINE_BYTES), rest.rfind(b"\r", 0, MAX_LINE_BYTES))
                if end < 0:
                    return False
                rest = rest[end + 1 :]
    return True


def count(text: Path, delimiter: str, skip: int, blank: bool) -> int:
    """The records after the first ``skip``, blank lines too if wanted. Raises DataError at a quotation without end."""
    csv.field_size_limit(_LONGEST_FIELD)
    number, line = 0, 1
    record: list[str] = []
    with text.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(chain(_end_lines(file), [_END]), delimiter=delimiter)
        try:
            for place, record in enumerate(reader):
                number += place >= skip and (bool(record) or blank)
                line, last = reader.line_num + 1, line
        except csv.Error:
            last, record = line, []
    if record != [_END]:
        template = 'Line {line:,} opens a quotation mark (") that is never closed; close it or take it out.'
        raise DataError(template.format(line=last))
    return number - 1


def _end_lines(lines: Iterator[str]) -> Iterator[str]:
    """The lines, each with an end."""
    for line in lines:
        yield line if line.endswith(("\n", "\r")) else f"{line}\n"
