"""Which candidates of a comparison differ at all, pair by pair, and in a sentence for each task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from mtl_core.comparison.comparing import SINGLE, Done, measure, title
from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.records.verdicts import Difference
from mtl_core.verdict.repeated import average_seeds
from mtl_core.wording import format_count, list_names

FEW_SEEDS = 5
"""Below this only large differences show: the interval of three seeds is 1.5 times, of two 4.6 times as wide for its
spread as that of five (Student's t)."""
_NONE = "{task}: no two of {count} can be told apart with {seeds}{few}."
_SOME = "{task}: {claims}{rest}."
_CLAIM = "{better} is better than {worse}"
_REST = "; no other difference can be told with {seeds}{few}"
_FEW = ", which is few: only large differences show"
_TOO_FEW = "{task}: a single seed cannot tell luck from merit; two or more can, five or more well."


@dataclass(frozen=True)
class Pair:
    """Two groups that differ in a task, and by how much the first is better over the seeds that both have."""

    better: str
    worse: str
    difference: Difference


def find_pairs(done: Sequence[Done], metrics: Mapping[str, str]) -> dict[str, list[Pair]]:
    """By task the pairs of candidates whose difference on validation rows is more than luck.

    Differences are taken seed by seed, on the same rows. All intervals of a task hold together in 95% (Bonferroni), or
    of 28 pairs more than one would differ by chance.
    """
    return {task: list(_differing(_compare(done, metrics, task))) for task in metrics}


def tell(done: Sequence[Done], metrics: Mapping[str, str]) -> list[str]:
    """A sentence for each task: which candidates are better than which, or that it cannot be told."""
    return [_tell_task(task, _compare(done, metrics, task)) for task in metrics]


def _tell_task(task: str, compared: Sequence[Pair]) -> str:
    seeds = min((pair.difference.count for pair in compared), default=0)
    if seeds < 2:
        return _TOO_FEW.format(task=task)
    words = {"task": task, "seeds": format_count(seeds, "seed", "seeds"), "few": _FEW if seeds < FEW_SEEDS else ""}
    found = list(_differing(compared))
    if not found:
        groups = {group for pair in compared for group in (pair.better, pair.worse)}
        return _NONE.format(count=len(groups), **words)
    beaten: dict[str, list[str]] = {}
    for pair in found:
        beaten.setdefault(pair.better, []).append(f"“{title(pair.worse)}”")
    claims = [_CLAIM.format(better=f"“{title(group)}”", worse=list_names(names)) for group, names in beaten.items()]
    rest = _REST.format(**words) if len(found) < len(compared) else ""
    return _SOME.format(task=task, claims="; ".join(claims), rest=rest)


def _compare(done: Sequence[Done], metrics: Mapping[str, str], task: str) -> list[Pair]:
    """All pairs of candidates that have a seed in common."""
    found = measure(done, metrics, "validation")
    values = {group: tasks[task] for group, tasks in found.items() if group != SINGLE and task in tasks}
    rows = next((summary.rows for _, summary in done if summary.rows), None)
    train, judged = (rows.train, rows.validation) if rows else (None, None)
    sign = -1.0 if metrics[task] in LOWER_IS_BETTER else 1.0
    pairs = list(combinations(values, 2))
    compared = []
    for first, second in pairs:
        both = [seed for seed in values[first] if seed in values[second]]
        differences = [sign * (values[first][seed] - values[second][seed]) for seed in both]
        if differences:
            compared.append(Pair(first, second, average_seeds(differences, train, judged, pairs=len(pairs))))
    return compared


def _differing(compared: Sequence[Pair]) -> Iterator[Pair]:
    """Those whose interval lies on one side of 0, the better first."""
    for pair in compared:
        if pair.difference.sign > 0:
            yield pair
        elif pair.difference.sign < 0:
            yield Pair(pair.worse, pair.better, pair.difference.turn())
