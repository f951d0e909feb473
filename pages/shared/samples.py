"""The sample tables that come with the product: their cards, and opening one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from mtl_core.experiment import Task
from mtl_core.tables.intake.uploads import take_in
from pages.shared import draft_data, server
from pages.shared.session import drafts

FOLDER = Path(__file__).parents[2] / "sample_data"


@dataclass(frozen=True)
class Sample:
    """One card of the Start page."""

    id: str
    title: str
    sentence: str
    file: str
    tasks: tuple[Task, ...]


def cards() -> list[Sample]:
    """The samples in the order of ``cards.json``."""
    listed = json.loads((FOLDER / "cards.json").read_text(encoding="utf-8"))
    return [Sample(**{**card, "tasks": tuple(Task(**task) for task in card["tasks"])}) for card in listed]


def begin(sample: Sample) -> None:
    """Read the sample's table and make it the current one, its tasks chosen. Raises DataError."""
    dataset = take_in(FOLDER / sample.file, sample.file, server.workspace().root)
    drafts.begin(dataset, draft_data.with_tasks(draft_data.blank(dataset), sample.tasks))
