"""What kind of file some bytes are, told by the bytes and never by the name; what is in them others read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from mtl_core.errors import DataError
from mtl_core.tables.limits import MAX_UNZIP_RATIO, MAX_UNZIPPED_BYTES, MAX_ZIP_ENTRIES
from mtl_core.tables.profile import Decision, Format
from mtl_core.tables.readers import conll, delimited, encodings, text_lines

_NAMES: dict[Format, str] = {
    "csv": "delimited text",
    "xlsx": "an Excel workbook",
    "parquet": "Parquet",
    "json": "JSON",
    "lines": "texts, one a line",
    "conll": "tokens with their tags, one a line",
    "zip": "an archive of files",
}
_OF_TEXT: tuple[Format, ...] = ("csv", "lines", "conll", "json")
_OTHERS = (
    (b"PK\3\4", "an archive"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x93NUMPY", "a NumPy file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"ORC", "an ORC file"),
    (b"<html", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<?xml", "an XML document"),
)
_EXPECTED = "expected CSV, TSV, Excel (.xlsx), Parquet, JSON lines, CoNLL, texts, or a .zip of texts"
_BLANK = b" \t\r\n\xef\xbb\xbf\xff\xfe\0"


def detect(source: Path, asked: Format | None) -> Decision:
    """The format of a file, as decided. Raises DataError where it is none that can be read."""
    with source.open("rb") as file:
        start = file.read(4096)
        size = file.seek(0, 2)
    if not size:
        raise DataError("The file is empty; choose a file with a table in it.")
    found = asked or _find(source, start)
    reason = "You chose it." if asked else f"Its content is {_NAMES[found]}, whatever its name says."
    others = tuple(other for other in _OF_TEXT if found in _OF_TEXT and other != found)
    return Decision(field="format", value=found, reason=reason, alternatives=others)


def _find(source: Path, start: bytes) -> Format:
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"PK\3\4", b"PK\5\6")):
        return _format_of_zip(source)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise DataError(_old_office(source))
    _refuse_others(start)
    text = start.lstrip(_BLANK)
    if not text.strip() and source.stat().st_size <= len(start):
        raise DataError("The file has no rows, only blank lines; choose a file with a table in it.")
    return "json" if text.startswith((b"{", b"[")) else _of_lines(source)


def _of_lines(source: Path) -> Format:
    start = encodings.beginning(source).replace("\0", "")
    if delimited.declared_delimiter(start) is not None:
        return "csv"
    return "conll" if conll.looks_tagged(start) else "lines" if text_lines.look_like_texts(start) else "csv"


def foreign(start: bytes) -> str:
    """What a file is that starts with these bytes, where it is no text; else nothing."""
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in start)
    for mark, name in _OTHERS:
        if start[: len(mark)].lower() == mark.lower() and (controls or not mark.isalnum()):
            return name
    is_text = start.startswith((b"\xff\xfe", b"\xfe\xff")) or controls - start.count(0) <= 4 + 0.02 * len(start)
    return "" if is_text else "of no known kind and not text"


def _refuse_others(start: bytes) -> None:
    if start[:1] == b"\x80" and start[1:2] in b"\x02\x03\x04\x05":
        raise DataError(f"The file is a Python pickle, which is never opened because it can run code; {_EXPECTED}.")
    if kind := foreign(start):
        raise DataError(f"The file is {kind}; {_EXPECTED}.")


def _old_office(source: Path) -> str:
    with source.open("rb") as file:
        content = file.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "The workbook is protected by a password; save it without one and choose it again."
    return "The file is an old Office document (.xls); save it as .xlsx or .csv and choose it again."


def _format_of_zip(source: Path) -> Format:
    """A workbook, if the zip is one and of sane size, or else an archive of files. Raises DataError."""
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise DataError("The workbook or archive is incomplete or damaged; save it again and choose it anew.") from None
    names = {entry.filename for entry in entries}
    if "xl/workbook.bin" in names:
        raise DataError("The file is a binary workbook (.xlsb); save it as .xlsx or .csv and choose it again.")
    if "mimetype" in names and "content.xml" in names:
        raise DataError("The file is an OpenDocument file (.ods); save it as .xlsx or .csv and choose it again.")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise DataError(f"The file is a document or presentation; {_EXPECTED}.")
    if "xl/workbook.xml" not in names:
        return "zip"
    _check_unzipped(source.stat().st_size, entries)
    return "xlsx"


def _check_unzipped(size: int, entries: list[zipfile.ZipInfo]) -> None:
    unzipped = sum(entry.file_size for entry in entries)
    too_dense = unzipped > MAX_UNZIP_RATIO * size and unzipped > 10_000_000
    if unzipped > MAX_UNZIPPED_BYTES or too_dense or len(entries) > MAX_ZIP_ENTRIES:
        template = (
            "The workbook would unpack to {unzipped:,} MB in {entries:,} parts, expected at most {limit:,} MB and "
            "{ratio} times its size; save the sheet as .csv and choose that."
        )
        raise DataError(
            template.format(
                unzipped=unzipped // 1_000_000,
                entries=len(entries),
                limit=MAX_UNZIPPED_BYTES // 1_000_000,
                ratio=MAX_UNZIP_RATIO,
            )
        )
