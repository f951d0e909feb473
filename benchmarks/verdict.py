"""How often the verdict claims what: made answers of known worth, about few and many rows.

Each case draws the true answers and those of two networks, of which one is better, worse or as good by a known amount,
and counts how often the interval lies on either side of 0 and how often it holds the true difference.
``python -m benchmarks.verdict`` writes ``docs/verdict.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from scipy import stats

from benchmarks import coverage, planted_groups
from benchmarks.report import table, tell_origin
from mtl_core.verdict.paired import compare
from mtl_core.verdict.samples import Ranking, Ratio, Sample

_REPETITIONS, _TRAININGS = 400, 10
_ROWS = (20, 60, 200)
_PAGE = Path(__file__).parents[1] / "docs" / "verdict.md"
_TEXT = """# How often the verdict is right

{made}

Made answers of two networks about the same rows, {repetitions:,} times each. "helps": the first is truly better,
"hurts": truly worse, "nothing": exactly as good. A 95% interval may lie on the wrong side of 0 in 2.5% of the cases on
either side, and "holds" says how often it holds the true difference; {repetitions:,} repetitions tell 95% from what is
below {low:.1%} or above {high:.1%}. Where too few rows tell the two apart there is no interval, so that nothing is
claimed; "holds" is of those that have one.

{tables}

## The other intervals

Made answers again, {repetitions:,} times each; "promised" is the share that should hold, and behind what was found
stands how far chance alone moves it in 95 of 100 such pages.

{intervals}

## Which tasks belong together

Tables of {planted_rows:,} rows and {inputs} inputs. Each task is the absolute value of a sum of two inputs, and noise;
tasks of a group have the same two. Trained with the settings of a new table, for {epochs} epochs, of {trainings} tables
each: how often the affinities suggest exactly the planted groups. Where all tasks have the same inputs, none should be
parted.

{groups}
"""
Pair = tuple[Sample, Sample]
Draw = Callable[[np.random.Generator, int, int], Pair]


def errors(random: np.random.Generator, rows: int, effect: int) -> Pair:
    """Absolute errors of numbers, skewed as those of costs and stays are: the second's are larger or
    smaller by a quarter."""
    noise = random.gamma(2.0, 0.5, rows)
    first, second = (noise * random.gamma(4.0, 0.25, rows) for _ in range(2))
    return _mean(first), _mean(second + effect * 0.25)


def hits(random: np.random.Generator, rows: int, effect: int) -> Pair:
    """Right and wrong answers to rows that are easy or hard for both: right for 70% and 70% ± 15%."""
    hard = random.random(rows) < 0.5
    first, second = (random.random(rows) < np.where(hard, 0.55 - shift, 0.85 - shift) for shift in (0, effect * 0.15))
    return _mean(first.astype(float)), _mean(second.astype(float))


def ranks(random: np.random.Generator, rows: int, effect: int) -> Pair:
    """Scores of yes-no rows, with AUCs of 0.76 and 0.76 or about 0.6 and 0.88."""
    positive = random.random(rows) < 0.4
    common = random.normal(size=rows)
    first, second = (
        strength * positive + 0.7 * common + 0.7 * random.normal(size=rows) for strength in (1.0, 1.0 - effect * 0.6)
    )
    return Ranking(first, positive.astype(float)), Ranking(second, positive.astype(float))


def guesses(random: np.random.Generator, rows: int, effect: int) -> Pair:
    """A network that knows nothing (or something: AUC 0.71, or its reverse) beside guessing."""
    positive = (random.random(rows) < 0.4).astype(float)
    scores = effect * 0.8 * positive + random.normal(size=rows)
    return Ranking(scores, positive), Ranking(np.zeros(rows), positive)


def _mean(losses: np.ndarray) -> Ratio:
    return Ratio(losses, np.ones(len(losses)))


def _truth(case: Draw, metric: str, effect: int) -> float:
    """The difference over so many rows that they are all there are."""
    own, other = case(np.random.default_rng(1), 1_000_000, effect)
    if not effect:
        return 0.0
    return (own.value - other.value) * (-1 if metric == "mae" else 1)


CASES: Mapping[str, tuple[str, Draw]] = {
    "Off by (numbers)": ("mae", errors),
    "Right for (classes)": ("accuracy", hits),
    "Pairs in order (yes-no)": ("auc", ranks),
    "Pairs in order, beside guessing": ("auc", guesses),
}
_EFFECTS = {"helps": 1, "nothing": 0, "hurts": -1}


def measure(case: Draw, metric: str, effect: int, rows: int, repetitions: int) -> tuple[float, float, float, float]:
    """Shares of repetitions that claim better and worse, that have an interval, and of these, that hold the truth."""
    truth = _truth(case, metric, effect)
    better = worse = have = held = 0
    for seed in range(repetitions):
        found = compare(metric, *case(np.random.default_rng([seed, rows, effect + 1]), rows, effect), seed=seed)
        if found is None or found.low is None or found.high is None:
            continue
        better, worse, have = better + (found.sign > 0), worse + (found.sign < 0), have + 1
        held += found.low <= truth <= found.high
    return better / repetitions, worse / repetitions, have / repetitions, held / max(1, have)


def _list_groups() -> list[list[str]]:
    cases = planted_groups.CASES.items()
    return [[name, f"{planted_groups.count(groups, _TRAININGS)} of {_TRAININGS}"] for name, groups in cases]


def _list_intervals() -> list[list[str]]:
    found = {
        name: (promised, *coverage.measure(holds, _REPETITIONS)) for name, (promised, holds) in coverage.CASES.items()
    }
    return [
        [name, f"{promised:.0%}", f"{held:.1%} ± {1.96 * error:.1%}"] for name, (promised, held, error) in found.items()
    ]


def main() -> None:
    """Measure all cases and write the page."""
    parts = []
    for title, (metric, case) in CASES.items():
        lines = []
        for name, effect in _EFFECTS.items():
            for rows in _ROWS:
                better, worse, have, held = measure(case, metric, effect, rows, _REPETITIONS)
                lines.append([name, rows, *(f"{share:.1%}" for share in (better, worse, have, held))])
        head = ["sharing truly", "test rows", "says helped", "says hurt", "has an interval", "holds"]
        parts.append(f"## {title}\n\n{' '.join((case.__doc__ or '').split())}\n\n{table(head, lines)}")
    low, high = stats.binom.interval(0.95, _REPETITIONS, 0.95)
    page = _TEXT.format(
        made=tell_origin("benchmarks.verdict"),
        repetitions=_REPETITIONS,
        low=low / _REPETITIONS,
        high=high / _REPETITIONS,
        tables="\n\n".join(parts),
        planted_rows=planted_groups.ROWS,
        inputs=planted_groups.INPUTS,
        epochs=planted_groups.EPOCHS,
        trainings=_TRAININGS,
        intervals=table(["interval", "promised", "holds"], _list_intervals()),
        groups=table(["planted", "found"], _list_groups()),
    )
    _PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
