"""Comparisons of balancing methods on the draft's table."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from mtl_core.comparison import comparing
from mtl_core.errors import MTLError
from mtl_core.runs.store import Comparison, Wanted
from pages.shared import server
from pages.shared.session import address, drafts, notices, twins


def find() -> list[Comparison]:
    """Those on the draft's table, newest first, without those that belong to a run."""
    draft = drafts.current()
    on_table = [found for found in server.store().comparisons() if draft and found.dataset_id == draft.dataset_id]
    return [found for found in on_table if not twins.are_twins(found)]


def start(kinds: Sequence[str], seeds: int) -> None:
    """Queue the runs that compare these kinds of balancing on the draft, over so many seeds, unless such are at work
    already: a second click changes nothing."""
    draft, before = drafts.current(), find()
    experiment = draft.experiment if draft else None
    if draft is None or experiment is None or any(found.ended < found.runs for found in before):
        return
    try:
        asked = comparing.entries(experiment, kinds, range(seeds))
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
