"""What a bundle says of itself, and what is left of it without its rows."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from mtl_core.runs import results

ROWS = {"columns": ["age", "ill"], "rows": [[3, "no"], [4, "yes"]], "predictions": [["no"], ["yes"]]}
MEMBERS = {
    "model": "The network.",
    "predict.py": "Predicts a file.",
    "expected.json": "Rows to prove it by.",
    "gone.txt": "Of a version that wrote it.",
}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"members": MEMBERS}))
        archive.writestr("model/weights", "abc")
        archive.writestr("predict.py", "pass")
        archive.writestr("expected.json", json.dumps(ROWS))
    return path


def test_what_files_and_folders_are_for_is_told_of_those_that_are_there(bundle: Path) -> None:
    told = results.purposes(bundle)
    assert told == {name: purpose for name, purpose in MEMBERS.items() if name != "gone.txt"}


def test_a_bundle_of_an_earlier_version_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("predict.py", "pass")
    assert results.purposes(path) == {}
    assert results.example_rows(path) is None
    assert results.num_example_rows(path) == 0
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("manifest.json", "{}")
    assert results.purposes(path) == {}


def test_without_its_rows_a_bundle_holds_all_else(bundle: Path, tmp_path: Path) -> None:
    assert results.num_example_rows(bundle) == 2
    assert results.example_rows(bundle) == ROWS
    bare = tmp_path / "bare.zip"
    bare.write_bytes(results.without_example_rows(bundle))
    with zipfile.ZipFile(bundle) as whole, zipfile.ZipFile(bare) as left:
        assert left.namelist() == [name for name in whole.namelist() if name != "expected.json"]
        assert all(left.read(name) == whole.read(name) for name in left.namelist())
    assert results.num_example_rows(bare) == 0


def test_a_fingerprint_is_that_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    assert results.fingerprint(path) == hashlib.sha256(b"abc").hexdigest()


def test_a_folder_without_a_history_has_an_empty_one(tmp_path: Path) -> None:
    found = results.read_history(tmp_path)
    assert (found.epochs, found.notes, found.alone, found.summary.tasks) == ((), (), {}, ())
    for read in (results.read_sharing, results.read_affinities, results.read_data_needs):
        assert read(tmp_path) is None
