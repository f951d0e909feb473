"""Cells become sets of labels; labels too rare are not learnt, and an empty cell is no empty set."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.errors import DataError, ExperimentError
from mtl_core.experiment import Task
from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.label_sets import flags, indicators, names_of_flags, parts, sets, write_sets
from mtl_core.features.targets.multilabel import SetTarget


def objects(*cells: Any) -> np.ndarray:
    found = np.empty(len(cells), dtype=object)
    found[:] = cells
    return found


def fitted(cells: list[Any], separator: str = ";") -> SetTarget:
    task = Task(column="about", kind="multilabel", separator=separator)
    return SetTarget.fit(task, pd.DataFrame({"about": pd.Series(cells, dtype=object)}), {})


def joined(**columns: list[Any]) -> SetTarget:
    task = Task(column="about", kind="multilabel", columns=tuple(columns))
    return SetTarget.fit(task, pd.DataFrame(columns), {})


def test_parts_are_trimmed_and_never_empty() -> None:
    assert parts(" a ;; b;", ";") == ["a", "b"]


@pytest.mark.parametrize(
    ("cell", "labels"),
    [
        ('["sci-fi", "kids"]', ["sci-fi", "kids"]),
        ("['a;b', 2, 1.5]", ["a;b", "2", "1.5"]),
        ('["caf\\u00e9"]', ["café"]),
        ("[]", []),
        ("[a, b]", ["[a, b]"]),
        ("[[1], [2]]", ["[[1], [2]]"]),
        ("[{'a': 1}]", ["[{'a': 1}]"]),
        ("[None]", ["[None]"]),
        ("[1, 2", ["[1, 2"]),
        ('["\\q"]', ['["\\q"]']),
        ("[{{}}]", ["[{{}}]"]),
        (f"[{'-' * 9_000}1]", [f"[{'-' * 9_000}1]"]),
        (f"[{'+'.join('1' * 4_000)}]", [f"[{'+'.join('1' * 4_000)}]"]),
        (f"[{'(' * 5_000}", [f"[{'(' * 5_000}"]),
        (f"[{', '.join('1' * 3_333)}]", ["1"] * 3_333),
        (f"[{', '.join('1' * 3_334)}]", [f"[{', '.join('1' * 3_334)}]"]),
    ],
    ids=range(16),
)
def test_a_list_is_read_as_json_or_python_writes_it_and_anything_else_is_a_label(cell: str, labels: list[str]) -> None:
    assert parts(cell, ";") == labels


def test_cells_are_sets_and_back() -> None:
    found = sets(objects("b;a", None, "[]", "-", " a ; a", ";"), ";")
    assert found.tolist() == [("a", "b"), None, (), (), ("a",), ()]
    assert write_sets(found, ";").tolist() == ["a;b", None, "[]", "[]", "a", "[]"]


def test_indicators_pass_over_what_is_not_asked_for() -> None:
    found = indicators(objects(("b", "x"), None, ()), ["a", "b"])
    assert found.tolist() == [[False, True], [False, False], [False, False]]


def test_yes_no_columns_are_sets() -> None:
    values = flags(pd.DataFrame({"a": ["yes", "no", None], "b": [1.0, np.nan, np.nan]}))
    assert names_of_flags(values, ["a", "b"]).tolist() == [("a", "b"), (), None]


def test_labels_of_two_training_rows_are_learnt_and_the_others_told() -> None:
    target = fitted(["sport;film", "film", "sport; rare", "[]", None])
    assert (target.classes, target.outputs) == (("film", "sport"), 2)
    assert target.notes == (
        'Task "about": 1 of 3 labels, such as "rare", stand in one training row only; they are not learnt and count as '
        "missed.",
    )


def test_at_most_200_labels_are_learnt_the_commonest() -> None:
    target = fitted([f"{number}" for number in range(250) for _ in range(2 + (number < 200))])
    assert (len(target.classes), target.classes[0], target.classes[-1]) == (200, "0", "199")
    assert "of 250 labels the 200 commonest are learnt" in target.notes[0]


def test_an_empty_cell_is_masked_and_an_empty_set_is_all_no() -> None:
    target = fitted(["a;b", "a;b"])
    rows = pd.DataFrame({"about": ["b", None, "[]", "new;a"]})
    values, mask = target.encode(rows)
    assert values.tolist() == [[0, 1], [0, 0], [0, 0], [1, 0]]
    assert mask.tolist() == [[True] * 2, [False] * 2, [True] * 2, [True] * 2]
    assert target.truth(rows).tolist() == [("b",), None, (), ("a", "new")]


def test_of_joined_columns_each_known_cell_trains() -> None:
    target = joined(a=[1, 0, 1], b=["yes", "no", "yes"])
    rows = pd.DataFrame({"a": [1.0, np.nan, np.nan], "b": ["no", "yes", None]})
    values, mask = target.encode(rows)
    assert values.tolist() == [[1, 0], [0, 1], [0, 0]]
    assert mask.tolist() == [[True, True], [False, True], [False, False]]
    assert target.truth(rows).tolist() == [("a",), None, None]
    assert (target.classes, target.notes) == (("a", "b"), ())


def test_joined_columns_that_are_filled_in_part_are_told() -> None:
    told = (
        'Task "about": {} only some of its columns filled; such rows train, but only those with all of them are judged.'
    )
    assert joined(a=[1.0, np.nan, 1.0], b=[0, 1, 0]).notes == (told.format("1 training row has"),)
    assert joined(a=[1.0, np.nan, 1.0], b=[0, 1, np.nan]).notes == (told.format("2 training rows have"),)


def test_what_cannot_be_learnt_is_refused() -> None:
    with pytest.raises(ExperimentError, match='Task "about" cannot be learnt as several labels: 1 labels'):
        fitted(["a", "a", "b"])


def test_damaged_state_is_refused() -> None:
    with pytest.raises(DataError, match='task "about" is damaged'):
        SetTarget("about", "multilabel", AS_WRITTEN, ";", ("a",), ("a", "b"), ())
    with pytest.raises(DataError, match='task "about" is damaged'):
        SetTarget("about", "multilabel", AS_WRITTEN, ";", (), ("a", "a"), ())


@given(st.text("[](){}'\",:;+-0123456789abNone \\*", max_size=30).map(lambda inside: f"[{inside}]"))
def test_whatever_stands_between_brackets_has_labels(cell: str) -> None:
    for separator in ";,":
        found = parts(cell, separator)
        assert all(label == label.strip() != "" for label in found)
        assert found or not cell.strip("[] ,;")


@given(st.lists(st.text("abc é-", min_size=1).map(str.strip).filter(bool), max_size=5))
def test_labels_that_are_written_are_read_again(labels: list[str]) -> None:
    wanted = tuple(sorted(set(labels) - {"-"}))
    assert sets(write_sets(objects(wanted), ";"), ";").tolist() == [wanted]
