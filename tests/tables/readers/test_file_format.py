"""Files that are no table, whatever their name: each is refused with one sentence."""

from __future__ import annotations

import io
import pickle
import zipfile

import pytest

from mtl_core.errors import DataError
from mtl_core.tables.readers.file_format import foreign


def zipped(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "a PDF document"),
        (zipped(**{"word/document.xml": "<w/>"}), "a document or presentation"),
        (zipped(**{"a.csv": "a\n"})[:-9], "incomplete or damaged"),
        (b"PK\x03\x04rest", "incomplete or damaged"),
        (b"\x1f\x8b\x08\0\0\0", "gzip"),
        (b"MZ\x90\0\x03\0\0\0", "a Windows program"),
        (b"\x7fELF\x02\x01\x01\0", "a program"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (pickle.dumps([1, 2]), "a Python pickle"),
        (b"\x93NUMPY\x01\0", "a NumPy file"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (bytes(range(1, 32)) * 20, "not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office document"),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (zipped(**{"xl/workbook.bin": ""}), "a binary workbook"),
        (zipped(mimetype="", **{"content.xml": ""}), "OpenDocument"),
        (zipped(**{"xl/workbook.xml": "x" * 30_000_000}), "would unpack to 30 MB"),
        (zipped(**{"xl/workbook.xml": "", **{f"p{n}": "" for n in range(1_000)}}), "in 1,001 parts"),
    ],
)
def test_refused(reading, content, said):
    with pytest.raises(DataError, match=said) as refused:
        reading(content)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"Rar!\x1a\x07\0", "a RAR archive"),
        (b"BZh91AY&SY\x01", "a bzip2 archive"),
        (b"\xfd7zXZ\0", "an xz archive"),
        (b"\x28\xb5\x2f\xfd\x04", "a Zstandard archive"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"GIF89a\x01\0", "a picture"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"ARROW1\0\0", "an Arrow file"),
        (b"ORC\x11\0\0", "an ORC file"),
        (b"<html>", "a web page"),
        (b"<!DocType html>", "a web page"),
        (b"<?xml version='1.0'?>", "an XML document"),
        (b"PK\x03\x04", "an archive"),
        (b"a,b\n1,2\n", ""),
        (b"ORC,GIF89a\n", ""),
        ("a,b\n1,é\n".encode("utf-16"), ""),
        ("a,b\n1,é\n".encode("utf-16-le"), ""),
        (b"", ""),
        (b"a\x1bb\tc\r\n", ""),
        (b"x" * 94 + b"\x01" * 6, ""),
        (b"x" * 93 + b"\x01" * 7, "of no known kind and not text"),
    ],
)
def test_what_is_no_text_is_told_by_its_first_bytes(start, kind):
    assert foreign(start) == kind


def test_how_much_a_workbook_unpacks_to(reading):
    part = zipped(**{"xl/workbook.xml": "x" * 9_000_000})  # a small one may be as dense as it likes
    with pytest.raises(DataError, match="incomplete or damaged"):
        reading(part)
    with pytest.raises(DataError) as refused:
        reading(zipped(**{"xl/workbook.xml": "x" * 12_000_000, "other": ""}))
    assert str(refused.value) == (
        "The workbook would unpack to 12 MB in 2 parts, expected at most 1,000 MB and 200 times its size; save the "
        "sheet as .csv and choose that."
    )


def test_a_table_that_starts_like_a_program_is_a_table(reading):
    assert reading("MZ,ORC\n1,2\n").cells("ORC") == [2]


def test_the_format_can_be_overruled(reading):
    assert reading('[a],"b"\n1,2\n', format="csv").cells("[a]") == [1]
