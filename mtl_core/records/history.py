"""How a training went, once it is over (``history.json``): its curves, what it said, and what it came to."""

from __future__ import annotations

from mtl_core.records.events import EpochEvent, NoteEvent
from mtl_core.records.record import Record
from mtl_core.records.summary import RunSummary


class History(Record):
    """The epochs and sentences in their order."""

    summary: RunSummary = RunSummary()
    epochs: tuple[EpochEvent, ...] = ()
    notes: tuple[NoteEvent, ...] = ()
