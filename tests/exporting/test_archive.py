"""A zip file of members: the same content gives the same bytes, and what no bundle is is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from mtl_core.errors import ExportError
from mtl_core.exporting.archive import Archive, pack

MEMBERS = {"b.txt": b"two", "a.txt": b"one" * 100}


def written(folder: Path, content: bytes) -> Path:
    path = folder / "bundle.zip"
    path.write_bytes(content)
    return path


def opened(folder: Path, members: Mapping[str, bytes], allowed: str = "") -> Archive:
    return Archive(written(folder, pack(members)), lambda name: name.startswith(allowed))


def test_what_is_packed_is_read_again_in_its_order_and_without_a_date(tmp_path: Path) -> None:
    assert pack(MEMBERS) == pack(dict(MEMBERS))
    archive = opened(tmp_path, MEMBERS)
    assert {name: archive.member(name, 1_000) for name in MEMBERS} == MEMBERS
    with zipfile.ZipFile(tmp_path / "bundle.zip") as plain:
        assert plain.namelist() == list(MEMBERS)
        assert {entry.date_time for entry in plain.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in plain.infolist()} == {0o644}
        assert {entry.compress_type for entry in plain.infolist()} == {zipfile.ZIP_DEFLATED}
    assert len(pack(MEMBERS, zipfile.ZIP_STORED)) > len(pack(MEMBERS))


def test_a_member_may_be_as_large_as_is_allowed_and_no_larger(tmp_path: Path) -> None:
    archive = opened(tmp_path, MEMBERS)
    assert len(archive.member("a.txt", 300)) == 300
    with pytest.raises(
        ExportError, match=r'a\.txt in bundle "bundle\.zip" is too large: expected at most 299 bytes, re'
    ):
        archive.member("a.txt", 299)


def test_a_member_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r'"bundle\.zip" is not a bundle of MTL Studio: it holds no c\.txt\.'):
        opened(tmp_path, MEMBERS).member("c.txt", 10)


@pytest.mark.parametrize("count", [256, 257])
def test_at_most_256_members_are_read(tmp_path: Path, count: int) -> None:
    members = {f"{place}.txt": b"x" for place in range(count)}
    if count <= 256:
        assert opened(tmp_path, members).member("255.txt", 1) == b"x"
    else:
        with pytest.raises(ExportError, match="it holds files that no bundle has"):
            opened(tmp_path, members)


def test_a_file_that_no_bundle_holds_is_refused(tmp_path: Path) -> None:
    assert opened(tmp_path, {"a.txt": b"x"}, allowed="a")
    with pytest.raises(ExportError, match="it holds files that no bundle has"):
        opened(tmp_path, MEMBERS, allowed="a")


@pytest.mark.parametrize("damage", [lambda content: content[:-30], lambda content: b"PK" + content[:50], lambda _: b""])
def test_what_is_damaged_is_refused(tmp_path: Path, damage: object) -> None:
    content = damage(pack(MEMBERS))  # type: ignore[operator]
    with pytest.raises(ExportError, match=r'"bundle\.zip" cannot be read: it is damaged or no bundle; export it again'):
        Archive(written(tmp_path, content), lambda _: True)


def test_a_member_whose_bytes_were_changed_is_refused(tmp_path: Path) -> None:
    content = pack(MEMBERS, zipfile.ZIP_STORED)
    archive = Archive(written(tmp_path, content.replace(b"two", b"tow")), lambda _: True)
    assert archive.member("a.txt", 1_000) == MEMBERS["a.txt"]
    with pytest.raises(ExportError, match="damaged"):
        archive.member("b.txt", 1_000)


def test_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r'There is no bundle "gone\.zip"; expected a file such as bundle\.zip'):
        Archive(tmp_path / "gone.zip", lambda _: True)


def test_what_would_unpack_to_far_more_than_it_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="it is encrypted or would unpack to 3,000,000 bytes"):
        opened(tmp_path, {"a.txt": b"0" * 3_000_000})
