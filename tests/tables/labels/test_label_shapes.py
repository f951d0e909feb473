"""Columns whose cells hold several labels."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.features.label_sets import parts
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.labels.label_cells import explode, has_label
from mtl_core.tables.labels.label_shapes import separator_of, tokens_column
from mtl_core.tables.labels.proposal import task
from mtl_core.tables.labels.targets import labels

SENTENCES = ["Ada met Bob", "Paris is far away", "He went to Rome today", "Nothing happened", "Eve sang", "Go"] * 5
ENTITIES = ["B-PER O B-PER", "B-LOC O O O", "O O O B-LOC O", "O O", "B-PER O", "O"] * 5
SPEECH = ["NOUN VERB NOUN", "NOUN VERB ADV ADV", "PRON VERB ADP NOUN ADV", "PRON VERB", "NOUN VERB", "VERB"] * 5


def column(cells: list[str | None], times: int = 10) -> pd.Series:
    return pd.Series(cells * times, dtype="str")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('["sci-fi", "kids"]', ["sci-fi", "kids"]),
        ("['a', \"b's\"]", ["a", "b's"]),
        ('["war; peace"]', ["war; peace"]),
        ("[1, 2]", ["1", "2"]),
        (r'["caf\u00e9", "a\"b"]', ["café", 'a"b']),
        (r"['\d']", [r"['\d']"]),
        ("[ ]", []),
        ("[a; b]", ["[a", "b]"]),
        ("[__import__('os')]", ["[__import__('os')]"]),
        ("[[1]]", ["[[1]]"]),
    ],
)
def test_list_in_a_cell_is_read_as_its_language_writes_it(cell: str, expected: list[str]) -> None:
    assert parts(cell, ";") == expected


def test_lists_are_several_labels(tmp_path: Path) -> None:
    table = take_in(Path(__file__).parents[2] / "cases" / "21_ml_json__t.csv", "t.csv", tmp_path)
    found = labels(table.frame(["tags"]), task(table, "tags"))
    assert set(explode(found[has_label(found)])[1]) == {"drama", "kids", "sci-fi", "war & peace"}


@pytest.mark.parametrize("sign", [";", "|", ","])
def test_a_set_of_labels_shows_its_separator(sign: str) -> None:
    cells = [f"sport{sign} politics", "sport", "film", None, f"film{sign}sport{sign}politics"]
    assert separator_of(column(cells)) == sign


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (["Paris, France", "Rome, Italy", "Lyon, France"], "each cell has one place: always two parts"),
        (["1,5", "2", "3,5", "4,5"], "decimal commas"),
        (["sport", "film"], "one label each"),
        ([f"well, it was {n}" if n % 2 else f"no {n}" for n in range(300)], "texts with commas"),
        ([None, None], "nothing there"),
    ],
)
def test_what_only_looks_like_a_set_has_none(cells: list[str | None], why: str) -> None:
    assert separator_of(column(cells, 1 if len(cells) > 100 else 10)) is None, why


def test_numbers_have_no_separator() -> None:
    assert separator_of(pd.Series([1.5, np.nan])) is None


def test_tags_belong_to_the_text_with_as_many_tokens() -> None:
    frame = pd.DataFrame({"text": SENTENCES, "pos": SPEECH, "entities": ENTITIES}, dtype="str")
    assert tokens_column(frame["entities"], frame[["text", "pos"]]) == "text"
    assert tokens_column(frame["pos"], frame[["text", "entities"]]) == "text"
    assert tokens_column(frame["text"], frame[["pos", "entities"]]) is None


def test_one_row_in_a_hundred_may_be_off_and_missing_tags_say_nothing() -> None:
    frame = pd.DataFrame({"text": SENTENCES * 4, "tags": ENTITIES * 4}, dtype="str")
    frame.loc[3, "tags"] = "O O O O O"
    frame.loc[7, "tags"] = None
    assert tokens_column(frame["tags"], frame[["text"]]) == "text"


def test_labels_of_one_word_are_no_tags() -> None:
    frame = pd.DataFrame({"word": ["yes", "no", "perhaps", "never"] * 9, "label": ["a", "b"] * 18}, dtype="str")
    assert tokens_column(frame["label"], frame[["word"]]) is None


def test_texts_with_other_numbers_of_tokens_do_not_fit() -> None:
    frame = pd.DataFrame({"text": SENTENCES, "tags": ENTITIES[1:] + ENTITIES[:1]}, dtype="str")
    assert tokens_column(frame["tags"], frame[["text"]]) is None
