"""The store: all records behind one name, the only thing that web and workers share; adds no rule of its own."""

from __future__ import annotations

import time
from collections.abc import Callable

from mtl_core.runs.command_records import CommandRecords
from mtl_core.runs.comparisons import Comparison, ComparisonRecords, Wanted
from mtl_core.runs.database import Database
from mtl_core.runs.datasets import DatasetRecords, DatasetRow
from mtl_core.runs.drafts import Draft, DraftRecords
from mtl_core.runs.events import Entry, EventRecords, Report
from mtl_core.runs.kept_record import KeptRecords
from mtl_core.runs.leases import Lease, LeaseError
from mtl_core.runs.marks import Mark, MarkRecords
from mtl_core.runs.runs import Parent, Run, RunRecords
from mtl_core.runs.workers import Load, WorkerRecords

__all__ = [
    "Comparison",
    "DatasetRow",
    "Draft",
    "Entry",
    "Lease",
    "LeaseError",
    "Load",
    "Mark",
    "Parent",
    "Report",
    "Run",
    "Store",
    "Wanted",
]


class Store(
    DatasetRecords,
    DraftRecords,
    RunRecords,
    ComparisonRecords,
    EventRecords,
    CommandRecords,
    KeptRecords,
    MarkRecords,
    WorkerRecords,
):
    """The records at ``url`` (``sqlite:///PATH`` or ``postgresql://…``). Every function may raise StoreError.

    May be shared by threads; every process opens its own. What belongs to a person takes an ``owner``, and one owner
    never sees another's.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(Database(url), clock)

    @property
    def url(self) -> str:
        """Where the records are."""
        return self._database.url

    def check(self) -> None:
        """Raise StoreError where the records are damaged."""
        self._database.check()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()
