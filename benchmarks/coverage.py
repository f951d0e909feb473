"""How often the other intervals hold what they promise to hold, on made answers; ``benchmarks.verdict`` asks.

Each case draws one table from a seed, and says whether each interval about it holds what is true of all tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import Ridge
from sklearn.tree import DecisionTreeRegressor

from mtl_core.evaluation.bands import LEVEL, half_width
from mtl_core.evaluation.importance import importances
from mtl_core.evaluation.judges.probabilities import probabilities
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.verdict.delta_m import Pair, measure_delta_m
from mtl_core.verdict.kept import KeptSample
from mtl_core.verdict.paired import compare, find_interval
from mtl_core.verdict.repeated import average_seeds
from mtl_core.verdict.samples import Ranking, Ratio
from mtl_core.verdict.shares import share_interval

Holds = Callable[[np.random.Generator], list[bool]]
_MANY = 200_000  # rows that are all there are


def band(random: np.random.Generator, chosen: int) -> list[bool]:
    """Whether each of 100 new numbers lies within a band of 9 of 10."""
    half = half_width(np.abs(random.gamma(2.0, 1.0, chosen) - 2))
    assert half is not None
    return (np.abs(random.gamma(2.0, 1.0, 100) - 2) <= half).tolist()


def band_share(random: np.random.Generator) -> list[bool]:
    """Whether the interval beside a band holds the share of all new numbers that lie within it."""
    half = half_width(np.abs(random.normal(size=100)))
    assert half is not None
    low, high = share_interval((np.abs(random.normal(size=150)) <= half).sum(), 150)
    return [bool(low <= 2 * stats.norm.cdf(half) - 1 <= high)]


def calibration(random: np.random.Generator) -> list[bool]:
    """Whether each group's interval holds the share that is truly yes, which is what was said."""
    said = random.uniform(size=200)
    true = np.where(random.uniform(size=200) < said, "yes", "no").astype(object)
    found = probabilities(true, said, true, ("no", "yes"))["calibration"]
    assert found is not None
    return [low <= mean <= high for low, mean, high in zip(found.low, found.said, found.high, strict=True)]


def group_value(random: np.random.Generator) -> list[bool]:
    """Whether the interval of a mean absolute error of a group of 40 rows, skewed, holds that of all rows."""
    ends = find_interval(Ratio(random.gamma(2.0, 0.5, 40), np.ones(40)))
    assert ends is not None
    return [ends[0] <= 1.0 <= ends[1]]


def whole_groups(random: np.random.Generator) -> list[bool]:
    """Whether the interval holds the difference where 30 groups of 5 rows each are drawn as a whole."""
    groups = np.repeat(np.arange(30), 5)
    own, other = (
        Ratio(np.abs(shift + random.normal(size=30)[groups] + random.normal(size=150)), np.ones(150))
        for shift in (0.0, 1.0)
    )
    found = compare("mae", own, other, groups.astype(str))
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    truth = stats.foldnorm.mean(1 / np.sqrt(2), scale=np.sqrt(2)) - stats.foldnorm.mean(0, scale=np.sqrt(2))
    return [bool(found.low <= truth <= found.high)]


def delta_m(random: np.random.Generator) -> list[bool]:
    """Whether the interval of Δm over two tasks, off by .9 and 1.1 of what they are alone, holds that of all rows."""
    hard = random.gamma(4.0, 0.25, 100)
    pairs = []
    for part in (0.9, 1.1):
        own, other = (hard * random.gamma(4.0, 0.25, 100) for _ in range(2))
        kept = [KeptSample(np.arange(100), Ratio(losses, np.ones(100)), None) for losses in (part * own, other)]
        pairs.append(Pair("mae", *kept))
    found = measure_delta_m(pairs)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    return [found.low <= 0.0 <= found.high]


def importance(random: np.random.Generator) -> list[bool]:
    """Whether the interval of each of three inputs, of which one is dead, holds what it counts in all rows."""
    found = importances(_space(), _answer, _table(random, 200), _table(random, 200), ["mae"])
    return [each.low <= _falls()[each.column] <= each.high for each in found.tasks[0].columns]


def seeds(random: np.random.Generator) -> list[bool]:
    """Whether the interval over 5 seeds that deal 200 rows anew, by Nadeau and Bengio, holds the difference of all."""
    x, y = _lines(random, 200)
    differences = []
    for _ in range(5):
        order = random.permutation(200)
        differences.append(_difference(x[order[:160]], y[order[:160]], x[order[160:]], y[order[160:]]))
    found = average_seeds(differences, 160, 40)
    assert found.low is not None
    assert found.high is not None
    return [found.low <= _true_difference() <= found.high]


def ranking(random: np.random.Generator) -> list[bool]:
    """Whether the interval of a group's AUC over 30 yes and 30 no holds that of all rows."""
    positive = np.repeat([0.0, 1.0], 30)
    ends = find_interval(Ranking(random.normal(size=60) + positive, positive))
    assert ends is not None
    return [bool(ends[0] <= stats.norm.cdf(1 / np.sqrt(2)) <= ends[1])]


CASES: Mapping[str, tuple[float, Holds]] = {
    "band of numbers, 30 validation rows": (LEVEL, lambda random: band(random, 30)),
    "band of numbers, 300 validation rows": (LEVEL, lambda random: band(random, 300)),
    "share of test rows within a band": (0.95, band_share),
    "share of yes in a group of probabilities": (0.95, calibration),
    "error of a group of 40 rows": (0.95, group_value),
    "pairs in order of a group of 60 rows": (0.95, ranking),
    "difference, 30 groups of rows": (0.95, whole_groups),
    "Δm over two tasks, 100 rows": (0.95, delta_m),
    "importance of an input, 200 rows": (0.95, importance),
    "difference over 5 seeds that deal rows anew": (0.95, seeds),
}


def measure(holds: Holds, repetitions: int) -> tuple[float, float]:
    """The share of intervals that hold, and its standard error over the tables."""
    shares = [np.mean(holds(np.random.default_rng([seed, 5]))) for seed in range(repetitions)]
    return float(np.mean(shares)), float(stats.sem(shares))


def _table(random: np.random.Generator, rows: int) -> pd.DataFrame:
    columns = dict(zip(("strong", "weak", "dead"), random.normal(size=(3, rows)), strict=True))
    return pd.DataFrame(columns).assign(y=lambda made: 2 * made.strong + 0.5 * made.weak + random.normal(size=rows))


@cache
def _space() -> FeatureSpace:
    columns = {name: Column(kind="numeric") for name in ("strong", "weak", "dead", "y")}
    experiment = Experiment(columns=columns, tasks=(Task(column="y", kind="regression"),))
    return fit(_table(np.random.default_rng(0), 2_000), experiment)


def _answer(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """As a network would that knows how the answers were made, but for how the inputs were scaled."""
    return [inputs["numbers"].astype(np.float64) @ np.array([[2.0], [0.5], [0.0]])]


@cache
def _falls() -> Mapping[str, float]:
    """By how much the mean absolute error grows in all rows when an input is dealt anew."""
    table, dealt = (_table(np.random.default_rng(seed), _MANY) for seed in (1, 2))

    def error(frame: pd.DataFrame) -> float:
        return float(np.abs(_answer(_space().transform(frame))[0][:, 0] - table.y).mean())

    return {name: error(table.assign(**{name: dealt[name]})) - error(table) for name in ("strong", "weak", "dead")}


def _lines(random: np.random.Generator, rows: int) -> tuple[np.ndarray, np.ndarray]:
    x = random.normal(size=(rows, 3))
    return x, x.sum(axis=1) + random.normal(size=rows)


def _difference(x: np.ndarray, y: np.ndarray, new: np.ndarray, true: np.ndarray) -> float:
    """By how much ridge regression is nearer than a small tree, learnt from ``x`` and ``y``, on new rows."""
    errors = [
        np.abs(model.fit(x, y).predict(new) - true).mean() for model in (Ridge(), DecisionTreeRegressor(max_depth=4))
    ]
    return float(errors[1] - errors[0])


@cache
def _true_difference() -> float:
    """The mean over 200 tables of 160 rows, each judged by many new ones."""
    random = np.random.default_rng(3)
    return float(np.mean([_difference(*_lines(random, 160), *_lines(random, 5_000)) for _ in range(200)]))
