"""The losses over the epochs: which lines are drawn, which of them the legend names, and what is said."""

from __future__ import annotations

import pytest

from mtl_core.figures import learning_curves, palette
from mtl_core.records.events import EpochEvent

NAMES = {"t0": "ill", "t1": "cost"}


def epoch(number: int, train: list[float | None], validation: list[float | None]) -> EpochEvent:
    told = {"train": dict(zip(NAMES, train, strict=True)), "validation": dict(zip(NAMES, validation, strict=True))}
    return EpochEvent.model_validate({"epoch": number, **told})


BOTH = [epoch(1, [0.9, 0.8], [1.1, 0.95]), epoch(2, [0.5, 0.4], [0.7, 0.6])]
HALF = [epoch(1, [0.9, 0.8], [1.1, None]), epoch(2, [0.5, 0.4], [0.7, None])]
ALONE = {"t1": [EpochEvent(epoch=1, validation={"t0": 0.85}), EpochEvent(epoch=2, validation={"t0": 0.65})]}


@pytest.mark.parametrize(
    ("epochs", "losses"),
    [
        (BOTH, "ill 0.7, cost 0.6"),
        (HALF, "ill 0.7, cost 0.4"),  # of training rows, where no other has a label
        ([epoch(2, [0.5, 0.4], [0.0, None])], "ill 0, cost 0.4"),
        ([epoch(2, [None, 0.4], [None, 0.6])], "cost 0.6"),
        ([epoch(2, [None, None], [None, None])], "not known"),
    ],
)
def test_the_last_losses_are_told(epochs: list[EpochEvent], losses: str) -> None:
    assert learning_curves.sentence(epochs, NAMES) == f"Losses after epoch 2, where guessing is 1: {losses}."


def test_a_network_of_the_tasks_own_is_told_where_there_is_one() -> None:
    dotted = " Dotted: the same rows, learnt by a network of the task's own."
    assert learning_curves.sentence(BOTH, NAMES, ALONE).endswith(dotted)
    assert not learning_curves.sentence(BOTH, NAMES, {"t1": []}).endswith(dotted)


@pytest.mark.parametrize("dark", [False, True])
def test_a_task_has_a_line_for_each_part_of_the_rows_and_one_name(dark: bool) -> None:
    chart = learning_curves.figure(BOTH, NAMES, None, dark)
    drawn = [(trace.name, tuple(trace.x), tuple(trace.y), trace.showlegend) for trace in chart.data]
    assert drawn == [
        ("A · ill", (1, 2), (0.9, 0.5), False),
        ("A · ill", (1, 2), (1.1, 0.7), True),
        ("B · cost", (1, 2), (0.8, 0.4), False),
        ("B · cost", (1, 2), (0.95, 0.6), True),
    ]
    assert [trace.line.color for trace in chart.data[1::2]] == [palette.TASKS[slot].colour(dark) for slot in (0, 1)]
    assert all(faint.opacity < full.opacity for faint, full in zip(chart.data[::2], chart.data[1::2], strict=True))


def test_a_task_without_validation_labels_is_named_by_its_training_rows() -> None:
    chart = learning_curves.figure(HALF, NAMES, None, False)
    assert [(trace.name, trace.showlegend) for trace in chart.data] == [
        ("A · ill", False),
        ("A · ill", True),
        ("B · cost", True),
    ]
    nothing = [epoch(2, [0.5, 0.4], [0.0, 0.6])]  # a loss of nothing is one
    assert [trace.showlegend for trace in learning_curves.figure(nothing, NAMES, None, False).data[:2]] == [False, True]


def test_a_task_learnt_alone_is_dotted_and_goes_with_its_line() -> None:
    chart = learning_curves.figure(BOTH, NAMES, None, False, ALONE)
    ghost = chart.data[-1]
    assert (ghost.name, ghost.line.dash, ghost.legendgroup) == ("B alone", "dot", "t1")
    assert (tuple(ghost.x), tuple(ghost.y)) == ((1, 2), (0.85, 0.65))
    assert {trace.legendgroup for trace in chart.data if trace.line.color == ghost.line.color} == {"t1"}


def test_guessing_and_the_epoch_that_is_kept_are_marked() -> None:
    layout = learning_curves.figure(BOTH, NAMES, 2, False).layout
    assert [(line.y0, line.y1) for line in layout.shapes if line.y0 == line.y1] == [(1, 1)]
    assert [line.x0 for line in layout.shapes if line.x0 == line.x1] == [2]
    # A note on a logarithmic axis stands at the logarithm.
    assert [(note.text, note.x, note.y) for note in layout.annotations if note.text == "guessing"] == [
        ("guessing", 1, 0)
    ]
    assert layout.yaxis.type == "log"
    assert "kept" not in [note.text for note in learning_curves.figure(BOTH, NAMES, None, False).layout.annotations]
