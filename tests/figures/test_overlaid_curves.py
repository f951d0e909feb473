"""The curves of several runs over each other: what tells tasks and runs apart."""

from __future__ import annotations

import pytest

from mtl_core.figures import overlaid_curves, palette
from mtl_core.figures.overlaid_curves import DASHES, RunCurves

ONE = RunCurves("Run 1", {"ill": [(1, 0.9), (2, 0.5), (3, 0.6)], "cost": [(1, 0.8), (2, None)]})
TWO = RunCurves("Run 2", {"cost": [(1, 0.7)]})


@pytest.mark.parametrize("dark", [False, True])
def test_a_colour_is_a_task_and_a_dash_is_a_run(dark: bool) -> None:
    chart = overlaid_curves.figure([ONE, TWO], dark)
    lines = [
        (trace.line.color, trace.line.dash, tuple(trace.y)) for trace in chart.data if trace.showlegend is not None
    ]
    ill, cost = (palette.TASKS[slot].colour(dark) for slot in (0, 1))
    assert lines == [
        (ill, "solid", (0.9, 0.5, 0.6)),
        (cost, "solid", (0.8, None)),
        (cost, "dash", (0.7,)),
    ]
    keys = [(trace.name, trace.line.dash) for trace in chart.data if trace.showlegend is None]
    assert keys == [("Run 1", "solid"), ("Run 2", "dash"), ("ill", "solid"), ("cost", "solid")]


def test_the_least_losses_are_told() -> None:
    told = "Least losses on validation rows, where guessing is 1: ill 0.5 in Run 1; cost 0.8 in Run 1 and 0.7 in Run 2."
    assert overlaid_curves.sentence([ONE, TWO]) == told


def test_no_more_runs_are_drawn_than_can_be_told_apart() -> None:
    runs = [RunCurves(f"Run {number}", {"ill": [(1, 0.9)]}) for number in range(len(DASHES) + 2)]
    drawn = {trace.line.dash for trace in overlaid_curves.figure(runs, False).data if trace.showlegend is False}
    assert drawn == set(DASHES)
