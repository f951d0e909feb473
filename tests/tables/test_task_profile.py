"""What is known of a task's labels, by the kind of task that a column is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtl_core.experiment import Task, TaskKind
from mtl_core.figures import target
from mtl_core.tables.intake import take_in
from mtl_core.tables.task_profile import task_profile

ROWS = ["-1", "0", "1", "1", "", "0.0", "-1", "1", "1", "0"] * 4


def profile_of(folder: Path, kind: TaskKind) -> target.Facts:
    text = "\n".join(["trend,other", *(f"{cell},{number}" for number, cell in enumerate(ROWS))])
    profile = task_profile(take_in(text.encode(), "trends.csv", folder), Task(column="trend", kind=kind))
    assert profile.missing == 4
    return target.facts(profile)


def test_classes_that_are_numbers_are_counted_one_by_one_in_their_order(tmp_path: Path) -> None:
    facts = profile_of(tmp_path, "multiclass")
    assert (facts.labels, facts.counts, facts.edges) == (["-1", "0", "1"], [8, 12, 16], [])


def test_a_number_has_bins(tmp_path: Path) -> None:
    facts = profile_of(tmp_path, "regression")
    assert (facts.labels, facts.edges[0], facts.edges[-1]) == ([], -1, 1)


@pytest.mark.parametrize("kind", ["multiclass", "binary"])
def test_many_classes_leave_a_rest(tmp_path: Path, kind: TaskKind) -> None:
    text = "\n".join(["code,other", *(f"{number % 20},{number}" for number in range(200))])
    found = task_profile(take_in(text.encode(), "codes.csv", tmp_path), Task(column="code", kind=kind)).histogram
    assert found is not None
    assert (len(found.labels), found.rest) == (12, 80)
