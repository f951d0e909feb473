"""What the parts of an Excel workbook say before anything large is built from them: sheets, extents, empty formulas."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from mtl_core.errors import DataError
from mtl_core.tables.limits import MAX_UNZIPPED_BYTES
from mtl_core.tables.readers.raw import check_size

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHUNK = 1 << 20
_CELL = re.compile(rb'<c(?=[ >])[^>]*? r="([A-Z]{1,3})([0-9]{1,7})"')
_NO_VALUE = re.compile(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_ERROR = re.compile(rb'<c(?=[ >])[^>]*? t="e"')


@dataclass(frozen=True)
class Sheet:
    """The extents of a sheet and what reading its values leaves out."""

    rows: int
    columns: int
    formulas_without_value: int
    errors: int


def inspect(source: Path, name: str) -> Sheet:
    """A look at every cell's address in the sheet of that name. Raises DataError where it reaches too far."""
    rows = columns = empty = errors = 0
    try:
        with zipfile.ZipFile(source) as archive, archive.open(_part(archive, name)) as part:
            for piece in _pieces(part):
                for letters, number in _CELL.findall(piece):
                    rows, columns = max(rows, int(number)), max(columns, _place(letters))
                empty += len(_NO_VALUE.findall(piece))
                errors += len(_ERROR.findall(piece))
                _check_extents(name, rows, columns)
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, OSError, EOFError) as error:
        raise DataError("The workbook is incomplete or damaged; save it again and choose it anew.") from error
    return Sheet(rows, columns, empty, errors)


def _check_extents(name: str, rows: int, columns: int) -> None:
    try:
        check_size(rows, columns)
    except DataError:
        template = (
            'Sheet "{name}" reaches to row {rows:,} and column {columns:,}, which is too large; delete what stands far '
            "away from the table, or save the sheet as .csv."
        )
        raise DataError(template.format(name=name, rows=rows, columns=columns)) from None


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """The part of the archive that holds the sheet of that name."""
    workbook = ElementTree.fromstring(_small(archive, "xl/workbook.xml"))
    relations = ElementTree.fromstring(_small(archive, "xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    ids = {sheet.get("name"): sheet.get(_RELATION) for sheet in workbook.iter(f"{_MAIN}sheet")}
    target = targets[ids[name]]
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _small(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(10_000_000)


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The sheet's text in pieces that end with a cell."""
    rest, size = b"", 0
    while chunk := part.read(_CHUNK):
        size += len(chunk)
        if size > MAX_UNZIPPED_BYTES:
            raise DataError("The workbook unpacks to more than it says; save the sheet as .csv and choose that.")
        text = rest + chunk
        end = text.rfind(b"</c>") + 4
        end = end if end > 3 else len(text)
        yield text[:end]
        rest = text[end:]
    yield rest


def _place(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place
