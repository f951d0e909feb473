"""Which inputs are asked about, since one alone tells much of a task."""

from __future__ import annotations

import pytest

from mtl_core.tables.checks.strong_inputs import find_strong


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"cost": 0.53, "age": 0.14}, {"cost"}),
        ({"height": 0.60, "width": 0.55}, set()),
        ({"height": 0.60, "width": 0.19}, {"height"}),
        ({"height": 0.49, "width": 0.0}, set()),
        ({"one": 0.9, "two": 0.85, "three": 0.1}, {"one", "two"}),
        ({"only": 0.8}, {"only"}),
        ({}, set()),
    ],
)
def test_what_stands_out_is_asked_about(told: dict[str, float], asked: set[str]) -> None:
    found = list(find_strong({"stay": told}))
    assert {finding.column for finding in found} == asked
    assert all(finding.remedies == ("leave out",) and finding.level == "warning" for finding in found)


def test_a_column_is_asked_about_once_with_the_task_that_it_tells_most_of() -> None:
    found = list(find_strong({"stay": {"cost": 0.85, "age": 0.2}, "charge": {"cost": 0.95, "age": 0.3}}))
    assert [finding.sentence for finding in found] == [
        'Column "cost" alone tells 95% of the differences in task "charge", the next best column 30%; if it becomes '
        "known only with the answer or after it, leave it out."
    ]
