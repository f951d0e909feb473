"""Texts, one a line, into the table ``raw``: a line is a text as it stands, quotation marks and all."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import duckdb

from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers import blank_columns, encodings
from mtl_core.tables.readers.delimited import DELIMITERS, constancy
from mtl_core.tables.readers.raw import TOO_LONG, Raw, is_too_long
from mtl_core.tables.readers.row_buffer import RowBuffer

TEXT, LABEL = "text", "label"
"""The names of columns of texts and of their labels that the file does not name."""

_HEADERS = re.compile(
    r"text|review|sentence|comment|message|post|tweet|content|body|title|document|utterance|question|label|text[oe]"
    r"|文本|评论|內容|内容|句子|标题|テキスト|본문|текст",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d]\w*")
_ENOUGH = 20  # texts that tell how short a text can be
_LOOKED_AT = 1_000  # lines
_CELLS = re.compile(r'(?:(?:"[^"]*(?:""[^"]*)*(?:"|\Z)|[^",\n]*)(?:\n|\Z))+')  # the last may be cut
_WORDS = 2.0  # on a line, on average, or it holds labels
_WORDS_OF_FIELD = 2.0  # between two commas, on average, or they are values of a table
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_CONSTANT = 0.98
_PROSE_COMMAS = 0.9


def look_like_texts(start: str) -> bool:
    """Whether the lines that a file starts with are written texts rather than rows of a table."""
    lines = [line for line in io.StringIO(start, newline=None) if line.strip()]
    words = sum(len(line.split()) + len(_CJK.findall(line)) / 2 for line in lines)
    if words < _WORDS * len(lines) or _is_quoted_column(start) or blank_columns.look_apart(start):
        return False
    constant = {delimiter: constancy(start, delimiter) for delimiter in DELIMITERS}
    commas, fields = constant.pop(",")
    in_prose = commas < _CONSTANT or words >= _WORDS_OF_FIELD * fields * len(lines)
    return max(share for share, _ in constant.values()) < 0.5 and (
        commas < 0.5 or (in_prose and _are_prose_commas(start))
    )


def load(connection: duckdb.DuckDBPyConnection, source: Path, folder: Path, options: ReadingOptions) -> Raw:
    """Read the file into ``raw``, a row a line, blank ones too. Raises DataError."""
    text, encoding, notes = encodings.as_utf8(source, folder, options.encoding)
    with text.open(encoding="utf-8") as file:
        first = file.readline(1_000).strip()
        lengths = [len(found) for line in islice(file, _LOOKED_AT) if (found := line.strip())]
        header = _header(first, lengths, options.header)
        raw = Raw(names=[first if header.value else TEXT], decisions=[encoding, header], notes=notes)
        gathered = RowBuffer(connection, "raw", 1, raw)
        file.seek(0)
        for number, line in enumerate(file, 1):
            if number == 1 and header.value:
                continue
            if is_too_long(line):
                raw.reject(number, TOO_LONG, line)
            else:
                gathered.add([line.rstrip("\n")])
    gathered.flush()
    gathered.require_rows("line of the file")
    return raw


def _header(first: str, lengths: Sequence[int], asked: bool | None) -> Decision:
    """Whether the first line is a name: a word that people name such a column with, or far shorter than any text."""
    if asked is not None:
        return Decision(field="header", value=asked, reason="You chose it.", alternatives=(not asked,))
    short = _NAME.fullmatch(first) is not None and len(lengths) >= _ENOUGH and 2 * len(first) < min(lengths)
    value = short or _HEADERS.fullmatch(first.removesuffix("s")) is not None
    reason = "The first line is a name as text or review are." if value else "The first line is a text like the others."
    return Decision(field="header", value=value, reason=reason, alternatives=(not value,))


def _is_quoted_column(start: str) -> bool:
    """Whether texts with commas, and only such, stand in quotation marks, as programs write one column."""
    return '"' in start and _CELLS.fullmatch(re.sub(r"\r\n?", "\n", start)) is not None


def _are_prose_commas(text: str) -> bool:
    """Whether commas are followed by a blank, as in sentences."""
    return len(re.findall(r",\s", text)) >= _PROSE_COMMAS * text.count(",")
