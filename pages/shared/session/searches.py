"""Searches for better settings on the draft's table, which wait behind a person's own runs."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from mtl_core.records.budget import Budget
from mtl_core.runs.store import Comparison, Run, Wanted
from pages.shared import server
from pages.shared.session import address, drafts, notices

_PREFIX, _NAME = "search-", "Better settings"


def is_search(comparison: Comparison) -> bool:
    """Whether a comparison is a search."""
    return comparison.id.startswith(_PREFIX)


def find() -> list[Comparison]:
    """Those on the draft's table, newest first."""
    draft = drafts.current()
    on_table = [found for found in server.store().comparisons() if draft and found.dataset_id == draft.dataset_id]
    return [found for found in on_table if is_search(found)]


def run_of(search: Comparison) -> Run | None:
    """The run that searches; None once it was deleted."""
    members = server.store().compared_runs(search.id)
    return members[0][1] if members else None


def start(budget: Budget) -> None:
    """Queue a search from the draft's settings, unless one is at work already: a second click changes nothing."""
    draft, before = drafts.current(), find()
    experiment = draft.experiment if draft else None
    if draft is None or experiment is None or any(found.ended < found.runs for found in before):
        return
    text = experiment.to_json()
    place = " ".join([address.workspace(), *(found.id for found in before), text])
    made = f"{_PREFIX}{sha256(place.encode()).hexdigest()}"
    wanted = [Wanted("search", _NAME, text, budget)]
    notices.attempt(server.store().create_comparison, made, draft.dataset_id, wanted)


def stop(search: Comparison) -> None:
    """End it; what it has tried so far stays."""
    notices.attempt(server.store().stop_comparison, search.id)


def resume(run: Run) -> None:
    """Go on with a search that was interrupted."""
    notices.attempt(server.store().resume_run, run.id)


def take_settings(changes: Mapping[str, Any]) -> None:
    """Put the settings found into the draft."""
    if drafts.set_fields(changes):
        notices.say("The settings found are in the draft; Undo takes them back.", "success")
