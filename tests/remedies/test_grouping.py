"""Which tasks should share a branch: against all ways to group them, and in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from mtl_core.records.affinity import Affinities, Affinity
from mtl_core.remedies.grouping import Groups, score, share_in_groups, suggest_groups, tell_groups
from tests.remedies.test_contract import drawn, experiment


def known(values: np.ndarray, decided: float = 0.0) -> Affinities:
    """Affinities of which those larger than ``decided`` can be told from chance."""
    rows = tuple(
        tuple(
            Affinity(value=value, low=value - decided, high=value + decided) if one != other else None
            for other, value in enumerate(row)
        )
        for one, row in enumerate(values.tolist())
    )
    names = ("ill", "cost", "stay") if len(values) == 3 else tuple(f"y{place}" for place in range(len(values)))
    return Affinities(tasks=names, rate=0.001, epochs=(1, 2), ahead=rows, first_order=rows)


def partitions(tasks: list[int]) -> Iterator[list[list[int]]]:
    if not tasks:
        yield []
        return
    for groups in partitions(tasks[1:]):
        yield [[tasks[0]], *groups]
        for place, group in enumerate(groups):
            yield [*groups[:place], [tasks[0], *group], *groups[place + 1 :]]


@pytest.mark.parametrize("number", [2, 3, 5, 7])
@pytest.mark.parametrize("seed", range(4))
def test_no_partition_is_better(number: int, seed: int) -> None:
    values = np.random.default_rng([seed, number]).normal(0.1, 1, (number, number))
    found = suggest_groups(known(values))
    best = max(score(values, tuple(map(tuple, groups))) for groups in partitions(list(range(number))))
    assert found.exact
    assert score(values, found.groups) == pytest.approx(best)
    assert found.inside == pytest.approx(best / number)
    assert sorted(task for group in found.groups for task in group) == list(range(number))


def blocks(sizes: tuple[int, ...]) -> tuple[np.ndarray, Groups]:
    """Tasks that help each other within groups, and hurt beyond."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    values = np.where(owner[:, None] == owner[None, :], 0.5, -0.3)
    return values, tuple(tuple(np.flatnonzero(owner == group).tolist()) for group in range(len(sizes)))


@pytest.mark.parametrize("sizes", [(2, 2), (3, 1, 2), (5, 5), (6, 5), (8, 8)])
def test_planted_groups_are_found(sizes: tuple[int, ...]) -> None:
    values, groups = blocks(sizes)
    found = suggest_groups(known(values))
    assert sorted(found.groups) == list(groups)
    assert found.exact == (len(values) <= 10)


def test_chance_parts_nobody() -> None:
    values = np.random.default_rng(0).normal(size=(5, 5))
    assert not suggest_groups(known(values, decided=100)).parts
    assert not suggest_groups(known(np.full((11, 11), 0.1), decided=1)).parts
    assert not suggest_groups(known(np.full((4, 4), 0.1))).parts


@pytest.mark.parametrize("number", [4, 6, 11])
def test_tasks_that_all_help_each_other_are_not_parted_by_chance(number: int) -> None:
    for seed in range(20):
        values = np.random.default_rng([seed, number]).normal(0.5, 0.1, (number, number))
        assert not suggest_groups(known(values, decided=0.2)).parts, seed  # two of the spread that they were drawn with
        found = suggest_groups(known(values))
        assert found.parts, seed  # the same values, known to the last digit


def test_a_gain_beyond_chance_parts() -> None:
    values, groups = blocks((2, 2))
    noise = np.random.default_rng(0).normal(0, 0.1, values.shape)
    assert suggest_groups(known(values + noise, decided=0.2)).groups == groups


def test_pairs_without_an_interval_part_nobody() -> None:
    values, _ = blocks((2, 2))
    certain = known(values)
    rows = tuple(tuple(cell and Affinity(value=cell.value) for cell in row) for row in certain.ahead)
    assert not suggest_groups(certain.model_copy(update={"ahead": rows})).parts


def test_groups_are_branches_and_who_is_left_has_layers_of_its_own() -> None:
    values = np.array([[0, 0.5, -0.1], [0.4, 0, -0.2], [-0.3, -0.1, 0]])
    found = suggest_groups(known(values))
    assert found.groups == ((0, 1), (2,))
    after = share_in_groups(experiment("hard", **{"sharing.layers": 3}), found.groups)
    owners = {block.tasks for block in drawn(after).blocks if block.id.startswith(("trunk_", "branch_", "t2_trunk"))}
    assert owners == {("t0", "t1", "t2"), ("t0", "t1"), ("t2",)}
    said = tell_groups(("ill", "cost", "stay"), found)
    assert said.startswith('"ill" and "cost" share a branch; "stay" has layers of its own.')
    assert "helps another by +30%" in said
    assert "Of all ways to group them" in said
