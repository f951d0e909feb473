"""Let the task leave the shared layers earlier than the others."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import Experiment
from mtl_core.remedies.remedy import Remedy
from mtl_core.wording import format_count

_SAID = '"{task}" leaves the shared layers after {now} of them in place of {before}, and has the others for itself.'
_AT_ONCE = '"{task}" shares no layer any more: it has all {before} for itself, and the inputs\' own.'


class BranchOff(Remedy):
    """After half as many layers, where the way of sharing has layers to leave."""

    id = "branch_off"
    place = 2
    title = "Branch it off"

    def apply(self, experiment: Experiment, task: str, hurting: Sequence[str] = ()) -> Experiment | None:
        sharing = experiment.sharing
        depth = sharing.depth_of(task)
        if not depth:
            return None
        part = sharing.leaving(task, depth // 2) if sharing.leave_alone else sharing.parting(depth, {task: depth // 2})
        return experiment.with_changes({f"sharing.{field}": value for field, value in part.items()}) if part else None

    def tell(self, before: Experiment, after: Experiment, task: str) -> str:
        was, now = before.sharing.depth_of(task) or 0, after.sharing.depth_of(task) or 0
        told = format_count(was, "layer", "layers")
        return (_SAID if now else _AT_ONCE).format(task=task, now=now, before=was if now else told)


REMEDY = BranchOff()
