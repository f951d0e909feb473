"""From which probability on to say yes, where the two errors cost differently: what a threshold comes to, and which one
is cheapest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mtl_core.records.verdicts import Difference
from mtl_core.verdict.paired import compare
from mtl_core.verdict.samples import Array, make_sample
from mtl_core.wording import format_count, format_number, rough

STEPS = 1_000
"""A threshold is one of 1/1000 … 999/1000."""
FEWEST = 10
"""Rows of yes and of no each, of which a threshold is proposed."""
_METRIC = "cost"
_UNTOLD = "{start} Whether that is cheaper than 0.5 ({even} there) cannot be told with {rows:,} test rows."
_TOLD = "{start} At 0.5 it would be {even}: {difference} {word} (95% interval {low} to {high})."

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Costs:
    """What a false yes and a missed yes cost, in one unit."""

    false_alarm: float = 1.0
    miss: float = 1.0

    @property
    def even(self) -> float:
        """The threshold for probabilities that mean what they say (Elkan, IJCAI 2001, eq. 2)."""
        return self.false_alarm / (self.false_alarm + self.miss)


@dataclass(frozen=True)
class Counts:
    """How many of the yes are found and missed, how many of the no are false alarms and rightly passed."""

    found: int
    missed: int
    false_alarms: int
    passed: int

    @property
    def table(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """As a confusion matrix of no and yes: truly down, said across."""
        return (self.passed, self.false_alarms), (self.missed, self.found)

    def sentence(self, yes: str) -> str:
        """In words."""
        template = 'Finds {found:,} of {yes:,} "{name}", with {alarms} among {others}.'
        alarms = format_count(self.false_alarms, "false alarm", "false alarms")
        others = format_count(self.false_alarms + self.passed, "other", "others")
        told = {"found": self.found, "yes": self.found + self.missed, "name": yes}
        return template.format(**told, alarms=alarms, others=others)


@dataclass(frozen=True)
class YesNo:
    """Rows of which it is known whether they are ``yes`` [n], and the ``chances`` [n] that they are, as the network
    gives them (float32); ``groups`` [n] are those that the table was split by, if it was."""

    yes: npt.NDArray[np.bool_]
    chances: Floats
    groups: Array | None = None

    @classmethod
    def of(cls, true: Array, chances: Array, classes: Sequence[str], groups: Array | None = None) -> YesNo:
        """Of labels ``true`` [n] and the chances [n, 2] of the two ``classes``, those rows that have one of these."""
        known = np.isin(true.astype(object), list(classes))
        part = None if groups is None else groups[known]
        return cls(true[known] == classes[1], chances[known, 1].astype(np.float32), part)

    def count(self, threshold: float) -> Counts:
        """What comes of saying yes from ``threshold`` on."""
        said = self.chances >= threshold
        hits, alarms = int((said & self.yes).sum()), int((said & ~self.yes).sum())
        return Counts(hits, int(self.yes.sum()) - hits, alarms, int((~self.yes).sum()) - alarms)

    def costs(self, threshold: float, costs: Costs) -> npt.NDArray[np.float64]:
        """Row by row [n]."""
        said = self.chances >= threshold
        return np.where(said & ~self.yes, costs.false_alarm, np.where(~said & self.yes, costs.miss, 0.0))


def propose_threshold(known: YesNo, costs: Costs) -> float | None:
    """The threshold that costs least on these rows, of equals the one next to ``costs.even``; None where they are too
    few of either, or an error costs nothing at all."""
    if min(known.yes.sum(), (~known.yes).sum()) < FEWEST or min(costs.false_alarm, costs.miss) <= 0:
        return None
    grid = np.arange(1, STEPS) / STEPS
    cuts = grid.astype(np.float32)
    yes, no = np.sort(known.chances[known.yes]), np.sort(known.chances[~known.yes])
    total = costs.miss * np.searchsorted(yes, cuts) + costs.false_alarm * (len(no) - np.searchsorted(no, cuts))
    cheapest = grid[np.isclose(total, total.min(), rtol=1e-12, atol=0)]  # sums of the same costs, but for rounding
    return float(cheapest[np.abs(cheapest - costs.even).argmin()])


def tell_costs(known: YesNo, threshold: float, costs: Costs, even: float = 0.5) -> str:
    """What a threshold costs on these rows, and whether that is less than at an even chance; the interval is over rows
    like these, not over the choice."""
    own, other = (known.costs(cut, costs) for cut in (threshold, even))
    template = "At {threshold:.3g} the errors on the test rows cost {own} a hundred rows."
    start = template.format(threshold=threshold, own=format_number(100 * own.mean()))
    if threshold == even:
        return start
    found = _compare(own, other, known.groups)
    even_costs = format_number(100 * other.mean())
    if found is None or not found.sign:
        return _UNTOLD.format(start=start, even=even_costs, rows=len(own))
    low, high = sorted(100 * abs(end) for end in (found.low or 0.0, found.high or 0.0))
    told = {"difference": rough(100 * found.value), "low": rough(low), "high": rough(high)}
    return _TOLD.format(start=start, even=even_costs, word="less" if found.sign > 0 else "more", **told)


def _compare(own: npt.NDArray[np.float64], other: npt.NDArray[np.float64], groups: Array | None) -> Difference | None:
    ones = np.ones(len(own))
    return compare(_METRIC, make_sample(_METRIC, own, ones), make_sample(_METRIC, other, ones), groups)
