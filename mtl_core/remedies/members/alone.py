"""Learn the task alone."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.comparison.comparing import list_twins
from mtl_core.experiment import Experiment
from mtl_core.remedies.remedy import Remedy

_SAID = '"{task}" is learnt alone, on the same rows, by a network of the same width; the others are left out.'


class Alone(Remedy):
    """The network that it was compared with."""

    id = "alone"
    place = 5
    title = "Learn it alone"

    def apply(self, experiment: Experiment, task: str, hurting: Sequence[str] = ()) -> Experiment | None:
        return next(entry.experiment for entry in list_twins(experiment) if entry.experiment.task_names == (task,))

    def tell(self, before: Experiment, after: Experiment, task: str) -> str:
        return _SAID.format(task=task)


REMEDY = Alone()
