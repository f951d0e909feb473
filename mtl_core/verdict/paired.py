"""The difference of two sets of answers about the same rows, with its interval from a paired bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri, stdtrit

from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.records.verdicts import Covers, Difference
from mtl_core.verdict.samples import Array, Floats, Sample

FEWEST = 6
"""Rows (or groups) that must tell two apart before anything is claimed: if chance decides each, six go one way in one
of 32 cases, five in one of 16."""
MOST_ROWS = 20_000  # resampled; of more, so many are drawn
_DRAWS, _FEWEST_DRAWS, _CELLS = 5_000, 1_000, 2_000_000
_AT_ONCE = 2_000_000  # weights, to bound memory
_ALPHA = 0.05
_POWER = 0.8
_MOST_NEEDED = 1_000_000


def compare(
    metric: str, own: Sample, other: Sample, groups: Array | None = None, seed: int = 0, pairs: int = 1
) -> Difference | None:
    """How much better ``own`` is than ``other`` about the same n rows; None where the metric of either is not defined.
    Where so many ``pairs`` are compared at once, all their intervals hold together in 95% (Bonferroni).

    Rows are drawn anew with what both say of them, whole ``groups`` [n] of them where they belong together. The ends
    lie as far to each side as half the way between two quantiles of the differences drawn, which are moved apart as
    Student's t asks for few rows (Hesterberg, The American Statistician 69, 2015); counted are those rows that tell
    the two apart.
    """
    sign = -1.0 if metric in LOWER_IS_BETTER else 1.0
    value = sign * (own.value - other.value)
    if not np.isfinite(value):
        return None
    units = Units.of(own.rows, groups)
    telling = min(units.count(mask) for mask in own.telling(other))
    return enclose(value, telling, units, _Drawing(own, other, units, seed).values, pairs)


def enclose(value: float, telling: int, units: Units, draw: Callable[[], Floats], pairs: int = 1) -> Difference:
    """The difference ``value`` in the middle of the interval that it has when ``units`` are drawn anew, of which
    ``telling`` tell the two apart; ``draw`` gives the difference [draws] of each drawing, whose spread counts."""
    low, high, needed, alpha = None, None, None, _ALPHA / pairs
    if telling >= FEWEST + np.ceil(np.log2(pairs)):  # half the chance of all going one way with each more
        reach = ndtr(-_quantile(telling, alpha))
        half = float(np.diff(np.nanquantile(draw(), [reach, 1 - reach]))[0]) / 2
        low, high, error = value - half, value + half, half / _quantile(telling, alpha)
        needed = None if low > 0 or high < 0 else count_needed(value, error, units.number, alpha)
    return Difference(
        value=value, low=low, high=high, covers=units.covers, count=units.number, telling=telling, needed=needed
    )


def find_interval(
    sample: Sample, groups: Array | None = None, alpha: float = _ALPHA, seed: int = 0
) -> tuple[float, float] | None:
    """The ends of the interval of 1 - ``alpha`` of a metric over rows like these: quantiles moved apart as in
    ``compare``, which keep within what the metric can be; None of fewer than ``FEWEST`` rows or groups."""
    units = Units.of(sample.rows, groups)
    count = min(units.number, sample.fewest)
    if count < FEWEST:
        return None
    drawn = np.concatenate([sample.values(weights) for weights in units.weights(np.random.default_rng(seed))])
    reach = ndtr(-_quantile(count, alpha))
    low, high = np.nanquantile(drawn, [reach, 1 - reach])
    return float(low), float(high)


def count_needed(value: float, error: float, count: int, alpha: float = _ALPHA) -> int | None:
    """How many instead of ``count`` would tell a difference of ``value`` 4 times out of 5: its standard ``error`` falls
    with the root, and must be 1 / (z₀.₉₇₅ + z₀.₈) of the difference. None beyond a million."""
    if not value:
        return None
    needed = count * ((ndtri(1 - alpha / 2) + ndtri(_POWER)) * error / abs(value)) ** 2
    return None if needed > _MOST_NEEDED else max(count + 1, int(np.ceil(needed)))


def _quantile(telling: int, alpha: float = _ALPHA) -> float:
    """How many standard errors an interval reaches to each side."""
    return float(np.sqrt(telling / (telling - 1)) * stdtrit(telling - 1, 1 - alpha / 2))


@dataclass(frozen=True)
class Units:
    """What is drawn: rows, or groups of them; ``places`` [n] says which one each row belongs to."""

    places: npt.NDArray[np.int64]
    number: int
    covers: Covers

    @classmethod
    def of(cls, rows: int, groups: Array | None) -> Units:
        if groups is None:
            return cls(np.arange(rows), rows, "rows")
        names, places = np.unique(groups.astype(str), return_inverse=True)
        return cls(places, len(names), "groups")

    def count(self, mask: npt.NDArray[np.bool_]) -> int:
        """How many have a row of the ``mask`` [n]."""
        return len(np.unique(self.places[mask]))

    def weights(self, random: np.random.Generator) -> Iterator[Array]:
        """How often each row is drawn [some, n], until there are enough drawings."""
        rows = len(self.places)
        draws = int(np.clip(_CELLS // rows, _FEWEST_DRAWS, _DRAWS))
        step = max(1, _AT_ONCE // rows)
        for start in range(0, draws, step):
            some = min(step, draws - start)
            drawn = random.integers(self.number, size=(some, self.number))
            drawn += np.arange(some)[:, None] * self.number
            counts = np.bincount(drawn.ravel(), minlength=some * self.number).reshape(some, self.number)
            yield counts[:, self.places].astype(np.float64)


@dataclass(frozen=True)
class _Drawing:
    """Both sets of answers, drawn again and again."""

    own: Sample
    other: Sample
    units: Units
    seed: int

    def values(self) -> Floats:
        """Their differences [draws], whose spread is right: of many units some are drawn, and it falls with the root of
        their number (Politis, Romano & Wolf, Subsampling, 1999, ch. 2)."""
        random = np.random.default_rng(self.seed)
        own, other, units, shrunk = self.own, self.other, self.units, 1.0
        if units.number > MOST_ROWS:
            kept = np.isin(units.places, random.choice(units.number, MOST_ROWS, replace=False))
            own, other = own.take(kept), other.take(kept)
            shrunk = float(np.sqrt(MOST_ROWS / units.number))
            units = Units(np.unique(units.places[kept], return_inverse=True)[1], MOST_ROWS, units.covers)
        return shrunk * np.concatenate([own.values(w) - other.values(w) for w in units.weights(random)])
