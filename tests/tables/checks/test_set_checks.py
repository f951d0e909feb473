"""What is said of sets of labels before they are learnt."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Task
from mtl_core.tables.checks.task_checks import check_task


def said(task: Task, **columns: list[Any]) -> list[tuple[str, str]]:
    return [(found.level, found.sentence) for found in check_task(task, pd.DataFrame(columns))]


SETS = Task(column="about", kind="multilabel")


def test_sound_sets_give_nothing_to_say() -> None:
    assert said(SETS, about=["a;b", "b", None, "[]", "a"] * 8) == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([None] * 30, "has no labels: every cell is empty"),
        (["a;b", "b;a"] * 30, 'every labelled row has the same value, "a;b"'),
        (
            ["a b"] * 20 + [f"x{n}" for n in range(10)],
            'cannot be several labels: expected 2 .* split at ";", received 1;',
        ),
        (["a;b", "a;b", "a"], "has 3 labelled rows, expected at least 20"),
    ],
)
def test_sets_that_cannot_be_learnt(cells: list[Any], words: str) -> None:
    ((level, sentence),) = said(SETS, about=cells)
    assert level == "error"
    assert pd.Series([sentence]).str.contains(words).all(), sentence


def test_warnings() -> None:
    (rare,) = said(SETS, about=["a;b", "a"] * 20 + ["c"])
    assert rare == (
        "warning",
        'Task "about": 1 of 3 labels stand in fewer than 5 rows, such as "c"; one that a single training row has is '
        "not learnt.",
    )
    (single,) = said(SETS, about=["a", "b"] * 20)
    assert single[1] == 'Task "about": no cell holds more than one label split at ";"; predict classes.'
    bars = Task(column="about", kind="multilabel", separator="|")
    assert 'split at "|"; predict classes.' in said(bars, about=["a", "b"] * 20)[0][1]
    many = said(SETS, about=[f"{n};{n + 1}" for n in range(250) for _ in range(3)])
    assert many[0][1] == ('Task "about" has 251 different labels; the 200 commonest of the training rows are learnt.')
    most = said(SETS, about=[f"{n};{n + 1}" for n in range(199) for _ in range(5)])
    assert most == []


JOINED = Task(column="about", kind="multilabel", columns=("a", "b"))


def test_joined_columns() -> None:
    assert said(JOINED, a=[1, 0, 1, 0] * 8, b=["yes", "no", "no", None] * 8) == []
    ((_, wrong),) = said(JOINED, a=[1, 0] * 20, b=["yes", "perhaps"] * 20)
    assert wrong.startswith('Task "about" joins column "b", expected yes and no or 1 and 0 in it, received "perhaps"')
    ((_, empty),) = said(JOINED, a=[1, 0] * 20, b=[np.nan] * 40)
    assert 'joins column "b", whose every cell is empty' in empty
    warnings = said(JOINED, a=[1, 0] * 20, b=[0] * 40)
    assert [level for level, _ in warnings] == ["warning"]
    assert '"b" holds in 0.0% of its rows' in warnings[0][1]


@pytest.mark.parametrize(("having", "told"), [(5, []), (4, ["c"])])
def test_a_label_of_fewer_than_five_rows_is_rare(having: int, told: list[str]) -> None:
    warnings = said(SETS, about=["a;b", "a"] * 20 + ["c"] * having)
    assert [sentence.split('"')[3] for _, sentence in warnings if "fewer than 5 rows" in sentence] == told


@pytest.mark.parametrize(
    ("having", "rows", "told"),
    [(5, 200, False), (4, 200, True), (195, 200, False), (196, 200, True), (10, 1_000, True), (11, 1_000, False),
     (989, 1_000, False), (990, 1_000, True)],
)  # fmt: skip
def test_a_joined_label_of_five_rows_and_a_hundredth_can_be_learnt(having: int, rows: int, told: bool) -> None:
    warnings = said(JOINED, a=[1, 0] * (rows // 2), b=[1] * having + [0] * (rows - having))
    sentence = f'Task "about": label "b" holds in {having / rows:.1%} of its rows, so little can be learnt of it.'
    assert warnings == ([("warning", sentence)] if told else [])


def test_what_is_no_yes_and_no_is_named_by_its_first_cell() -> None:
    ((level, sentence),) = said(JOINED, a=["yes", "no"] * 20, b=["no", "perhaps", "maybe", "yes"] * 10)
    assert level == "error"
    assert sentence == (
        'Task "about" joins column "b", expected yes and no or 1 and 0 in it, received "perhaps"; do not predict it, '
        "and join its other columns anew."
    )


def test_columns_of_which_no_row_has_any_cannot_be_learnt() -> None:
    ((level, sentence),) = said(JOINED, a=[0] * 40, b=["no"] * 40)
    assert (level, sentence) == (
        "error",
        'Task "about" cannot be learnt: no row has any of its labels; do not predict it.',
    )


def test_a_rare_label_of_joined_columns_is_said_once() -> None:
    (rare,) = said(JOINED, a=[1, 0] * 20, b=[*[0] * 39, 1])
    assert rare == ("warning", 'Task "about": label "b" holds in 2.5% of its rows, so little can be learnt of it.')
