"""Rows that several tasks get wrong together, and whether they are more than unrelated mistakes would bring about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mtl_core.verdict.samples import Array

_DRAWS = 2_000
_CELLS = 20_000_000  # drawn in all, to bound time
_SENTENCE = (
    "In {wrong:,} of {rows:,} test rows with labels of two or more tasks, two or more are wrong; were the mistakes of "
    "the tasks unrelated, it would be {low:,} to {high:,} (95% of drawings){verdict}."
)
_VERDICTS = {
    1: ", so some rows are hard for several tasks",
    -1: ", so the tasks err on different rows",
    0: ", so no relation can be told",
}

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Mistakes:
    """Of the n rows at ``positions`` [n] of the table, which tasks' labels are ``known`` [n, tasks] and which of these
    are answered ``wrong`` [n, tasks]."""

    positions: Array
    known: Flags
    wrong: Flags

    @classmethod
    def of(cls, positions: Array, tasks: Sequence[tuple[Flags, Flags]]) -> Mistakes:
        """Of tasks' ``known`` [n] and ``wrong`` [n]; only the rows that two or more tasks have labels of."""
        known, wrong = (np.column_stack(parts) for parts in zip(*tasks, strict=True))
        kept = known.sum(axis=1) > 1
        return cls(positions[kept], known[kept], (wrong & known)[kept])

    @property
    def worst(self) -> Array:
        """The places of rows that two or more tasks get wrong, those of most tasks first [some]."""
        counts = self.wrong.sum(axis=1)
        order = np.argsort(-counts, kind="stable")
        places: Array = order[counts[order] > 1]
        return places

    def sentence(self) -> str:
        """How many, beside unrelated mistakes; the drawings deal each task's mistakes to other rows with its label."""
        number = len(self.worst)
        low, high = self._count_unrelated()
        sign = 1 if number > high else -1 if number < low else 0
        told = {"rows": len(self.positions), "wrong": number, "low": low, "high": high}
        return _SENTENCE.format(**told, verdict=_VERDICTS[sign])

    def _count_unrelated(self) -> tuple[int, int]:
        random, cells = np.random.default_rng(0), max(1, self.wrong.size)
        places = [np.flatnonzero(column) for column in self.known.T]
        found = []
        for _ in range(int(np.clip(_CELLS // cells, 100, _DRAWS))):
            counts = np.zeros(len(self.positions), dtype=np.int64)
            for column, rows in zip(self.wrong.T, places, strict=True):
                counts[random.choice(rows, int(column.sum()), replace=False)] += 1
            found.append(int((counts > 1).sum()))
        low, high = np.quantile(found, [0.025, 0.975], method="closest_observation")
        return int(low), int(high)
