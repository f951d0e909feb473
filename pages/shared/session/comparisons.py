"""Comparisons on the draft's table, of balancing methods or of other settings."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from mtl_core.comparison.comparing import Entry
from mtl_core.errors import MTLError
from mtl_core.runs.store import Comparison, Wanted
from pages.shared import server
from pages.shared.session import address, drafts, notices, searches, twins

AT_WORK = "A comparison on this table is at work; wait for it, or stop it."


def find() -> list[Comparison]:
    """Those on the draft's table, newest first, without those that belong to a run and without searches."""
    draft = drafts.current()
    on_table = [found for found in server.store().comparisons() if draft and found.dataset_id == draft.dataset_id]
    return [found for found in on_table if not (twins.are_twins(found) or searches.is_search(found))]


def start(asked: Sequence[Entry]) -> None:
    """Queue these runs on the draft's table as one comparison, unless one is at work already: a second click changes
    nothing."""
    draft, before = drafts.current(), find()
    if draft is None or any(found.ended < found.runs for found in before):
        return
    try:
        wanted = [Wanted(entry.group, entry.name, entry.experiment.to_json()) for entry in asked]
        place = [address.workspace(), *(found.id for found in before)]
        made = sha256(" ".join([*place, *(each.experiment for each in wanted)]).encode()).hexdigest()
        server.store().create_comparison(made, draft.dataset_id, wanted)
    except MTLError as error:
        notices.say(str(error))


def stop(comparison_id: str) -> None:
    """Stop all its runs."""
    notices.attempt(server.store().stop_comparison, comparison_id)


def resume(comparison_id: str) -> None:
    """Let those of its runs that were interrupted go on."""
    notices.attempt(server.store().resume_comparison, comparison_id)


def delete(comparison_id: str) -> None:
    """Delete all its runs."""
    notices.attempt(server.store().delete_comparison, comparison_id)
