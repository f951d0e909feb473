"""One contract for every kind of task: what is said of it is whole, and every room knows it."""

from __future__ import annotations

from pathlib import Path

import pytest

import mtl_core
from mtl_core.evaluation.report import JUDGES
from mtl_core.features.space import TARGET_KINDS
from mtl_core.records.metrics import LOWER_IS_BETTER, SHARES, TITLES
from mtl_core.task_kinds import TASK_KINDS, TaskTraits
from mtl_core.verdict.sentences import MEASURES

EACH = pytest.mark.parametrize("kind", TASK_KINDS.values(), ids=lambda kind: kind.id)


def test_kinds_stand_in_their_order_and_each_is_a_file_of_its_name() -> None:
    assert [kind.rank for kind in TASK_KINDS.values()] == list(range(1, len(TASK_KINDS) + 1))
    assert list(TASK_KINDS) == [kind.id for kind in TASK_KINDS.values()]
    rooms = ("task_kinds", "features/targets", "tables/labels/targets", "training/losses", "evaluation/judges")
    missing = [
        f"{room}/{kind}.py"
        for room in rooms
        for kind in TASK_KINDS
        if not (Path(mtl_core.__file__).parent / room / f"{kind}.py").is_file()
    ]
    assert missing == []
    assert set(TASK_KINDS) == set(JUDGES) == set(TARGET_KINDS)


@EACH
def test_its_metrics_have_titles_and_the_first_is_the_one_that_it_is_told_by(kind: TaskTraits) -> None:
    assert set(kind.metrics) <= set(TITLES)
    assert kind.metrics[0] in MEASURES
    assert kind.numeric == (kind.metrics[0] in LOWER_IS_BETTER)


@EACH
def test_what_it_gives_is_told_with_its_sizes(kind: TaskTraits) -> None:
    """A label has a chance of its own, but of yes and no one says both."""
    several = kind.activation == "softmax" or kind.joins
    head = kind.head.format(received=1_200, units=3_400)
    assert "1,200 values" in head
    assert ("3,400" in head) == ("7" in kind.outcome.format(count=7)) == several


def test_whatever_is_a_share_and_whatever_is_an_error_is_known_by_a_title() -> None:
    assert set(SHARES) <= set(TITLES)
    assert set(LOWER_IS_BETTER) - set(TITLES) == {"cost"}  # of thresholds, which no task is judged by
    assert not SHARES & LOWER_IS_BETTER
    assert len(set(TITLES.values())) == len(TITLES)
