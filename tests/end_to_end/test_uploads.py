"""Files that are no table: one sentence each, and what was there stays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import Server, settled, upload, widget

pytestmark = pytest.mark.browser


def archive() -> bytes:
    """A zip that is no workbook and holds no text."""
    return zipped({"a.png": b"\x89PNG\r\n\x1a\n"})


def zipped(files: dict[str, str | bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return memory.getvalue()


HOSTILE = {
    "paper.csv": b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n",
    "packed.csv": archive(),
    "empty.csv": b"",
    "header.csv": b"a,b,c\n",
    "cut.parquet": b"PAR1" + bytes(40),
    "broken.xlsx": archive(),
    "noise.csv": bytes(range(256)) * 40,
    "words.jsonl": b"this is no json\n" * 5,
    "texts.txt": b"These are texts.\nBut where are their labels?\n",
}


@pytest.fixture(scope="module")
def data_page(server: Server, browser: Browser) -> Iterator[Page]:
    """The Data page with the wine sample open."""
    page = steps.open_sample(browser, server.url, "wine")
    steps.menu(page, "Data")
    settled(page)
    yield page
    page.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_file_that_is_no_table_gives_one_sentence(data_page: Page, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(HOSTILE[name])
    upload(data_page, "data_upload", file)
    alert = data_page.get_by_test_id("stMain").get_by_role("alert")
    expect(alert).to_have_count(1)
    sentence = alert.inner_text().strip()
    assert len(sentence) < 500
    assert "Traceback" not in sentence
    assert "Error" not in sentence
    assert data_page.get_by_test_id("stException").count() == 0
    expect(widget(data_page, "side_data")).to_contain_text("178 rows")
    data_page.reload()
    steps.title(data_page, "Data")
    settled(data_page)
    expect(widget(data_page, "side_data")).to_contain_text("178 rows")


WORDS = ["good", "bad", "fine", "awful", "slow"]
READINGS = {
    "texts": (
        {
            "texts.txt": "".join(f"It was {WORDS[n % 5]} again, number {n}\n" for n in range(30)).encode(),
            "labels.csv": b"mood\n" + b"pos\nneg\n" * 15,
        },
        "30 rows · 2 columns",
        "texts.txt + labels.csv",
    ),
    "folders": (
        {"moods.zip": zipped({f"train/{'pn'[n % 2]}/{n}.txt": f"It was {WORDS[n % 5]}, said {n}" for n in range(30)})},
        "30 rows · 3 columns",
        "moods.zip",
    ),
    "tags": (
        {"names.conll": b"Ann NNP B-PER\nsang VBD O\n\nRome NNP B-LOC\nfell VBD O\n. . O\n\n" * 12},
        "24 rows · 3 columns",
        "names.conll",
    ),
}


@pytest.mark.parametrize("kind", READINGS)
def test_texts_are_read(data_page: Page, tmp_path: Path, kind: str) -> None:
    files, shape, name = READINGS[kind]
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    upload(data_page, "data_upload", *(tmp_path / file for file in files))
    expect(widget(data_page, "data_summary")).to_contain_text(shape)
    expect(widget(data_page, "data_summary")).to_contain_text(name)
    assert data_page.get_by_test_id("stException").count() == 0


def test_a_table_of_one_row_says_so(data_page: Page, tmp_path: Path) -> None:
    file = tmp_path / "short.csv"
    file.write_bytes(b"age,city\n3,Oslo\n")
    upload(data_page, "data_upload", file)
    expect(widget(data_page, "data_summary").get_by_role("alert")).to_contain_text("The table has 1 row,")
