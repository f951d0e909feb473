"""What a disk refuses becomes one sentence, whoever met it and wherever the error's number is hidden."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mtl_core.disk import raise_refusals, refusal, sentence
from mtl_core.errors import DataError
from mtl_core.temporary import beside, here, prefix, writer

PASSING = {
    errno.ENOSPC: "The disk is full; free some space",
    errno.EDQUOT: "Your share of the disk is used up",
    errno.EROFS: "is read-only",
    errno.EIO: "The disk reports a fault",
    errno.EACCES: "may not be used by this program",
    errno.EPERM: "may not be used by this program",
}


def failing(code: int) -> OSError:
    return OSError(code, os.strerror(code), "/somewhere/table.parquet")


@pytest.mark.parametrize("code", [*PASSING, errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ELOOP])
def test_each_is_told_with_what_to_do(code: int) -> None:
    said = sentence(failing(code))
    assert said.endswith(".")
    assert ", then try again" in said or "another folder" in said
    assert "Errno" not in said


@pytest.mark.parametrize("code", PASSING)
def test_what_passes_is_known_also_where_a_library_only_quotes_it(code: int) -> None:
    quoted = RuntimeError(f"IO Error: Could not write file: {os.strerror(code)}")
    for error in (failing(code), quoted):
        assert PASSING[code] in (refusal(error) or "")


@pytest.mark.parametrize("error", [failing(errno.ENOENT), OSError("thrift"), ValueError("no"), KeyError("x")])
def test_what_does_not_pass_is_no_refusal(error: Exception) -> None:
    assert refusal(error) is None


def test_an_error_becomes_one_of_ours() -> None:
    with pytest.raises(DataError, match="is full"), raise_refusals(DataError):
        raise failing(errno.ENOSPC)


def test_a_disk_without_room_for_one_more_file_says_so(small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("size=1m,nr_inodes=3")
    (disk / "one").touch()
    (disk / "two").touch()
    with pytest.raises(OSError, match="No space") as met:
        (disk / "three").touch()
    assert sentence(met.value).startswith("The disk takes no more files")


def test_a_name_says_who_writes_it(tmp_path: Path) -> None:
    assert writer(prefix("what")) == writer(beside(tmp_path / "a-b.json").name) == here()
    assert here().pid == os.getpid()
    assert beside(tmp_path / "a") != beside(tmp_path / "b")
    for name in (".tmp-123", ".tmp-123-what", "what"):
        assert writer(name) is None


def test_a_system_that_tells_nothing_of_itself_still_has_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: _refuse())
    monkeypatch.setattr(os, "readlink", lambda _: _refuse())
    monkeypatch.setattr("socket.gethostname", lambda: "Ada's–machine")
    assert writer(prefix("what")) == here()


def _refuse() -> str:
    raise FileNotFoundError
