"""The picture of a target column: facts by value, drawn for every kind of spread."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.figures import chart_style, distribution, palette
from mtl_core.tables.profile import ColumnProfile, Histogram


def column(kind: str, histogram: Histogram | None, **more: Any) -> ColumnProfile:
    facts = {"name": "x", "kind": kind, "reason": "", "storage": "text", "missing": 3, "unique": 2, **more}
    return ColumnProfile(**facts, histogram=histogram)


NUMBERS = column("numeric", Histogram(edges=(0.0, 1.0, 2.5), counts=(4, 6)))
DATES = column("date", Histogram(edges=(0.0, 86_400.0, 2 * 86_400.0), counts=(1, 2)))
LABELS = column("category", Histogram(labels=("<b>a</b>", ""), counts=(5, 2), rest=4))


def test_facts_of_bins() -> None:
    assert distribution.summarize(NUMBERS).table() == {"value": ["0 – 1", "1 – 2.5"], "rows": [4, 6]}
    assert distribution.summarize(NUMBERS).sentence() == "Most rows, 6 of 10, have 1 – 2.5; 3 are empty."


def test_facts_of_dates_are_days() -> None:
    assert distribution.summarize(DATES).table()["value"] == ["1970-01-01 – 1970-01-02", "1970-01-02 – 1970-01-03"]


@pytest.mark.parametrize(
    ("edges", "bins"),
    [
        ((2019.1, 2019.4, 2025.0), ["2019.1 – 2019.4", "2019.4 – 2025"]),
        ((20_191.0, 20_194.0, 20_197.0), ["20191 – 20194", "20194 – 20197"]),
        ((0.1, 0.1 + 2e-9), ["0.1 – 0.100000002"]),
        ((2000.0, 2010.0, 2020.0), ["2000 – 2010", "2010 – 2020"]),
        ((1e5 / 3, 2e5 / 3), ["33333 – 66667"]),
        ((7.0, 7.0), ["7 – 7"]),
    ],
)
def test_edges_are_written_in_as_many_digits_as_tell_them_apart(edges: tuple[float, ...], bins: list[str]) -> None:
    counts = (1,) * (len(edges) - 1)
    assert distribution.summarize(column("numeric", Histogram(edges=edges, counts=counts))).table()["value"] == bins


@pytest.mark.parametrize(
    ("edges", "bins"),
    [
        ((0.0, 43_200.0, 86_400.0), ["1970-01-01 00:00 – 1970-01-01 12:00", "1970-01-01 12:00 – 1970-01-02 00:00"]),
        ((0.0, 20.0), ["1970-01-01 00:00:00 – 1970-01-01 00:00:20"]),
    ],
)
def test_edges_within_a_day_are_told_with_their_time(edges: tuple[float, ...], bins: list[str]) -> None:
    counts = (1,) * (len(edges) - 1)
    assert distribution.summarize(column("date", Histogram(edges=edges, counts=counts))).table()["value"] == bins


def test_facts_of_labels_count_the_rest() -> None:
    assert distribution.summarize(LABELS).table() == {"value": ["<b>a</b>", "", "others"], "rows": [5, 2, 4]}


WHOLE = column("numeric", Histogram(edges=(-1.0, 0.0, 1.0), counts=(1, 2)), storage="integer")
FEW = column("category", Histogram(labels=("-1", "0", "1"), counts=(1, 2, 1)))


@pytest.mark.parametrize(("profile", "axes"), [(WHOLE, "xy"), (NUMBERS, "y"), (FEW, "x")])
def test_axes_of_counts_and_whole_numbers_have_no_fractions(profile: ColumnProfile, axes: str) -> None:
    layout = distribution.figure(profile, 0, False).layout
    for axis in axes:
        steps = layout[f"{axis}axis"]
        assert (steps.tick0, steps.dtick) in ((0, 1), (0, 2))


def test_classes_have_a_place_each() -> None:
    axis = distribution.figure(FEW, 0, False).layout.yaxis
    assert list(axis.ticktext) == ["-1", "0", "1"]
    assert list(axis.tickvals) == [0, 1, 2]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(2, 8))
def test_whole_ticks_are_few(low: int, size: int, most: int) -> None:
    step = chart_style.whole(low + size, low, most=most)["dtick"]
    assert step == int(step) >= 1
    assert size / step <= most


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("profile", [NUMBERS, DATES, LABELS, column("text", None)], ids=lambda p: p.kind)
def test_figure_is_drawn_without_markup(profile: ColumnProfile, dark: bool) -> None:
    drawn = distribution.figure(profile, 1, dark).to_json()
    assert "<b>" not in drawn
    assert (palette.TASKS[1].colour(dark) in drawn) == (profile.histogram is not None)


def test_bins_of_dates_are_drawn_in_milliseconds() -> None:
    bars = distribution.figure(DATES, 0, False).data[0]
    assert list(bars.x) == [43_200_000.0, 129_600_000.0]


def test_a_column_without_a_spread_says_so() -> None:
    found = distribution.summarize(column("text", None))
    assert found.sentence() == "No value of this column can be drawn."
    assert (found.table(), found.is_date, found.missing) == ({"value": [], "rows": []}, False, 3)


@pytest.mark.parametrize(("labels", "height"), [(2, 150), (6, 150), (7, 156), (20, 390)])
def test_each_label_has_room(labels: int, height: int) -> None:
    names = tuple(f"label {number}" for number in range(labels))
    chart = distribution.figure(column("category", Histogram(labels=names, counts=(1,) * labels)), 0, False)
    assert chart.layout.height == height
