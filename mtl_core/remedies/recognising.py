"""Which remedy one experiment is of another."""

from __future__ import annotations

from mtl_core.experiment import Experiment
from mtl_core.records.affinity import Affinities
from mtl_core.remedies import REMEDIES
from mtl_core.remedies.grouping import share_in_groups, suggest_groups, tell_groups


def tell_remedy(before: Experiment, after: Experiment, known: Affinities | None) -> str | None:
    """What was changed, in a sentence; None where ``after`` is not ``before`` with a remedy for one of its tasks, or
    with the groups that are suggested for it. ``known`` is what was measured in a training of ``before``."""
    if len(before.task_names) < 2:
        return None
    for task in before.task_names:
        hurting = known.hurting(task) if known else ()
        for remedy in REMEDIES.values():
            if remedy.apply(before, task, hurting) == after:
                return remedy.tell(before, after, task)
    found = suggest_groups(known) if known else None
    if known and found and found.parts and share_in_groups(before, found.groups) == after:
        return tell_groups(known.tasks, found)
    return None
