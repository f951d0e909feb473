"""The bars of one row's reasons: what they are drawn of, and that names stay names."""

from __future__ import annotations

import pytest

from mtl_core.figures import row_reasons
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
