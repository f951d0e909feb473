"""Which tasks should share a branch, by how much they help each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, permutations

from mtl_core.experiment import Experiment
from mtl_core.records.affinity import Affinities
from mtl_core.verdict.affinities import exceeds_chance, format_affinity
from mtl_core.wording import list_names

MOST_EXACT = 10  # tasks: 3¹⁰ = 59,049 ways to take a group off, which takes a moment
Groups = tuple[tuple[int, ...], ...]
Values = Sequence[Sequence[float]]
_EPSILON = 1e-12  # so that rounding does not part what is as good together

_SAID = "{groups}. Within them a step on one task helps another by {inside} on average; all together by {together}."
_TOGETHER = "{names} share a branch"
_OWN = "{name} has layers of its own"
_FOUND = {
    True: "Of all ways to group them, this one has the highest mean.",
    False: "Found by joining two groups at a time, which need not find the best.",
}


@dataclass(frozen=True)
class Suggestion:
    """The groups, by the tasks' places; by how much tasks are helped on average within them, and all together."""

    groups: Groups
    inside: float
    together: float
    exact: bool

    @property
    def parts(self) -> bool:
        """Whether anything speaks for groups at all."""
        return len(self.groups) > 1


def suggest_groups(known: Affinities) -> Suggestion:
    """The groups of the highest mean affinity onto each task, from the other tasks of its group, as in TAG (Fifty et
    al. 2021, sec. 3.2); a task for itself has 0, since nothing helps or hurts it. What cannot be told from chance
    counts as 0, and of groups as good as each other the fewer are taken. Tasks are parted only where that is better
    than all together beyond what chance allows.

    The search is exact for up to 10 tasks; with more, two groups are joined at a time as long as that is better.
    """
    values = [[cell.value if cell and cell.sign else 0.0 for cell in row] for row in known.ahead]
    number = len(values)
    exact = number <= MOST_EXACT
    whole = (tuple(range(number)),)
    found = _search(values) if exact else _join(values)
    groups = found if _is_beyond_chance(known, found, whole) else whole
    return Suggestion(groups, score(values, groups) / number, score(values, whole) / number, exact)


def score(values: Values, groups: Groups) -> float:
    """Σ over tasks of the mean affinity onto them from the others of their group."""
    return sum(weight * values[one][other] for (one, other), weight in _weigh(groups).items())


def share_in_groups(experiment: Experiment, groups: Groups) -> Experiment:
    """The experiment with a branch for each group, that part after half of the layers, and at once where there is one
    layer; a task for itself has layers of its own."""
    names, layers = experiment.task_names, max(1, experiment.sharing.layers)
    numbered = enumerate((group for group in groups if len(group) > 1), start=1)
    return experiment.with_changes(
        {
            "sharing.kind": "branching",
            "sharing.layers": layers,
            "sharing.depth": layers // 2,
            "sharing.branch": layers,
            "sharing.leaves": {},
            "sharing.groups": {names[task]: number for number, group in numbered for task in group},
        }
    )


def tell_groups(tasks: Sequence[str], found: Suggestion) -> str:
    """The groups and what they promise, in a sentence."""
    told = [
        _TOGETHER.format(names=list_names([f'"{tasks[task]}"' for task in group]))
        if len(group) > 1
        else _OWN.format(name=f'"{tasks[group[0]]}"')
        for group in found.groups
    ]
    said = _SAID.format(
        groups="; ".join(told), inside=format_affinity(found.inside), together=format_affinity(found.together)
    )
    return f"{said} {_FOUND[found.exact]}"


def _is_beyond_chance(known: Affinities, groups: Groups, whole: Groups) -> bool:
    """Whether ``groups`` are better than the ``whole`` beyond chance, where the best of all ways is asked about."""
    number = len(known.tasks)
    own, other = (
        [[weights.get((one, other), 0.0) for other in range(number)] for one in range(number)]
        for weights in (_weigh(groups), _weigh(whole))
    )
    return exceeds_chance(known, own, other, _count_partitions(number) - 1)


def _weigh(groups: Groups) -> dict[tuple[int, int], float]:
    """How much what ``(one, other)`` task does to another counts in the ``score``."""
    return {pair: 1 / (len(group) - 1) for group in groups for pair in permutations(group, 2)}


def _count_partitions(number: int) -> int:
    """In how many ways so many can be grouped (Bell's number), by the triangle of Peirce."""
    row = [1]
    for _ in range(number - 1):
        row = list(accumulate(row, initial=row[-1]))
    return row[-1]


def _search(values: Values) -> Groups:
    """The best of all partitions: of any set of tasks, the best group with its first one, and the best of the rest."""

    @cache
    def best(left: frozenset[int]) -> tuple[float, int, Groups]:
        if not left:
            return 0.0, 0, ()
        first, *others = sorted(left)
        found: list[tuple[float, int, Groups]] = []
        for chosen in range(2 ** len(others)):
            group = (first, *(task for place, task in enumerate(others) if chosen >> place & 1))
            value, count, groups = best(left - set(group))
            found.append((score(values, (group,)) + value, count + 1, (group, *groups)))
        return max(found, key=lambda each: (round(each[0] / _EPSILON), -each[1]))

    return best(frozenset(range(len(values))))[2]


def _join(values: Values) -> Groups:
    groups: Groups = tuple((task,) for task in range(len(values)))
    while len(groups) > 1:
        tried = [
            tuple(sorted([*(group for group in groups if group not in (one, other)), tuple(sorted(one + other))]))
            for place, one in enumerate(groups)
            for other in groups[:place]
        ]
        better = max(tried, key=lambda each: score(values, each))
        if score(values, better) < score(values, groups) - _EPSILON:
            break
        groups = better
    return groups
