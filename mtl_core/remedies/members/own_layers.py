"""Give the task more layers of its own."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import Experiment, Task
from mtl_core.remedies.remedy import Remedy
from mtl_core.wording import format_count

_MOST = next(rule.le for rule in Task.model_fields["head_depth"].metadata if hasattr(rule, "le"))
_SAID = '"{task}" has {now} of its own in place of {before}, after those that it shares.'


class OwnLayers(Remedy):
    """One more in its head, which every way of sharing has."""

    id = "own_layers"
    place = 1
    title = "Give it one more layer of its own"

    def apply(self, experiment: Experiment, task: str, hurting: Sequence[str] = ()) -> Experiment | None:
        depth = _depth(experiment, task)
        return None if depth >= _MOST else experiment.with_changes({f"tasks.{task}.head_depth": depth + 1})

    def tell(self, before: Experiment, after: Experiment, task: str) -> str:
        now = format_count(_depth(after, task), "layer", "layers")
        return _SAID.format(task=task, now=now, before=_depth(before, task))


def _depth(experiment: Experiment, task: str) -> int:
    return next(each.head_depth for each in experiment.tasks if each.column == task)


REMEDY = OwnLayers()
