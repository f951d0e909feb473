"""Who helps whom over a whole training, from what was seen now and then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from mtl_core.records.affinity import Affinities, Affinity, AffinityLook, Rows
from mtl_core.verdict.paired import FEWEST
from mtl_core.wording import format_number

_DRAWS = 2_000
_CHANCE = 0.025  # on either side of an interval of 95%
Weights = Sequence[Sequence[float]]


def average_looks(looks: Sequence[AffinityLook], tasks: Sequence[str], rate: float) -> Affinities:
    """The means over ``looks``, at least one, with their 95% intervals; ``rate`` is that of the steps.

    Looks are drawn anew (bootstrap), since what tasks do to each other falls so steeply while they learn that
    Student's t would tell little. The ends are moved apart as few looks ask for (the expanded percentile interval:
    Hesterberg, The American Statistician 69, 2015). They cover other moments of this training, no other seed.
    """
    return Affinities(
        tasks=tuple(tasks),
        rate=rate,
        epochs=tuple(look.epoch for look in looks),
        ahead=_average([look.ahead for look in looks]),
        first_order=_average([look.first_order for look in looks]),
    )


def _average(looks: Sequence[Rows]) -> tuple[tuple[Affinity | None, ...], ...]:
    values = np.array(looks, dtype=np.float64)  # None becomes NaN
    count, number, _ = values.shape
    flat = values.reshape(count, -1)
    known = np.isfinite(flat)
    found: list[Affinity | None] = [None] * number**2
    for pattern in np.unique(known, axis=1).T:  # pairs that were seen in the same looks
        places = np.flatnonzero((known == pattern[:, None]).all(axis=0))
        for place, mean in zip(places, _means(flat[pattern][:, places]), strict=False):  # never seen: none
            found[place] = mean
    return tuple(tuple(found[one * number : (one + 1) * number]) for one in range(number))


def _means(values: np.ndarray) -> Iterator[Affinity]:
    """Those of the columns of ``values`` [looks, pairs]; none without a look."""
    count = len(values)
    if not count:
        return
    means = values.mean(axis=0)
    if count < FEWEST:
        yield from (Affinity(value=value) for value in means.tolist())
        return
    reach = np.sqrt(count / (count - 1)) * stdtrit(count - 1, 0.975)
    drawn = np.random.default_rng(0).integers(count, size=(_DRAWS, count))
    ends = np.quantile(values[drawn].mean(axis=1), ndtr([-reach, reach]), axis=0)
    triples = zip(means.tolist(), *ends.tolist(), strict=True)
    yield from (Affinity(value=value, low=low, high=high) for value, low, high in triples)


def exceeds_chance(known: Affinities, own: Weights, other: Weights, ways: int) -> bool:
    """Whether the sum of affinities that each count by ``own`` [tasks][tasks] is above that by the ``other`` weights
    with its 95% interval, which widens with the number of ``ways`` of which the best one is asked about (Bonferroni).
    Pairs are taken as independent, and those without an interval say nothing."""
    change = np.subtract(own, other)
    value, low, high = np.array([_known_ends(cell) for row in known.ahead for cell in row]).T.reshape(3, *change.shape)
    error = np.linalg.norm(change * (high - low)) / 2 / ndtri(1 - _CHANCE)
    return bool((change * value).sum() > ndtri(1 - _CHANCE / max(1, ways)) * error)


def _known_ends(cell: Affinity | None) -> tuple[float, float, float]:
    if cell is None or cell.low is None or cell.high is None:
        return 0.0, 0.0, 0.0
    return cell.value, cell.low, cell.high


def format_affinity(value: float) -> str:
    """An affinity as it is written everywhere, a share of a loss in two digits: "+0.12%", "−3.4%"."""
    size = float(f"{100 * abs(value):.2g}")
    return f"{'−' if value < 0 < size else '+' if size else ''}{format_number(size)}%"
