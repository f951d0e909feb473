from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtl_core.training import checkpoints
from mtl_core.training.checkpoints import Checkpoints


def arrays(number: int) -> dict[str, np.ndarray]:
    return {"weights": np.full((3, 4), number, np.float32), "course": np.array(f'{{"epoch": {number}}}')}


def number_of(folder: Path) -> tuple[int | None, int]:
    found, damaged = Checkpoints(folder).load()
    return (None if found is None else int(found["weights"][0, 0])), damaged


def test_what_was_saved_comes_back_with_types_and_shapes(tmp_path: Path) -> None:
    Checkpoints(tmp_path).save(arrays(7))
    found, _ = Checkpoints(tmp_path).load()
    assert found is not None
    assert {name: (array.dtype, array.tolist()) for name, array in found.items()} == {
        name: (array.dtype, array.tolist()) for name, array in arrays(7).items()
    }


def test_an_empty_folder_holds_none(tmp_path: Path) -> None:
    assert number_of(tmp_path / "new") == (None, 0)


def test_the_newest_two_are_kept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "00000009.tmp").write_bytes(b"left by a kill")
    for number in range(5):
        Checkpoints(tmp_path).save(arrays(number))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00000004.npz", "00000005.npz", "latest.json"]
    assert number_of(tmp_path) == (4, 0)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [_flip, lambda path: path.write_bytes(path.read_bytes()[:-9]), lambda path: path.write_bytes(b""), Path.unlink],
)
def test_a_damaged_newest_gives_way_to_the_one_before(tmp_path: Path, damage: Callable[[Path], Any]) -> None:
    store = Checkpoints(tmp_path)
    store.save(arrays(1))
    store.save(arrays(2))
    damage(tmp_path / "00000002.npz")
    assert number_of(tmp_path) == (1, 1)
    damage(tmp_path / "00000001.npz")
    assert number_of(tmp_path) == (None, 2)
    Checkpoints(tmp_path).save(arrays(3))
    assert number_of(tmp_path) == (3, 0)


@pytest.mark.parametrize("content", ["", "{", '{"file": "x"}', '[{"file": "../x.npz", "sha256": ""}]', "[1]"])
def test_a_damaged_index_is_a_damaged_checkpoint(tmp_path: Path, content: str) -> None:
    Checkpoints(tmp_path).save(arrays(1))
    (tmp_path / "latest.json").write_text(content)
    assert number_of(tmp_path) == (None, 1)
    Checkpoints(tmp_path).save(arrays(2))
    assert number_of(tmp_path) == (2, 0)


class Disk:
    """Fails at the nth call of fsync or rename."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, nth: int) -> None:
        self.calls, self.nth = 0, nth
        replace = Path.replace
        monkeypatch.setattr(checkpoints.os, "fsync", lambda _: self.count())
        monkeypatch.setattr(Path, "replace", lambda path, target: (self.count(), replace(path, target))[1])

    def count(self) -> None:
        self.calls += 1
        if self.calls == self.nth:
            raise OSError(errno.ENOSPC, "No space left on device")


def test_whichever_write_fails_the_last_good_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for nth in range(1, 20):
        folder = tmp_path / str(nth)
        Checkpoints(folder).save(arrays(1))
        Checkpoints(folder).save(arrays(2))
        with monkeypatch.context() as patch:
            disk = Disk(patch, nth)
            store = Checkpoints(folder)
            try:
                store.save(arrays(3))
            except OSError:
                assert number_of(folder) in {(2, 0), (3, 0)}
                assert not list(folder.glob(".tmp-*"))
        store.save(arrays(4))
        assert number_of(folder) == (4, 0)
        assert len(json.loads((folder / "latest.json").read_text())) == 2
        if disk.calls < nth:
            return
    pytest.fail("no save went through cleanly")
