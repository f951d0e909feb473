"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pytest

from mtl_core.temporary import beside, here, replace, write_whole, writer


def test_what_is_replaced_is_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    replace(path, b"first")
    replace(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    replace(path, b"first")

    def fill(file: BinaryIO) -> None:
        file.write(b"half of")
        file.flush()
        assert path.read_bytes() == b"first"
        assert [writer(other.name) for other in tmp_path.iterdir() if other != path] == [here()]
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        write_whole(path, fill)
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace(tmp_path / "gone" / "found.json", b"")


@pytest.mark.parametrize("name", ["found.json", ".tmp-123", ".tmp-123-what", ""])
def test_name_that_names_no_writer_has_none(name: str) -> None:
    assert writer(name) is None


def test_name_beside_tells_its_writer(tmp_path: Path) -> None:
    assert writer(beside(tmp_path / "a-b.npz").name) == here()
