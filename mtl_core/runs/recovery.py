"""Records that were damaged or lost are made anew from the folders of tables and runs."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import NamedTuple

from mtl_core.disk import raise_refusals
from mtl_core.errors import DamagedError, StoreError
from mtl_core.runs import database, kept_record
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.wording import format_count


class Recovered(NamedTuple):
    """What was listed again; ``aside`` is what the damaged file is called now, None where none was damaged."""

    runs: int
    tables: int
    unreadable: int  # folders of runs of which nothing says what they are
    aside: Path | None

    def sentence(self) -> str:
        """All of it, in words."""
        listed = "Listed again from their folders: {runs} and {tables}."
        damaged = "The damaged records are kept as {name}; drafts and runs that had not begun stand in them alone."
        unreadable = "Left as they are: {folders} that cannot be listed, since nothing in them says what they are."
        runs, tables = format_count(self.runs, "run", "runs"), format_count(self.tables, "table", "tables")
        said = [listed.format(runs=runs, tables=tables)]
        if self.aside:
            said.append(damaged.format(name=self.aside.name))
        if self.unreadable:
            said.append(unreadable.format(folders=format_count(self.unreadable, "folder", "folders")))
        return " ".join(said)


@raise_refusals(StoreError)
def recover(workspace: Workspace) -> Recovered:
    """List what lies in the folders and is not listed; records that are damaged are set aside first. Raises StoreError.

    Nothing is deleted. A training that is at work is interrupted, and can be resumed.
    """
    workspace.create()
    url = workspace.database_url
    file = database.file_of(url)
    aside = _set_aside(file) if file and _is_damaged(url) else None
    store = Store(url)
    try:
        tables = _relist_tables(store, workspace)
        found = [kept_record.read(folder) for folder in _unlisted_ids(store, workspace)]
        records = sorted(filter(None, found), key=lambda record: float(record["runs"][0]["created"]))
        runs = sum(store.relist(record) for record in records)
    finally:
        store.close()
    return Recovered(runs, tables, found.count(None), aside)


def count_unlisted(store: Store, workspace: Workspace) -> int:
    """How many runs lie in their folders and are not listed."""
    return sum((folder / kept_record.FILE).is_file() for folder in _unlisted_ids(store, workspace))


def _unlisted_ids(store: Store, workspace: Workspace) -> list[Path]:
    known = store.known_runs()
    return [folder for folder in (workspace.root / "runs").glob("[0-9a-f]*") if folder.name not in known]


def _is_damaged(url: str) -> bool:
    try:
        store = Store(url)
        try:
            store.check()
        finally:
            store.close()
    except DamagedError:
        return True
    return False


def _set_aside(file: Path) -> Path:
    """Rename the file of the records and what belongs to it; what it is called now."""
    aside = file.with_name(f"{file.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}{file.suffix}")
    for end in ("-wal", "-shm", ""):
        part = file.with_name(file.name + end)
        if part.exists():
            part.rename(aside.with_name(aside.name + end))
    return aside


def _relist_tables(store: Store, workspace: Workspace) -> int:
    """List the tables that are whole and not listed; how many."""
    known, listed = {row.id for row in store.dataset_rows()}, 0
    for path in sorted((workspace.root / "datasets").glob("[0-9a-f]*/dataset.json")):
        facts = _facts(path)
        if facts and path.parent.name not in known:
            store.add_dataset(path.parent.name, *facts)
            listed += 1
    return listed


def _facts(path: Path) -> tuple[str, int, int] | None:
    """Name, rows and columns of a table; None where its file is damaged."""
    try:
        found = json.loads(path.read_bytes())
        return str(found["name"]), int(found["rows"]), len(found["columns"])
    except (ValueError, KeyError, TypeError):
        return None
