"""The bars of one row's reasons: what they are drawn of, and that names stay names."""

from __future__ import annotations

import pytest

from mtl_core.figures import palette, row_reasons
from mtl_core.records.explanations import AnswerReasons, ColumnReason

HOSTILE = "<b>size</b> %{x}"


def answer(columns: int, error: float = 0.0) -> AnswerReasons:
    reasons = [
        ColumnReason(
            column=f"{HOSTILE}{place}",
            cell="<i>",
            typical="1",
            effect=(-1) ** place / (1 + place),
            error=error,
            if_typical=2.0 + place,
        )
        for place in range(columns)
    ]
    return AnswerReasons(id="t0", name="cost", value=2.0, baseline=1.0, columns=tuple(reasons))


@pytest.mark.parametrize("dark", [False, True])
def test_strongest_columns_are_bars_and_the_rest_is_one(dark: bool) -> None:
    asked = answer(row_reasons.MOST_BARS + 3)
    chart = row_reasons.figure(asked, "shares", 0, dark)
    (bars,) = chart.data
    assert len(bars.x) == row_reasons.MOST_BARS + 1
    assert sum(bars.x) == pytest.approx(sum(reason.effect for reason in asked.columns))
    assert chart.layout.yaxis.ticktext[-1] == "3 other columns"
    assert not any("<" in name for name in chart.layout.yaxis.ticktext)
    assert bars.error_x.array is None


def test_estimated_shares_carry_their_interval() -> None:
    (bars,) = row_reasons.figure(answer(3, error=0.1), "shares", 0, False).data
    assert bars.error_x.array[0] == pytest.approx(0.196)


def test_typical_cells_are_ranked_by_what_they_change() -> None:
    asked = answer(4)
    chart = row_reasons.figure(asked, "typical", 1, False)
    (bars,) = chart.data
    assert list(bars.x) == [3, 2, 1, 0]
    assert chart.layout.annotations[0].text == "5 with 1"
    assert row_reasons.sentence(asked, "typical").startswith(f"{HOSTILE}3: 5 with 1")


def test_one_column_that_is_left_is_told_as_one() -> None:
    asked = answer(row_reasons.MOST_BARS + 1)
    assert row_reasons.figure(asked, "shares", 0, False).layout.yaxis.ticktext[-1] == "1 other column"
    assert len(row_reasons.figure(asked, "typical", 0, False).data[0].x) == row_reasons.MOST_BARS
    assert len(row_reasons.figure(answer(row_reasons.MOST_BARS), "shares", 0, False).data[0].x) == row_reasons.MOST_BARS


def test_what_raises_the_answer_has_the_tasks_colour_and_leads_to_the_right() -> None:
    columns = tuple(
        ColumnReason(column=name, cell="1", typical="0", effect=effect, if_typical=2.0 - effect)
        for name, effect in (("up", 2.0), ("down", -1.0), ("none", 0.0))
    )
    asked = AnswerReasons(id="t0", name="cost", value=2.0, baseline=1.0, columns=columns)
    chart = row_reasons.figure(asked, "shares", 1, dark=False)
    (bars,) = chart.data
    hue, faint = palette.TASKS[1].colour(False), palette.surface(False).faint
    assert list(bars.marker.color) == [hue, faint, faint]
    assert list(bars.x) == [2, -1, 0]
    assert [(note.text, note.xanchor) for note in chart.layout.annotations] == [
        ("+2", "left"),
        ("−1", "right"),
        ("+0", "left"),
    ]
    assert bars.hovertext[0] == "up = 1<br>adds +2<br>with the typical cell, 0: 0"
    low, high = chart.layout.xaxis.range
    assert low == pytest.approx(-1 - 0.65 * 2)
    assert high == pytest.approx(2 + 0.65 * 2)
    assert row_reasons.sentence(asked, "shares") == "up: +2; down: −1; none: +0"
