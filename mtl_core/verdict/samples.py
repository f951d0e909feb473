"""What answers come to row by row, so that a metric can be taken again of any drawing of the rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample(ABC):
    """Answers about n rows, as far as one metric asks: two columns [n] of finite numbers."""

    @abstractmethod
    def values(self, weights: Array) -> Floats:
        """The metric [B] where each row counts as often as ``weights`` [B, n] says; NaN where it is not defined."""

    @abstractmethod
    def telling(self, other: Sample) -> list[npt.NDArray[np.bool_]]:
        """Kinds of rows [n] that are each needed to tell these answers from ``other``, about the same rows."""

    @property
    def value(self) -> float:
        """The metric of the rows as they are."""
        return float(self.values(np.ones((1, self.rows)))[0])

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.columns[0])

    @property
    def columns(self) -> tuple[Floats, Floats]:
        """What it is made of."""
        first, second = astuple(self)
        return first, second

    @property
    def fewest(self) -> int:
        """How many rows there are of the rarest kind that the metric needs."""
        return self.rows

    @property
    def is_share(self) -> bool:
        """Whether it counts which rows are right."""
        return False

    def take(self, places: Array) -> Sample:
        """The same of some rows."""
        return type(self)(*(column[places] for column in self.columns))


@dataclass(frozen=True)
class Ratio(Sample):
    """A sum by a sum: errors or hits by rows, an F1 as twice the hits by all that is said or wanted."""

    amounts: Floats
    sizes: Floats

    def values(self, weights: Array) -> Floats:
        """Sum of amounts by sum of sizes."""
        sums = weights @ np.column_stack(self.columns)
        return _divide(sums[:, 0], sums[:, 1])

    def telling(self, other: Sample) -> list[npt.NDArray[np.bool_]]:
        """The rows in which they differ."""
        pairs = zip(self.columns, other.columns, strict=True)
        return [np.any([mine != theirs for mine, theirs in pairs], axis=0)]

    @property
    def is_share(self) -> bool:
        """Each row counts once, and is right or not."""
        return bool((self.sizes == 1).all() and np.isin(self.amounts, (0.0, 1.0)).all())


@dataclass(frozen=True)
class Ranking(Sample):
    """The area under the ROC curve: how many pairs of one positive and one other row are in order; a tie is half."""

    scores: Floats
    positive: Floats  # 1, or 0, or -1 of a row that is neither

    def values(self, weights: Array) -> Floats:
        """Over all pairs, each as often as its rows' weights multiplied."""
        order = np.argsort(self.scores, kind="stable")
        starts = np.flatnonzero(np.diff(self.scores[order], prepend=-np.inf))
        ordered, positive = weights[:, order], self.positive[order]
        yes, no = (np.add.reduceat(ordered * (positive == part), starts, axis=1) for part in (1, 0))
        below = np.cumsum(no, axis=1) - no / 2
        return _divide((yes * below).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1))

    def telling(self, other: Sample) -> list[npt.NDArray[np.bool_]]:
        """Positive and other rows, of which both are needed, of whose pairs others are in order."""
        differ = _count_ordered(self.scores, self.positive) != _count_ordered(*other.columns)
        return [differ & (self.positive == part) for part in (1, 0)]

    @property
    def fewest(self) -> int:
        """Of positive or of other rows."""
        return int(min((self.positive == 1).sum(), (self.positive == 0).sum()))


_KINDS: Mapping[str, Callable[[Floats, Floats], Sample]] = {"auc": Ranking}


def make_sample(metric: str, first: npt.ArrayLike, second: npt.ArrayLike) -> Sample:
    """The sample of a metric from its two columns [n]; all but the AUC are ratios of sums."""
    return _KINDS.get(metric, Ratio)(np.asarray(first, np.float64), np.asarray(second, np.float64))


def _count_ordered(scores: Floats, positive: Floats) -> Array:
    """In how many of its pairs, of one positive and one other row, each row [n] is above and not below, ties half;
    twice that, which is whole."""
    counted = np.zeros(len(scores), dtype=np.int64)
    for part, beyond in ((1, 0), (0, 1)):
        mine, others = scores[positive == part], np.sort(scores[positive == beyond])
        counted[positive == part] = sum(np.searchsorted(others, mine, side=side) for side in ("left", "right"))
    return counted


def _divide(above: Floats, below: Floats) -> Floats:
    found: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return found
