"""A task's metric by groups, drawn: a dot where it is, its interval, and hollow where there is none."""

from __future__ import annotations

import pytest

from mtl_core.figures import groups, palette
from mtl_core.verdict.grouped import Group, Grouped

GROUPS = (Group("north", 1_200, 0.8, 0.75, 0.9), Group("<b>south</b>", 5, 0.4), Group("none", 3, None))


def known(metric: str) -> Grouped:
    return Grouped(metric, 1_208, 0.7, GROUPS)


def test_facts_are_a_line_for_each_group() -> None:
    assert groups.table(known("mae")) == {
        "group": ["north", "<b>south</b>", "none"],
        "rows": [1_200, 5, 3],
        "value": [0.8, 0.4, None],
        "interval from": [0.75, None, None],
        "interval to": [0.9, None, None],
    }


@pytest.mark.parametrize(("metric", "unit", "title"), [("accuracy", 100, "Right, %"), ("mae", 1, "Right")])
def test_dots_stand_at_their_groups_with_their_intervals(metric: str, unit: float, title: str) -> None:
    chart = groups.figure(known(metric), "Right", 1, dark=False)
    told, hollow = chart.data
    assert (list(told.x), list(told.y), list(told.customdata)) == ([pytest.approx(0.8 * unit)], [0], [1_200])
    assert list(told.error_x.array) == pytest.approx([0.1 * unit])
    assert list(told.error_x.arrayminus) == pytest.approx([0.05 * unit])
    assert (told.error_x.visible, hollow.error_x.visible) == (True, False)
    assert (list(hollow.x), list(hollow.y), list(hollow.customdata)) == ([pytest.approx(0.4 * unit)], [1], [5])
    assert hollow.marker.symbol == f"{told.marker.symbol}-open" == f"{palette.TASKS[1].marker}-open"
    assert [line.x0 for line in chart.layout.shapes] == [pytest.approx(0.7 * unit)]  # over all rows
    assert chart.layout.xaxis.title.text == title


def test_groups_are_named_with_their_rows_the_first_on_top() -> None:
    axis = groups.figure(known("mae"), "Off by", 0, dark=True).layout.yaxis
    assert list(axis.ticktext) == ["north · 1,200", "&lt;b&gt;south&lt;/b&gt; · 5", "none · 3"]
    assert list(axis.tickvals) == [0, 1, 2]
    assert list(axis.range) == [2.5, -0.5]
