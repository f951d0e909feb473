"""The way of a file into the workspace: through a child with limits, whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import read_rows, reread, take_in, take_in_together
from mtl_core.tables.profile import ReadingOptions
from tests.read_once import take_in_once

CSV = b"name,size,day\nant,1.5,2024-01-31\nbee,,2024-02-29\n"


def left(workspace: Path) -> list[str]:
    return sorted(path.name for path in (workspace / "datasets").iterdir())


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return take_in(CSV, "../../evil\u202efdp.csv", tmp_path_factory.mktemp("workspace"))


class TestTakeIn:
    def test_what_is_kept(self, dataset):
        assert sorted(path.name for path in dataset.folder.iterdir()) == [
            "dataset.json",
            "original.csv",
            "table.parquet",
        ]
        assert (dataset.folder / "original.csv").read_bytes() == CSV
        assert dataset.folder.name == dataset.id
        assert left(dataset.folder.parent.parent) == [dataset.id]

    def test_the_name_is_text_and_never_a_path(self, dataset):
        assert dataset.name == "evilfdp.csv"

    def test_the_same_content_is_the_same_dataset(self, dataset, monkeypatch):
        monkeypatch.setattr(subprocess, "Popen", None)  # it is not even read again
        again = take_in(CSV, "other.csv", dataset.folder.parent.parent)
        assert again == dataset

    def test_values_are_typed(self, dataset):
        frame = dataset.frame()
        assert list(frame.columns) == ["name", "size", "day"]
        assert frame["size"].dtype == "float64"
        assert frame["day"].dtype.kind == "M"
        assert pd.api.types.is_string_dtype(frame["name"])
        assert list(dataset.frame(["day", "name"]).columns) == ["day", "name"]
        assert len(dataset.preview(1)) == 1

    def test_columns_are_known_by_name(self, dataset):
        assert dataset.profile("size").missing == 1
        with pytest.raises(DataError, match='no column "nothing"'):
            dataset.frame(["nothing"])

    def test_it_opens_again_as_it_was(self, dataset):
        assert Dataset.open(dataset.folder) == dataset

    def test_another_decision_is_another_dataset(self, dataset):
        other = reread(dataset, ReadingOptions(header=False))
        assert other.id != dataset.id
        assert (other.rows, dataset.rows) == (3, 2)
        assert other.name == dataset.name
        assert other.report.options.header is False
        assert Dataset.open(dataset.folder) == dataset


def test_a_refusal_leaves_nothing_behind(tmp_path):
    for content in (b"", b"a,b\n", b"a\n1\n2\n", b"PAR1" + bytes(50), b"%PDF-1.4 and more"):
        with pytest.raises(DataError) as refused:
            take_in(content, "x.csv", tmp_path)
        assert "\n" not in str(refused.value)
    assert left(tmp_path) == []


def test_a_path_is_copied_and_stays(tmp_path):
    source = tmp_path / "t.csv"
    source.write_bytes(CSV)
    assert take_in(source, "t.csv", tmp_path / "w").rows == 2
    assert source.read_bytes() == CSV
    with pytest.raises(DataError, match=r'"gone\.csv" is not there'):
        take_in(tmp_path / "gone.csv", "gone.csv", tmp_path / "w")


def test_a_broken_folder_is_read_anew(tmp_path):
    dataset = take_in_once(CSV, "t.csv", tmp_path)
    (dataset.folder / "dataset.json").unlink()
    with pytest.raises(DataError, match="no longer there"):
        Dataset.open(dataset.folder)
    assert take_in(CSV, "t.csv", tmp_path) == dataset


def test_facts_of_another_version_are_refused_with_a_sentence(tmp_path):
    (tmp_path / "dataset.json").write_text('{"id": 1}')
    with pytest.raises(DataError, match="another version"):
        Dataset.open(tmp_path)


def test_a_missing_original_cannot_be_reread(tmp_path):
    dataset = take_in_once(CSV, "t.csv", tmp_path)
    (dataset.folder / "original.csv").unlink()
    with pytest.raises(DataError, match="no longer there"):
        reread(dataset, ReadingOptions(header=False))


def test_what_a_killed_server_left_is_swept_with_the_workspace(tmp_path):
    program = "import os, sys; from pathlib import Path; from mtl_core.tables.intake import uploads; "
    program += f"uploads._keep = lambda *_: os._exit(9); uploads.take_in({CSV!r}, 't.csv', Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert len(left(tmp_path)) == 1
    workspace = Workspace(tmp_path)
    workspace.create()
    workspace.tidy()
    assert left(tmp_path) == []


class TestTogether:
    TEXTS = b"It was good\nIt was bad\nIt was fine\n"

    def test_two_files_are_one_table(self, tmp_path):
        files = [("../texts.txt", self.TEXTS), ("labels.csv", b"mood\npos\nneg\npos\n")]
        dataset = take_in_together(files, tmp_path)
        assert dataset.name == "texts.txt + labels.csv"
        assert dataset.frame()["mood"].tolist() == ["pos", "neg", "pos"]
        assert take_in_together(files, tmp_path) == dataset
        assert reread(dataset, ReadingOptions(missing_markers="everywhere")).rows == 3

    def test_files_of_one_name(self, tmp_path):
        with pytest.raises(DataError, match=r'Two of the files are called "t\.txt"'):
            take_in_together([("a/t.txt", self.TEXTS), ("b/t.txt", b"pos\nneg\npos\n")], tmp_path)

    def test_texts_alone_are_told_what_they_lack(self, tmp_path):
        with pytest.raises(DataError, match="together with a file of as many labels"):
            take_in(self.TEXTS, "texts.txt", tmp_path)
        source = tmp_path / "texts.txt"
        source.write_bytes(self.TEXTS)
        assert read_rows(source, "texts.txt").frame["text"].tolist() == self.TEXTS.decode().splitlines()

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(DataError, match="not there"):
            take_in_together([("texts.txt", tmp_path / "texts.txt"), ("labels.csv", b"mood\npos\n")], tmp_path)


class TestReadRows:
    def test_rows_to_predict_from(self, tmp_path):
        source = tmp_path / "one.csv"
        source.write_text("size\n1.5\n")
        frame = read_rows(source, "one.csv").frame
        assert frame["size"].tolist() == [1.5]
        assert [path.name for path in tmp_path.iterdir()] == ["one.csv"]

    def test_no_row_may_be_missing(self, tmp_path):
        source = tmp_path / "ragged.csv"
        source.write_text("a,b\n1,2\n3\n4,5\n")
        with pytest.raises(DataError, match=r"has 1 row that cannot be read \(the first at line 3: too few fields\)"):
            read_rows(source, "ragged.csv")

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(DataError, match=r'"x\.csv" is not there'):
            read_rows(tmp_path / "x.csv", "x.csv")


def test_the_asking_process_loads_no_reader():
    readers = "{'duckdb', 'python_calamine', 'charset_normalizer', 'tensorflow'}"
    program = f"import sys, mtl_core.tables.intake.uploads; print(len({readers} & sys.modules.keys()))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "0"


def test_a_zip_that_lies_about_its_size_is_stopped(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x" * 60_000_000)
    with pytest.raises(DataError, match="would unpack"):
        take_in(content.getvalue(), "bomb.xlsx", tmp_path)


SHARED = os.environ.get("MTL_SHARED_DATA")


@pytest.mark.skipif(not SHARED, reason="MTL_SHARED_DATA does not name a folder of real tables")
@pytest.mark.parametrize(
    ("file", "shape", "kinds"),
    [
        ("penguins.csv", (344, 8), {"species": "category", "sex": "category", "body_mass_g": "numeric"}),
        ("hospital_support2_3000.csv", (3000, 33), {"hospdead": "yes_no", "sfdm2": "category", "totcst": "numeric"}),
        ("chinese_travel_utterances_crosswoz.csv", (8467, 7), {"text": "text", "domain": "category"}),
        ("review_sentiment_topic.csv", (3000, 3), {"text": "text", "topic": "category"}),
    ],
)
def test_real_tables(tmp_path, file, shape, kinds):
    dataset = take_in(Path(str(SHARED)) / file, file, tmp_path)
    assert (dataset.rows, len(dataset.columns)) == shape
    assert {name: dataset.profile(name).kind for name in kinds} == kinds
    assert dataset.report.num_rejected == 0


ROWS = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n % 99991) for n in range(30_000))


@pytest.mark.parametrize("kilobytes", [64, 400])
def test_a_full_disk_is_told_and_leaves_nothing(small_disk: Callable[[str], Path], kilobytes: int) -> None:
    """With 64 kB the file cannot be kept; with 400 its table cannot be written, which the child does."""
    disk = small_disk(f"size={kilobytes}k")
    with pytest.raises(DataError, match="The disk is full; free some space"):
        take_in(ROWS, "a.csv", disk)
    assert left(disk) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
def test_what_the_disk_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code), str(tmp_path))

    for place in ("pathlib.Path.mkdir", "pathlib.Path.write_bytes", "pathlib.Path.rename", "tempfile.mkdtemp"):
        with monkeypatch.context() as faulty:
            faulty.setattr(place, refuse)
            with pytest.raises(DataError, match=r"disk|may not be used"):
                take_in(CSV, "a.csv", tmp_path)
    assert not (tmp_path / "datasets").exists() or left(tmp_path) == []


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _spoil(path: Path) -> None:
    """One byte in the middle: the table would be read, with other values in it."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES = [*product(["table.parquet", "dataset.json"], [Path.unlink, _cut, _empty]), ("table.parquet", _spoil)]


@pytest.mark.parametrize(("file", "damage"), DAMAGES)
def test_a_damaged_table_says_so_until_the_file_is_taken_in_again(
    tmp_path: Path, file: str, damage: Callable[[Path], object]
) -> None:
    dataset = take_in_once(ROWS, "a.csv", tmp_path)
    good = dataset.frame()
    damage(dataset.folder / file)
    with pytest.raises(DataError, match=r"take the file in again\.$"):
        Dataset.open(dataset.folder).frame()
    if file == "table.parquet":
        with pytest.raises(DataError, match=r"take the file in again\.$"):
            dataset.preview()
    again = take_in(ROWS, "a.csv", tmp_path)
    assert again.id == dataset.id
    assert again.frame().equals(good)
    assert left(tmp_path) == [dataset.id]
