"""The texts of an archive, one a file, into the table ``raw``: text, the folder as its label, and the file's name."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Sequence

import duckdb

from mtl_core.errors import DataError
from mtl_core.tables.limits import MAX_LINE_BYTES
from mtl_core.tables.profile import Decision
from mtl_core.tables.readers import encodings, file_format
from mtl_core.tables.readers.raw import TOO_LONG, Raw
from mtl_core.tables.readers.row_buffer import RowBuffer
from mtl_core.tables.readers.text_lines import LABEL, TEXT
from mtl_core.tables.readers.zip_members import Member, content

_FILE = "file"
_LISTED = 6


def load(connection: duckdb.DuckDBPyConnection, archive: zipfile.ZipFile, members: Sequence[Member]) -> Raw:
    """Read each file as a row into ``raw``. Raises DataError where none can be read."""
    with_labels = any(member.folder for member in members)
    raw = Raw(names=[TEXT, LABEL, _FILE] if with_labels else [TEXT, _FILE])
    gathered = RowBuffer(connection, "raw", len(raw.names), raw)
    labels: Counter[str] = Counter()
    for member in members:
        text, fault = _text(archive, member, with_labels)
        if fault:
            raw.reject(member.place, fault, member.name)
            continue
        gathered.add([text, member.folder, member.name] if with_labels else [text, member.name])
        labels[member.folder] += 1
    gathered.flush()
    gathered.require_rows("file of the archive")
    raw.decisions.append(_decision(labels, members, with_labels))
    return raw


def _text(archive: zipfile.ZipFile, member: Member, with_labels: bool) -> tuple[str, str]:
    """The text of a file, or why it cannot be a row."""
    if member.fault:
        return "", member.fault
    if with_labels and not member.folder:
        return "", "it lies in no folder that could be its label"
    if member.info.file_size > MAX_LINE_BYTES:
        return "", TOO_LONG
    try:
        found = content(archive, member)
        kind = file_format.foreign(found[:4096])
        return ("", kind) if kind else (encodings.decode(found).replace("\0", "").strip(), "")
    except DataError:
        return "", "it is damaged"
    except UnicodeDecodeError:
        return "", "it has bytes that fit no encoding"


def _decision(labels: Counter[str], members: Sequence[Member], with_labels: bool) -> Decision:
    """What became of the folders."""
    if not with_labels:
        reason = "Each file is a text; there are no folders, so there are no labels."
        return Decision(field="member", value="every file", reason=reason)
    listed = ", ".join(f"{label} ({count:,})" for label, count in labels.most_common(_LISTED))
    above = sorted({part for member in members for part in member.name.split("/")[:-2]} - {""})
    template = "Each file is a text and the folder that it lies in is its label: {listed}{more}."
    reason = template.format(listed=listed, more=", …" if len(labels) > _LISTED else "")
    if above:
        reason += f" Folders above ({', '.join(above[:_LISTED])}) are not used; the column file keeps the whole name."
    return Decision(field="member", value="every file", reason=reason)
