"""Give those tasks a lower weight that hurt this one."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import Experiment
from mtl_core.remedies.remedy import Remedy
from mtl_core.wording import list_names

_SAID = 'The weight of {names} is halved, so that "{task}" counts for more beside {it}.'


class LowerWeight(Remedy):
    """Half of what it was, of the tasks that are known to hurt it; of all others, where none is."""

    id = "lower_weight"
    place = 4
    title = "Give others a lower weight"

    def apply(self, experiment: Experiment, task: str, hurting: Sequence[str] = ()) -> Experiment | None:
        weight = experiment.balancing.weight
        others = [name for name in experiment.task_names if name != task and weight(name)]
        wanted = [name for name in others if name in hurting] or others
        if not wanted or not weight(task):
            return None
        return experiment.with_changes({f"balancing.weights.{name}": weight(name) / 2 for name in wanted})

    def tell(self, before: Experiment, after: Experiment, task: str) -> str:
        lower = [name for name in after.task_names if after.balancing.weight(name) < before.balancing.weight(name)]
        names = list_names([f'"{name}"' for name in lower])
        return _SAID.format(names=names, task=task, it="it" if len(lower) == 1 else "them")


REMEDY = LowerWeight()
