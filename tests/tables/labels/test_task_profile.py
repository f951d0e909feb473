"""What is known of a task's labels, by the kind of task that a column is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtl_core.experiment import Column, Task, TaskKind
from mtl_core.figures import distribution
from mtl_core.tables.asked_profile import asked_profile
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.labels.proposal import draft, task
from mtl_core.tables.labels.task_profile import task_profile

ROWS = ["-1", "0", "1", "1", "", "0.0", "-1", "1", "1", "0"] * 4


def profile_of(folder: Path, kind: TaskKind) -> distribution.DistributionSummary:
    text = "\n".join(["trend,other", *(f"{cell},{number}" for number, cell in enumerate(ROWS))])
    dataset = take_in(text.encode(), "trends.csv", folder)
    profile = task_profile(dataset, draft(dataset, [task(dataset, "trend", kind)]), Task(column="trend", kind=kind))
    assert profile.missing == 4
    return distribution.summarize(profile)


def test_classes_that_are_numbers_are_counted_one_by_one_in_their_order(tmp_path: Path) -> None:
    facts = profile_of(tmp_path, "multiclass")
    assert (facts.labels, facts.counts, facts.edges) == (["-1", "0", "1"], [8, 12, 16], [])


def test_a_number_has_bins(tmp_path: Path) -> None:
    facts = profile_of(tmp_path, "regression")
    assert (facts.labels, facts.edges[0], facts.edges[-1]) == ([], -1, 1)


@pytest.mark.parametrize("kind", ["multiclass", "binary"])
def test_many_classes_leave_a_rest(tmp_path: Path, kind: TaskKind) -> None:
    text = "\n".join(["code,other", *(f"{number % 20},{number}" for number in range(200))])
    dataset = take_in(text.encode(), "codes.csv", tmp_path)
    asked = draft(dataset, [task(dataset, "code", kind)])
    found = task_profile(dataset, asked, asked.tasks[0]).histogram
    assert found is not None
    assert (len(found.labels), found.rest) == (12, 80)


def test_numbers_that_mean_missing_vanish(tmp_path: Path) -> None:
    cells = [*(f"{1 + number % 50 / 10}" for number in range(100)), *["-999"] * 10]
    text = "\n".join(["size,other", *(f"{cell},{place % 7}" for place, cell in enumerate(cells))])
    dataset = take_in(text.encode(), "sizes.csv", tmp_path)
    asked = draft(dataset, [task(dataset, "size")]).with_changes({"columns.size.missing": "[-999]"})
    profile = task_profile(dataset, asked, asked.tasks[0])
    assert profile.histogram is not None
    assert (profile.missing, profile.unique, sum(profile.histogram.counts)) == (10, 50, 100)
    assert (profile.histogram.edges[0], profile.histogram.edges[-1]) == (1.0, 5.9)
    assert "-999" not in distribution.summarize(profile).sentence()
    assert asked_profile(dataset, "other", asked.columns["other"]) == dataset.profile("other")


@pytest.mark.parametrize("scale", [1e-300, 1e307])
def test_bins_of_numbers_of_any_size(tmp_path: Path, scale: float) -> None:
    rows = [f"{(number % 20 - 9.5) * scale},{number % 7}" for number in range(100)]
    dataset = take_in("\n".join(["size,other", *rows]).encode(), "sizes.csv", tmp_path)
    asked = asked_profile(dataset, "size", Column(kind="numeric", missing=(9.5 * scale,)))
    assert asked.histogram is not None
    assert (sum(asked.histogram.counts), len(asked.histogram.edges)) == (95, 21)
