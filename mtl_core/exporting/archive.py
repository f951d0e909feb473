"""A bundle as one zip file: written so that the same content gives the same bytes, read with distrust."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from mtl_core.errors import ExportError

LARGEST = 1024**3  # bytes, packed or unpacked
_MEMBERS = 256
_RATIO = 200
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)


def pack(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of ``members`` in their order, with no date in it, so that it depends on nothing else."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)  # dated 1980
            entry.compress_type = compression
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


class Archive:
    """The members of a bundle that somebody brought, read into memory one by one. Raises ExportError."""

    def __init__(self, path: Path, is_allowed: Callable[[str], bool]) -> None:
        """``is_allowed`` says of a path whether a bundle may hold a file there."""
        self._path = path
        self._is_allowed = is_allowed
        size = self._read_size()
        if size > LARGEST:
            template = '"{name}" is too large for a bundle: expected at most {most:,} bytes, received {size:,}.'
            raise ExportError(template.format(name=path.name, most=LARGEST, size=size))
        try:
            with zipfile.ZipFile(path) as archive:
                self._entries = {entry.filename: entry for entry in self._check(archive.infolist(), size)}
        except _DAMAGED as error:
            raise self._damage_error() from error

    def member(self, name: str, most: int) -> bytes:
        """The content of member ``name``, of at most ``most`` bytes."""
        entry = self._entries.get(name)
        if entry is None:
            template = '"{path}" is not a bundle of MTL Studio: it holds no {name}.'
            raise ExportError(template.format(path=self._path.name, name=name))
        if entry.file_size > most:
            template = '{name} in bundle "{path}" is too large: expected at most {most:,} bytes, received {size:,}.'
            raise ExportError(template.format(name=name, path=self._path.name, most=most, size=entry.file_size))
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(entry.filename) as file:
                content = file.read(most + 1)
        except _DAMAGED as error:
            raise self._damage_error() from error
        if len(content) != entry.file_size:
            raise self._damage_error()
        return content

    def _read_size(self) -> int:
        if not self._path.is_file():
            template = 'There is no bundle "{name}"; expected a file such as bundle.zip.'
            raise ExportError(template.format(name=self._path.name))
        return self._path.stat().st_size

    def _check(self, entries: list[zipfile.ZipInfo], size: int) -> list[zipfile.ZipInfo]:
        """The zip directory, if it lists nothing but what a bundle may hold."""
        names = [entry.filename for entry in entries]
        total = sum(entry.file_size for entry in entries)
        if len(names) > _MEMBERS or len(set(names)) < len(names) or not all(map(self._is_allowed, names)):
            template = '"{path}" is not a bundle of MTL Studio: it holds files that no bundle has.'
            raise ExportError(template.format(path=self._path.name))
        if total > min(LARGEST, size * _RATIO) or any(entry.flag_bits & _ENCRYPTED for entry in entries):
            template = '"{path}" cannot be read: it is encrypted or would unpack to {total:,} bytes.'
            raise ExportError(template.format(path=self._path.name, total=total))
        return entries

    def _damage_error(self) -> ExportError:
        template = '"{path}" cannot be read: it is damaged or no bundle; export it again.'
        return ExportError(template.format(path=self._path.name))
