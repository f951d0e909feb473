"""How words are spelt, and what of it a text column learns from its training rows."""

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.columns.text import TextColumn
from mtl_core.features.learned_state import from_plain, to_plain
from mtl_core.features.space import FeatureSpace
from mtl_core.features.spelling import find_shared, shape, spell
from mtl_core.features.text_input import TextReading
from mtl_core.features.tokenizer import SPACES
from mtl_core.text_encoders import SPELT

TEXTS = pd.Series(["to Marton", "to Morton now", None], dtype=object)


def fitted(texts: "pd.Series[object]" = TEXTS, spelling: bool = True) -> TextColumn:
    reading = TextReading(SPACES, min_count=1, percentile=100.0, spelling=spelling)
    return TextColumn.fit("x", texts, ColumnFormat(), reading)


def test_a_word_is_spelt_by_both_ends_and_its_shape() -> None:
    assert spell("McCoy's", lowercase=True) == ("m ", "mc ", "mcc ", " s", " 's", " y's", " XxXx'x ")
    assert spell("Ab", lowercase=False) == ("A ", "Ab ", "", " b", " Ab", "", " Xx ")
    assert spell("", lowercase=True) == ("", "", "", "", "", "", "  ")


@pytest.mark.parametrize(
    ("word", "found"),
    [("OSLO", "X"), ("1,000.50", "d,d.d"), ("北京", "c"), ("...", "."), ("aB" * 9, "xXxXxXxX"), ("3rd", "dx")],
)
def test_a_shape_writes_each_run_once(word: str, found: str) -> None:
    assert shape(word) == found


def test_features_are_known_that_two_different_words_share() -> None:
    assert find_shared(["Bonn", "bonn"], lowercase=True) == ()
    assert find_shared(["Bonn", "Born"], lowercase=True) == (" Xx ", " n", "b ", "bo ")
    assert "b " not in find_shared(["Bonn", "born"], lowercase=False)


def test_a_word_that_was_never_seen_shares_its_ending() -> None:
    column = fitted()
    assert column.spelt == (" Xx ", " n", " on", " ton", " x ", "m ")
    assert column.spellings == 7
    found = column.spell(pd.Series(["Burton", "to  zed to never", None], dtype=object))
    assert found.shape == (3, 3, SPELT)
    assert found[0].tolist() == [[0, 0, 0, 2, 3, 4, 1], [0] * 7, [0] * 7]
    assert found[1, :, -1].tolist() == [5, 5, 5]
    assert not found[2].any()


def test_words_are_spelt_where_their_tokens_stand() -> None:
    column = fitted()
    there = column.encode(TEXTS) > 0
    np.testing.assert_array_equal(column.spell(TEXTS).any(axis=2), there)


def test_without_the_setting_nothing_is_told() -> None:
    assert (fitted(spelling=False).spelt, fitted(spelling=False).spellings) == ((), 0)


def test_characters_with_spaces_between_them_have_their_shape_alone() -> None:
    assert fitted(pd.Series(["北 京 到", "上 海"], dtype=object)).spelt == (" c ",)


def test_what_is_spelt_travels_and_older_columns_know_none() -> None:
    stored = to_plain(fitted())
    assert from_plain(TextColumn, stored) == fitted()
    with pytest.raises(DataError, match="damaged"):
        from_plain(TextColumn, stored | {"spelt": ["a ", "a "]})
    del stored["spelt"]
    assert from_plain(TextColumn, stored).spellings == 0


def test_a_cell_that_is_dealt_takes_its_spelling_along() -> None:
    space, frame = FeatureSpace((fitted(),), ()), TEXTS.to_frame("x")
    encoded, order = space.transform(frame), np.array([1, 2, 0])
    for found in (space.deal(encoded, 0, order), space.mix(encoded, order[:, None])):
        for name in ("c0", "c0_spelling"):
            np.testing.assert_array_equal(found[name], encoded[name][order])
