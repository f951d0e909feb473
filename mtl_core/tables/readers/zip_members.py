"""The files of a zip, checked before anything is unpacked; what they are called is text, never a path."""

from __future__ import annotations

import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mtl_core.errors import DataError
from mtl_core.tables.limits import MAX_TEXT_FILES, MAX_UNZIP_RATIO, MAX_UNZIPPED_BYTES

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
"""What a damaged archive raises; a way of packing that is not known is a NotImplementedError."""

_HIDDEN = re.compile(r"(^|/)(\.[^./]|__MACOSX/|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_ASIDE = re.compile(r"(read.?me|licen[cs]e|copying|changelog|citation)\b[^/]*", re.IGNORECASE)
_DAMAGED = 'The file "{name}" of the archive is damaged; pack it again.'


@dataclass(frozen=True)
class Member:
    """A file of an archive; its place counts from 1."""

    place: int
    info: zipfile.ZipInfo

    @property
    def name(self) -> str:
        """What it is called, folders and all."""
        return self.info.filename.replace("\\", "/")

    @property
    def folder(self) -> str:
        """The last of the folders that it lies in; empty where it lies in none."""
        return self.name.rpartition("/")[0].rpartition("/")[2]

    @property
    def fault(self) -> str:
        """Why its name or kind forbids to read it; empty where nothing does."""
        if stat.S_ISLNK(self.info.external_attr >> 16):
            return "a link, not a file"
        outside = self.name.startswith("/") or ".." in self.name.split("/") or re.match("[A-Za-z]:/", self.name)
        return "its name leads outside the archive" if outside else ""


def list_members(archive: zipfile.ZipFile, size: int) -> tuple[list[Member], list[str]]:
    """The files to read, and the names of those that only tell about them. Raises DataError."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    members = [Member(place, info) for place, info in enumerate(infos, 1) if info.filename]
    members = [member for member in members if not _HIDDEN.search(member.name)]
    if any(member.info.flag_bits & 1 for member in members):
        raise DataError("The archive is protected by a password; pack it without one and choose it again.")
    _check_size(members, size)
    aside = [member for member in members if _ASIDE.fullmatch(member.name.rpartition("/")[2])]
    kept = [member for member in members if member not in aside] or members
    if not kept:
        raise DataError("The archive is empty; expected texts in folders, or a file with a table.")
    return kept, [member.name for member in aside] if kept is not members else []


def content(archive: zipfile.ZipFile, member: Member) -> bytes:
    """The bytes of a file, as many as the archive says that it has. Raises DataError."""
    try:
        return archive.read(member.info)
    except _BROKEN:
        raise DataError(_DAMAGED.format(name=member.name[:100])) from None


def unpack(archive: zipfile.ZipFile, member: Member, scratch: Path) -> Path:
    """A file of the archive in a folder of its own in ``scratch``. Raises DataError."""
    folder = scratch / f"member{member.place}"
    folder.mkdir(exist_ok=True)
    try:
        with archive.open(member.info) as packed, (folder / "source").open("wb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)
    except _BROKEN:
        raise DataError(_DAMAGED.format(name=member.name[:100])) from None
    return folder / "source"


def _check_size(members: Sequence[Member], size: int) -> None:
    unzipped = sum(member.info.file_size for member in members)
    if len(members) > MAX_TEXT_FILES:
        template = "The archive has {files:,} files, expected at most {limit:,}; take a sample of them."
        raise DataError(template.format(files=len(members), limit=MAX_TEXT_FILES))
    if unzipped > MAX_UNZIPPED_BYTES or (unzipped > MAX_UNZIP_RATIO * size and unzipped > 10_000_000):
        template = (
            "The archive would unpack to {unzipped:,} MB, expected at most {limit:,} MB and {ratio} times its size; "
            "take fewer or smaller files."
        )
        message = template.format(
            unzipped=unzipped // 1_000_000, limit=MAX_UNZIPPED_BYTES // 1_000_000, ratio=MAX_UNZIP_RATIO
        )
        raise DataError(message)
