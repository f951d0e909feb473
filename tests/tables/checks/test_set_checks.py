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
    assert "no cell holds more than one label" in single[1]
    many = said(SETS, about=[f"{n};{n + 1}" for n in range(250) for _ in range(3)])
    assert "251 different labels; the 200 commonest" in many[0][1]


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


def test_a_rare_label_of_joined_columns_is_said_once() -> None:
    (rare,) = said(JOINED, a=[1, 0] * 20, b=[*[0] * 39, 1])
    assert rare == ("warning", 'Task "about": label "b" holds in 2.5% of its rows, so little can be learnt of it.')
