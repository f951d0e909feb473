"""Files that are no table, whatever their name: each is refused with one sentence."""

from __future__ import annotations

import io
import pickle
import zipfile

import pytest

from mtl_core.errors import DataError


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


def test_a_table_that_starts_like_a_program_is_a_table(reading):
    assert reading("MZ,ORC\n1,2\n").cells("ORC") == [2]


def test_the_format_can_be_overruled(reading):
    assert reading('[a],"b"\n1,2\n', format="csv").cells("[a]") == [1]
