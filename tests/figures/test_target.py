"""The picture of a target column: facts by value, drawn for every kind of spread."""

from __future__ import annotations

from typing import Any

import pytest

from mtl_core.figures import palette, target
from mtl_core.tables.profile import ColumnProfile, Histogram


def column(kind: str, histogram: Histogram | None, **more: Any) -> ColumnProfile:
    facts = {"name": "x", "kind": kind, "reason": "", "storage": "text", "missing": 3, "unique": 2, **more}
    return ColumnProfile(**facts, histogram=histogram)


NUMBERS = column("numeric", Histogram(edges=(0.0, 1.0, 2.5), counts=(4, 6)))
DATES = column("date", Histogram(edges=(0.0, 86_400.0, 2 * 86_400.0), counts=(1, 2)))
LABELS = column("category", Histogram(labels=("<b>a</b>", ""), counts=(5, 2), rest=4))


def test_facts_of_bins() -> None:
    assert target.facts(NUMBERS).table() == {"value": ["0 – 1", "1 – 2.5"], "rows": [4, 6]}
    assert target.facts(NUMBERS).sentence() == "Most rows, 6 of 10, have 1 – 2.5; 3 are empty."


def test_facts_of_dates_are_days() -> None:
    assert target.facts(DATES).table()["value"] == ["1970-01-01 – 1970-01-02", "1970-01-02 – 1970-01-03"]


def test_facts_of_labels_count_the_rest() -> None:
    assert target.facts(LABELS).table() == {"value": ["<b>a</b>", "", "others"], "rows": [5, 2, 4]}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("profile", [NUMBERS, DATES, LABELS, column("text", None)], ids=lambda p: p.kind)
def test_figure_is_drawn_without_markup(profile: ColumnProfile, dark: bool) -> None:
    drawn = target.figure(profile, 1, dark).to_json()
    assert "<b>" not in drawn
    assert (palette.TASKS[1].colour(dark) in drawn) == (profile.histogram is not None)


def test_bins_of_dates_are_drawn_in_milliseconds() -> None:
    bars = target.figure(DATES, 0, False).data[0]
    assert list(bars.x) == [43_200_000.0, 129_600_000.0]
