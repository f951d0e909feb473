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


@pytest.mark.parametrize(
    ("several", "single", "told"),
    [(2, 98, True), (1, 49, False), (2, 99, False), (3, 147, True), (3, 148, False), (1, 9, False), (2, 2, True)],
)
def test_two_cells_and_a_fiftieth_hold_several_labels(several: int, single: int, told: bool) -> None:
    cells = ["red;blue"] * several + [("red", "blue")[n % 2] for n in range(single)]
    assert (separator_of(column(cells, 1)) == ";") is told


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([f"l{n};l{(n + 1) % 200}" for n in range(200)] + [f"l{n}" for n in range(200)], True),
        ([f"l{n};l{(n + 1) % 201}" for n in range(201)] + [f"l{n}" for n in range(201)], False),
        (["a;b", "a;b", "c"] * 1 + ["c"] * 2 + ["b", "a"], True),  # nine labels, three different ones
        (["a;b", "a;b", "c"] * 1 + ["c"] * 2 + ["b"], False),
        ([f"{'x' * 60};b", "b"] * 9, True),
        ([f"{'x' * 61};b", "b"] * 9, False),
        (["1;2", "1", "2"] * 9, False),
        (["1;a", "1", "a"] * 9, True),
        (["a;a", "a"] * 9, False),
    ],
    ids=[
        "200 labels",
        "201 labels",
        "three times each",
        "less often",
        "60 letters",
        "61",
        "numbers",
        "one number",
        "one",
    ],
)
def test_labels_are_few_short_and_come_again(cells: list[str], told: bool) -> None:
    assert (separator_of(column(cells, 1)) is not None) is told


def test_the_least_ambiguous_sign_is_meant() -> None:
    cells = ["a|b;c|d", "a|b", "c|d"] * 9
    assert separator_of(column(cells, 1)) == ";"
    assert separator_of(column(["a, b|c", "c", "a, b"] * 9, 1)) == "|"


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


def tags_of(tags: list[str], texts: list[str]) -> str | None:
    frame = pd.DataFrame({"text": texts, "tags": tags}, dtype="str")
    return tokens_column(frame["tags"], frame[["text"]])


@pytest.mark.parametrize(("single", "told"), [(30, True), (31, False)])
def test_half_of_the_cells_have_several_tags(single: int, told: bool) -> None:
    tags = ["A B"] * 30 + ["A"] * single
    texts = [f"w{n} v{n}" for n in range(30)] + [f"u{n}" for n in range(single)]
    assert (tags_of(tags, texts) == "text") is told


def test_tags_of_one_number_in_every_row_are_none() -> None:
    assert tags_of(["A B"] * 30, [f"w{n} v{n}" for n in range(30)]) is None


@pytest.mark.parametrize(("off", "told"), [(2, True), (3, False)])
def test_nineteen_rows_of_twenty_have_as_many_tags_as_tokens(off: int, told: bool) -> None:
    tags = ["A B", "A B C"] * 20
    texts = [" ".join(f"w{n}{k}" for k in range(len(cell.split()) + (n < off))) for n, cell in enumerate(tags)]
    assert (tags_of(tags, texts) == "text") is told


def test_of_several_texts_the_one_with_most_words_is_meant() -> None:
    tags = ["A B", "A B C"] * 20
    frame = pd.DataFrame(
        {
            "lemmas": [" ".join(f"l{(n + k) % 9}" for k in range(len(cell.split()))) for n, cell in enumerate(tags)],
            "words": [" ".join(f"w{n}{k}" for k in range(len(cell.split()))) for n, cell in enumerate(tags)],
            "few": [" ".join("xyz"[: len(cell.split())]) for cell in tags],
            "tags": tags,
        },
        dtype="str",
    )
    assert tokens_column(frame["tags"], frame[["lemmas", "words", "few"]]) == "words"
    assert tokens_column(frame["tags"], frame[["words", "lemmas"]]) == "words"
    assert tokens_column(frame["tags"], frame[["few"]]) is None


def test_labels_of_one_word_are_no_tags() -> None:
    frame = pd.DataFrame({"word": ["yes", "no", "perhaps", "never"] * 9, "label": ["a", "b"] * 18}, dtype="str")
    assert tokens_column(frame["label"], frame[["word"]]) is None


def test_texts_with_other_numbers_of_tokens_do_not_fit() -> None:
    frame = pd.DataFrame({"text": SENTENCES, "tags": ENTITIES[1:] + ENTITIES[:1]}, dtype="str")
    assert tokens_column(frame["tags"], frame[["text"]]) is None
