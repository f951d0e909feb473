"""What a network's answers rest on: permutation importance of each input for each task, with its interval.

An input's cells are dealt to other rows, and the answers judged again (Breiman, Machine Learning 45, 2001, section 10;
Fisher, Rudin & Dominici, JMLR 20, 2019, "model reliance"). It holds for any network, since all it needs are outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.report import JUDGES
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.plan import OutputTask
from mtl_core.records.importance import ColumnImportance, Importances, TaskImportance
from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.verdict.samples import Floats, Sample

Array = npt.NDArray[Any]
Inputs = Mapping[str, Array]
Predict = Callable[[Inputs], list[Array]]

_ROWS = 500
_REPEATS = 5
_CELLS = 150_000  # rows × inputs × repeats that the network is asked about, so that it takes a second or two
_DRAWS = 300  # of the rows with replacement: the standard error is known to 4 %
_SIDE = 1.96  # standard errors that a 95% interval reaches to each side


def importances(
    space: FeatureSpace, predict: Predict, frame: pd.DataFrame, train: pd.DataFrame, metrics: Sequence[str]
) -> Importances:
    """How much each input counts for each task in (at most 500 of) the rows of ``frame``; ``metrics`` has what each
    task is told by. ``predict`` gives a served model's outputs for encoded rows."""
    random = np.random.default_rng(0)
    if len(frame) > _ROWS:
        frame = frame.take(np.sort(random.choice(len(frame), _ROWS, replace=False)))
    repeats = int(np.clip(_CELLS // max(len(frame) * len(space.columns), 1), 1, _REPEATS))
    encoded = space.transform(frame)
    weights = random.multinomial(len(frame), np.full(len(frame), 1 / len(frame)), size=_DRAWS).astype(np.float64)
    asked = zip(plan_shapes.tasks(space), space.targets, metrics, predict(encoded), strict=True)
    known = [_Look.of(slot, *each, frame, train, weights) for slot, each in enumerate(asked)]
    looks = [look for look in known if np.isfinite(look.own)]
    found: list[list[ColumnImportance]] = [[] for _ in looks]
    for place, column in enumerate(space.columns):
        dealt = [space.deal(encoded, place, random.permutation(len(frame))) for _ in range(repeats)]
        outputs = predict({name: np.concatenate([each[name] for each in dealt]) for name in encoded})  # one call
        for look, columns in zip(looks, found, strict=True):
            said = [space.targets[look.slot].constrain(each, frame) for each in np.split(outputs[look.slot], repeats)]
            columns.append(look.compare(column.name, said))
    return Importances(
        rows=len(frame),
        repeats=repeats,
        tasks=tuple(
            TaskImportance(
                id=look.task.id,
                name=look.task.name,
                metric=look.metric,
                columns=tuple(sorted(filter(_is_known, columns), key=lambda each: -each.fall)),
            )
            for look, columns in zip(looks, found, strict=True)
        ),
    )


@dataclass(frozen=True)
class _Look:
    """One task, its labelled rows at ``places``, and what the answers come to in each drawing of them."""

    slot: int
    task: OutputTask
    metric: str
    true: Array
    learnt: Array
    places: Array
    weights: Floats  # [B, n]
    own: float
    drawn: Floats  # [B]

    @classmethod
    def of(
        cls,
        slot: int,
        task: OutputTask,
        target: TargetEncoder,
        metric: str,
        output: Array,
        frame: pd.DataFrame,
        train: pd.DataFrame,
        weights: Floats,
    ) -> _Look:
        """The look at a task; its own metric is NaN where it is not defined, as without a labelled row."""
        true, learnt = target.truth(frame), target.truth(train)
        places = np.flatnonzero(~pd.isna(true))
        empty = cls(
            slot, task, metric, true[places], learnt[~pd.isna(learnt)], places, weights[:, places], np.nan, np.empty(0)
        )
        if not len(places):
            return empty
        sample = empty.sample(target.constrain(output, frame))
        return replace(empty, own=sample.value, drawn=sample.values(empty.weights))

    def sample(self, output: Array) -> Sample:
        """What the metric is made of."""
        judge = JUDGES[self.task.kind]
        return judge.sample(self.task, self.metric, self.true, output[self.places], self.learnt)

    def compare(self, name: str, outputs: Sequence[Array]) -> ColumnImportance:
        """One input: ``outputs`` [n, …] with its cells dealt anew, once for each repeat.

        The error is that of the mean over repeats: of the rows, by drawing them anew, and of the dealing.
        """
        sign = -1.0 if self.metric in LOWER_IS_BETTER else 1.0
        samples = [self.sample(output) for output in outputs]
        falls = sign * (self.own - np.array([sample.value for sample in samples]))
        moved = sign * (self.drawn - np.mean([sample.values(self.weights) for sample in samples], axis=0))
        error = float(np.hypot(np.nanstd(moved), np.std(falls) / np.sqrt(max(len(falls) - 1, 1))))
        fall = float(falls.mean())
        return ColumnImportance(column=name, fall=fall, low=fall - _SIDE * error, high=fall + _SIDE * error)


def _is_known(column: ColumnImportance) -> bool:
    """Whether the metric was defined with the cells dealt anew; an F1 is not where nothing is said any more."""
    return bool(np.isfinite([column.fall, column.low, column.high]).all())
