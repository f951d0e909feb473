"""The answers that a run keeps about rows that it did not learn from: the test and the validation rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.target_encoder import TargetEncoder

TEST, VALIDATION = "predictions.parquet", "validation.parquet"
Array = npt.NDArray[Any]


@dataclass(frozen=True)
class TaskAnswers:
    """What a task says about n rows of the table at ``positions`` [n]: ``true`` and ``given`` cells [n], true ones
    missing where there is no label, and the ``chances`` of its classes [n, K], K = 0 where it has none."""

    positions: Array
    true: Array
    given: Array
    chances: Array

    @property
    def labelled(self) -> TaskAnswers:
        """Those about rows with a label."""
        return self.take(np.flatnonzero(~pd.isna(self.true)))

    def count_cells(self) -> dict[tuple[str, str], int]:
        """How many rows have each true label together with each answer: wrong answers first, the commonest first."""
        counts = Counter(zip(self.true.tolist(), self.given.tolist(), strict=True))
        return dict(sorted(counts.items(), key=lambda item: (item[0][0] == item[0][1], -item[1], item[0])))

    def of_cell(self, true: str, given: str) -> TaskAnswers:
        """The rows with that true label and that answer, those first that the answer is surest of."""
        places = np.flatnonzero((self.true == true) & (self.given == given))
        return self.take(places[np.argsort(-self.sure[places], kind="stable")])

    @property
    def sure(self) -> Array:
        """The chance of the likeliest class [n]."""
        highest: Array = self.chances.max(axis=1)
        return highest

    def first(self, most: int) -> TaskAnswers:
        """At most so many of them."""
        return self.take(np.arange(min(most, len(self.positions))))

    def take(self, places: Array) -> TaskAnswers:
        """Those about some rows."""
        return TaskAnswers(self.positions[places], self.true[places], self.given[places], self.chances[places])


def read_answers(path: Path, space: FeatureSpace) -> tuple[TaskAnswers, ...]:
    """Task by task; none where the file is not there, as of a run of an earlier version."""
    if not path.is_file():
        return ()
    table = pd.read_parquet(path)
    positions = table.iloc[:, 0].to_numpy()
    return tuple(
        TaskAnswers(
            positions,
            table.iloc[:, 1 + slot].to_numpy(),
            table.iloc[:, given].to_numpy(),
            table.iloc[:, given + 1 : given + 1 + classes].to_numpy(),
        )
        for slot, (given, classes) in enumerate(_places(space))
    )


def conclude_again(path: Path, space: FeatureSpace) -> pd.DataFrame:
    """The table in that file with the answers of yes-no tasks as ``space`` concludes them now."""
    table = pd.read_parquet(path)
    for target, (given, classes) in zip(space.targets, _places(space), strict=True):
        if target.threshold is not None:
            yes = table.iloc[:, [given + classes]].to_numpy()
            table.isetitem(given, target.conclude(yes))
    return table


def _places(space: FeatureSpace) -> Iterator[tuple[int, int]]:
    """Of each task the place of its answer in such a table, which begins with the position and the true labels, and how
    many classes' chances follow there."""
    place = 1 + len(space.targets)
    for target in space.targets:
        yield place, (classes := count_chances(target))
        place += 1 + classes


def count_chances(target: TargetEncoder) -> int:
    """Of how many classes its answers tell the chances."""
    shares = target.chances(np.zeros((0, target.outputs)))
    return 0 if shares is None else shares.shape[1]
