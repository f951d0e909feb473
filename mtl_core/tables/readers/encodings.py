"""Which characters the bytes of a text file stand for, and the same text as UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from mtl_core.errors import DataError
from mtl_core.tables.profile import Decision
from mtl_core.tables.readers import code_pages

_EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
LEGACY = (*_EAST_ASIAN, *code_pages.PAGES, "latin_1", "cp1253", "cp1256", "cp874")
"""The encodings to choose from besides UTF-8 and UTF-16, the commonest of each script."""

_SCRIPTS = tuple(name for name in LEGACY if name != "latin_1")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHUNK = 1 << 22
_SAMPLE = 1 << 16
_HANZI, _KANA = re.compile("[\u4e00-\u9fff]"), re.compile("[\u3041-\u30fe]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass
class _BadByteError(Exception):
    """A byte that the encoding does not have."""

    line: int
    column: int
    byte: int


def detect(source: Path, asked: str | None) -> Decision:
    """The encoding of a text file, as decided. Raises DataError where it is damaged UTF-8."""
    if asked is not None:
        return _decision(asked, f"You chose {asked}.")
    start = _start(source)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return _decision(name, f"The file starts with the byte-order mark of {name.upper()}.")
    if wide := _utf16(start[:4096]):
        return _decision(wide, f"Every other byte at the start of the file is zero, as in {wide.upper()}.")
    try:
        for _ in _texts(source, "utf-8"):
            pass
    except _BadByteError as bad:
        return _legacy(_lines_with_high_bytes(source), bad)
    return _decision("utf-8", "Every byte of the file is valid UTF-8.")


def beginning(source: Path) -> str:
    """The first 64 KB of a text, to see how it is laid out; a byte that does not fit is replaced."""
    start = _start(source)
    return codecs.getincrementaldecoder(_name(start, whole=False))("replace").decode(start).lstrip("\ufeff")


def decode(content: bytes) -> str:
    """A short text, its encoding told by itself. Raises UnicodeDecodeError where it has none that fits."""
    return content.decode(_name(content, whole=True)).lstrip("\ufeff")


def _name(content: bytes, whole: bool) -> str:
    """The encoding of these bytes, of which the last character may be cut unless they are the ``whole`` text."""
    if wide := next((name for mark, name in _BOMS if content.startswith(mark)), None) or _utf16(content[:4096]):
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(content, final=whole)
    except UnicodeDecodeError:
        sample = _with_high_bytes(content.splitlines(keepends=True))
        return "utf-8" if _is_damaged(sample) else _likeliest(sample)
    return "utf-8"


def as_utf8(source: Path, folder: Path, asked: str | None) -> tuple[Path, Decision, list[str]]:
    """The text as UTF-8 in a file, a new one where that takes a change, the encoding, and what was changed."""
    encoding = detect(source, asked)
    if asked is None and _is_plain(source, str(encoding.value)):
        return source, encoding, []
    text = folder / "utf8"
    return text, encoding, to_utf8(source, text, str(encoding.value))


def to_utf8(source: Path, target: Path, encoding: str, one_line_end: bool = False) -> list[str]:
    """Write the text as UTF-8 without byte-order mark and NUL; what was changed, a sentence each.

    Raises DataError where the encoding does not fit.
    """
    nuls = 0
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            for text in _texts(source, encoding, one_line_end):
                nuls += text.count("\0")
                file.write(text.replace("\0", ""))
    except _BadByteError as bad:
        template = (
            "The file is not {encoding}: line {line:,}, character {column:,} is the byte {byte:02X}, "
            "which that encoding does not have; choose another encoding."
        )
        raise DataError(template.format(encoding=encoding, **vars(bad))) from None
    notes = [f"NUL characters in the text were taken out ({nuls:,})."] if nuls else []
    return notes + (["The lines of the file end in several ways; they were all made the same."] if one_line_end else [])


def _is_plain(source: Path, encoding: str) -> bool:
    """Whether the file already is what ``to_utf8`` would write."""
    if encoding != "utf-8" or _start(source).startswith(codecs.BOM_UTF8):
        return False
    with source.open("rb") as file:
        return not any(b"\0" in chunk for chunk in iter(lambda: file.read(_CHUNK), b""))


def _texts(source: Path, encoding: str, one_line_end: bool = False) -> Iterator[str]:
    """The decoded text piece by piece, without byte-order marks. Raises _BadByteError."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line_ends = io.IncrementalNewlineDecoder(None, translate=True) if one_line_end else None
    line, column, at_start = 1, 1, True
    with source.open("rb") as file:
        for chunk in _chunks(file):
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, "ignore")
                raise _BadByteError(*_position(before, line, column), error.object[error.start]) from None
            line, column = _position(text, line, column)
            text = text.lstrip("\ufeff") if at_start else text
            at_start = at_start and not text
            yield line_ends.decode(text, final=not chunk) if line_ends else text


def _chunks(file: io.BufferedReader) -> Iterator[bytes]:
    """The file's bytes, and at last none, which says that the file is over."""
    yield from iter(lambda: file.read(_CHUNK), b"")
    yield b""


def _position(text: str, line: int, column: int) -> tuple[int, int]:
    """Line and column after that text."""
    last = text.rfind("\n")
    return line + text.count("\n"), (column + len(text) if last < 0 else len(text) - last)


def _start(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(_SAMPLE)


def _utf16(start: bytes) -> str | None:
    half = max(1, len(start) // 2)
    if start[1::2].count(0) > 0.4 * half and start[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if start[::2].count(0) > 0.4 * half and start[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _lines_with_high_bytes(source: Path) -> bytes:
    with source.open("rb") as file:
        return _with_high_bytes(file)


def _with_high_bytes(lines: Iterable[bytes]) -> bytes:
    """A sample of the lines that are not plain ASCII."""
    found, size = [], 0
    for line in lines:
        if not line.isascii():
            found.append(line)
            size += len(line)
            if size > _SAMPLE:
                break
    return b"".join(found)


def _legacy(sample: bytes, bad: _BadByteError) -> Decision:
    """The likeliest encoding of text that is not UTF-8. Raises DataError where it is UTF-8 with a fault."""
    if _is_damaged(sample):
        template = (
            "The file is UTF-8 but damaged: line {line:,}, character {column:,} is the byte {byte:02X}, which UTF-8 "
            "does not have there; correct that line or choose another encoding."
        )
        raise DataError(template.format(**vars(bad)))
    return _decision(_likeliest(sample), f"Line {bad.line:,} is not UTF-8; this encoding reads like a language.")


def _is_damaged(sample: bytes) -> bool:
    """Whether text that is not UTF-8 was so, but for a few bytes."""
    valid = len(_MULTIBYTE.findall(sample))
    high = sum(len(run) for run in _HIGH_RUN.findall(sample))
    return valid > 5 and valid * 2 > 0.9 * high


def _likeliest(sample: bytes) -> str:
    if (page := code_pages.find(sample)) is not None:
        return page
    best = from_bytes(sample, cp_isolation=list(_SCRIPTS)).best()
    if best is None:
        return _any_western(sample)
    return "gb18030" if _rather_chinese(sample, best.encoding, str(best)) else best.encoding


def _any_western(sample: bytes) -> str:
    return next(name for name in ("cp1252", "latin_1") if _fits(sample, name))


def _rather_chinese(sample: bytes, guessed: str, text: str) -> bool:
    """Whether short Chinese text was taken for another East Asian one: common hanzi, no kana, not hangul alone."""
    if guessed not in ("big5", "shift_jis", "euc_jp", "euc_kr") or not _fits(sample, "gb18030"):
        return False
    if (guessed == "euc_jp" and _KANA.search(text)) or (guessed == "euc_kr" and not _HANZI.search(text)):
        return False
    hanzi = [letter.encode("gb18030") for letter in _HANZI.findall(sample.decode("gb18030"))]
    common = sum(0xB0 <= letter[0] < 0xD8 and letter[1] > 0xA0 for letter in hanzi)  # level 1 of GB 2312
    return len(hanzi) > 0 and common > 0.8 * len(hanzi)


def _fits(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decision(name: str, reason: str) -> Decision:
    others = tuple(other for other in ("utf-8", "utf-16-le", "utf-16-be", *LEGACY) if other != name)
    return Decision(field="encoding", value=name, reason=reason, alternatives=others)
