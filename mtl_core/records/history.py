"""How a training went, once it is over (``history.json``): its curves, what it said, and what it came to."""

from __future__ import annotations

from pydantic import Field

from mtl_core.records.events import EpochEvent, NoteEvent
from mtl_core.records.record import Record
from mtl_core.records.summary import RunSummary


class History(Record):
    """The epochs and sentences in their order; ``alone`` has by task the epochs of a network that learnt it alone, in
    which it is t0."""

    summary: RunSummary = RunSummary()
    epochs: tuple[EpochEvent, ...] = ()
    notes: tuple[NoteEvent, ...] = ()
    alone: dict[str, tuple[EpochEvent, ...]] = Field(default_factory=dict)
