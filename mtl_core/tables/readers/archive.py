"""A zip into the table ``raw``: one table file, texts beside their labels, or texts in folders named by the label.

What an archive's files are called is text to show or compare, never a path; nothing is unpacked but under our names.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from mtl_core.errors import DataError
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers import folders, text_label_pair
from mtl_core.tables.readers.raw import Raw
from mtl_core.tables.readers.zip_members import Member, list_members, unpack

Reader = Callable[[Path, Path, ReadingOptions], Raw]
"""Reads the file at a path, with a folder to work in, into ``raw``."""

_TABLE = re.compile(r"\.(csv|tsv|tab|xlsx|parquet|jsonl?|ndjson|conllu?|conll\w*|bio|iob2?)$", re.IGNORECASE)


def load(
    connection: duckdb.DuckDBPyConnection, source: Path, scratch: Path, options: ReadingOptions, read: Reader
) -> Raw:
    """Read what the archive holds into ``raw``. Raises DataError."""
    with zipfile.ZipFile(source) as archive:
        members, aside = list_members(archive, source.stat().st_size)
        raw = (
            _pair(connection, archive, members, scratch, options, read)
            or _one(archive, members, scratch, options, read)
            or folders.load(connection, archive, members)
        )
    if aside:
        raw.notes.append(f"Left aside in the archive: {', '.join(aside)[:300]}.")
    return raw


def _pair(
    connection: duckdb.DuckDBPyConnection,
    archive: zipfile.ZipFile,
    members: Sequence[Member],
    scratch: Path,
    options: ReadingOptions,
    read: Reader,
) -> Raw | None:
    """Texts beside their labels, where the archive holds two such files and nothing else. Raises DataError."""
    if len(members) != 2 or members[0].folder != members[1].folder or options.member:
        return None
    return text_label_pair.load(connection, {member.name: unpack(archive, member, scratch) for member in members}, read)


def _one(
    archive: zipfile.ZipFile, members: Sequence[Member], scratch: Path, options: ReadingOptions, read: Reader
) -> Raw | None:
    """One table, the largest unless another is asked for; None where most files are none. Raises DataError."""
    candidates = members if len(members) == 1 else [member for member in members if _TABLE.search(member.name)]
    if not options.member and 2 * len(candidates) < len(members):  # a list that lies beside texts
        return None
    names = [member.name for member in sorted(candidates, key=lambda member: (-member.info.file_size, member.place))]
    value = options.member or names[0]
    chosen = next((member for member in candidates if member.name == value), None)
    if chosen is None:
        template = 'The archive has no table "{asked}"; it has {names}.'
        raise DataError(template.format(asked=value[:100], names=", ".join(names)[:300]))
    template = "You chose it." if options.member else "It is the only file." if len(names) == 1 else ""
    reason = template or f"It is the largest of {len(names):,} tables; the others are not read."
    raw = read(unpack(archive, chosen, scratch), scratch / f"member{chosen.place}", options)
    others = tuple(name for name in names if name != value)
    raw.decisions.insert(0, Decision(field="member", value=value, reason=reason, alternatives=others))
    return raw
