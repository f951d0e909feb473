"""A text column learns its words and its length from the training rows alone."""

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.columns.text import TextColumn
from mtl_core.features.learned_state import from_plain, to_plain
from mtl_core.features.text_input import Coverage, TextReading

TEXTS = pd.Series(["a good film", "a bad film", "good", None, "a a"], dtype=object)


def fitted(texts: "pd.Series[object]" = TEXTS, **reading: object) -> TextColumn:
    return TextColumn.fit("x", texts, ColumnFormat(), TextReading(**{"percentile": 100.0, **reading}))  # type: ignore[arg-type]


def test_words_are_numbered_by_how_common_they_are() -> None:
    column = fitted()
    assert column.words == ("a", "film", "good")
    assert (column.length, column.tokens) == (3, 5)
    assert column.unseen_share == pytest.approx(1 / 9)
    later = pd.Series(["Good film, good", "nothing known", None, "", "a a a a"], dtype=object)
    assert column.encode(later).tolist() == [[4, 3, 1], [1, 1, 0], [0, 0, 0], [0, 0, 0], [2, 2, 2]]


def test_vocabulary_is_limited_by_size_and_count() -> None:
    assert fitted(vocabulary=1).words == ("a",)
    assert fitted(min_count=1).words == ("a", "film", "good", "bad")
    assert fitted(min_count=1).unseen_share == 0
    assert fitted(min_count=9).length == 0  # nothing to learn from


def test_a_pair_of_neighbours_follows_the_word_that_ends_it() -> None:
    column = fitted(pd.Series(["not bad", "not bad", "bad", "not so"], dtype=object), pairs=True)
    assert column.words == ("bad", "not", "not bad")
    assert column.unseen_share == pytest.approx(1 / 7)
    later = pd.Series(["not bad", "bad not", "not so bad"], dtype=object)
    assert column.encode(later).tolist() == [[3, 2, 4], [2, 3, 0], [3, 1, 2]]


def test_beginnings_join_the_forms_of_a_word() -> None:
    column = fitted(pd.Series(["hoped", "hoping", "I hope", "we hope", "I"], dtype=object), pairs=True)
    assert column.words == ("hope ", "hope", "i")
    later = pd.Series(["hopeful", "hope", "hop I"], dtype=object)
    assert column.encode(later).tolist() == [[1, 2, 0], [3, 2, 0], [1, 4, 0]]


def test_numbers_rise_as_tokens_grow_rarer() -> None:
    column = fitted(pd.Series(["so so good"] * 2 + ["so so", "good"], dtype=object), pairs=True, min_count=1)
    assert column.words == ("so", "good", "good ", "so so", "so good")


def test_length_keeps_a_percentile_of_the_texts_whole() -> None:
    texts = pd.Series([" ".join(["word"] * (1 + row)) for row in range(100)], dtype=object)
    column = fitted(texts, percentile=90.0)
    assert column.length == pytest.approx(90, abs=1)
    assert column.cut_share == pytest.approx(0.1, abs=0.02)
    assert fitted(texts, longest=7).length == 7
    assert fitted(texts, longest=7, pairs=True).length == 28  # a word, its two beginnings and a pair for each


def test_coverage_of_other_rows() -> None:
    found = fitted(longest=2).coverage(pd.Series(["a good play", "film", None], dtype=object))
    assert (found.unseen_share, found.cut_share) == (pytest.approx(1 / 4), 0.5)
    assert fitted().coverage(TEXTS) == Coverage(fitted().unseen_share, fitted().cut_share)
    assert fitted().coverage(TEXTS[:0]) == Coverage(0.0, 0.0)


def test_characters_where_the_script_writes_no_spaces() -> None:
    texts = pd.Series(["酒店很好", "酒店不好"], dtype=object)
    assert fitted(texts).cutting == "characters"
    assert fitted(texts).words == ("好", "店", "酒")
    assert fitted(pd.Series(["good", "bad"], dtype=object), tokens="characters", min_count=1).length == 4


def test_typed_cells_are_texts_too() -> None:
    column = fitted(pd.Series([1.0, 2.0, 1.0, 2.0]))
    np.testing.assert_array_equal(column.encode(pd.Series(["1", "2.0"])), column.encode(pd.Series([1, 2])))


@pytest.mark.parametrize(
    "wrong",
    [
        {"kept": -1},
        {"kept": 10**9},
        {"kept": 0},
        {"kept": True},
        {"cutting": "eval"},
        {"words": ["a", "a"]},
        {"words": ["a", "a b"]},
        {"words": ["a", "a a a"]},
    ],
)
def test_damaged_state_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(DataError, match="damaged"):
        from_plain(TextColumn, to_plain(fitted()) | wrong)
