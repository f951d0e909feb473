"""Share in another way, in which no task has to take what another one wants."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.experiment import WAYS, Experiment
from mtl_core.experiment.sharing import choosing, way_of
from mtl_core.remedies.remedy import Remedy

_INSTEAD = ("cgc", "cross_stitch")  # the first that it is not yet
_SAID = "The network is {now} in place of {before}. {summary}"


class OtherWay(Remedy):
    """Own and shared experts, made against tasks that hurt each other (Tang et al., RecSys 2020); where they hurt, too,
    networks that each take over as much of the others as helps them."""

    id = "other_way"
    place = 3
    title = "Share in another way"

    def apply(self, experiment: Experiment, task: str, hurting: Sequence[str] = ()) -> Experiment | None:
        name = next(name for name in _INSTEAD if name != way_of(experiment.sharing))
        wanted = choosing(experiment.sharing, name)
        return experiment.with_changes({f"sharing.{field}": value for field, value in wanted.items()})

    def tell(self, before: Experiment, after: Experiment, task: str) -> str:
        was, now = (WAYS[way_of(experiment.sharing)] for experiment in (before, after))
        return _SAID.format(before=f'"{was.title}"', now=f'"{now.title}"', summary=now.summary)


REMEDY = OtherWay()
