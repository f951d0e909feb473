"""Encoded rows as matrices: what stands where."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.references.inputs import Inputs

TRAIN = pd.DataFrame(
    {
        "size": np.arange(12.0),
        "city": ["Rome", "Oslo", "Rome", "Lima"] * 3,
        "note": ["good tea", "bad tea", "good good rain", "tea"] * 3,
        "y": np.arange(12.0),
    }
)


def space(*names: str) -> FeatureSpace:
    kinds = {"size": "numeric", "city": "category", "note": "text", "y": "numeric"}
    columns = {name: Column(kind=kinds[name]) for name in (*names, "y")}
    return fit(TRAIN, Experiment(columns=columns, tasks=(Task(column="y", kind="regression"),)))


def test_a_category_has_a_column_for_each_of_its_places() -> None:
    known = space("size", "city")
    rows = pd.DataFrame({"size": [0.0, 5.0, 2.0], "city": ["Rome", None, "Bern"]})
    inputs = Inputs.read(known, rows)
    assert inputs.sizes == (5,)  # missing, unknown, and three cities
    dense = inputs.one_hot().toarray()
    assert dense.shape == (3, inputs.numbers.shape[1] + 5)
    assert dense[:, :-5] == pytest.approx(inputs.numbers)
    assert dense[:, -5:].tolist() == [[0, 0, 1, 0, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0]]  # the commonest comes first
    assert inputs.side_by_side()[:, -1].tolist() == [2, 0, 1]
    assert (inputs.has_columns, inputs.has_words) == (True, False)


def test_numbers_alone_stay_as_they_are() -> None:
    inputs = Inputs.read(space("size"), TRAIN)
    assert inputs.one_hot() is inputs.numbers
    assert inputs.side_by_side() == pytest.approx(inputs.numbers)


def test_words_are_counted_and_what_follows_a_text_is_none() -> None:
    known = space("note")
    rows = pd.DataFrame({"note": ["good good rain", "tea", None, "snow good"]})
    inputs = Inputs.read(known, rows)
    assert (inputs.has_columns, inputs.has_words) == (False, True)
    counts = inputs.words.toarray()
    (column,) = known.columns
    places = {word: place for place, word in enumerate(column.words, 2)}  # type: ignore[attr-defined]
    assert counts.shape == (4, column.tokens)
    first = {word: count for word, place in places.items() if (count := counts[0, place])}
    # Words, how they begin, and two of them in a row, as the network is given them.
    assert first == {"good": 2, "good ": 2, "rain": 1, "rain ": 1, "good good": 1, "good rain": 1}
    assert [(place, count) for place, count in enumerate(counts[1]) if count] == [(places["tea"], 1)]
    assert not counts[2].any()
    assert (counts[3, 1], counts[3, places["good"]]) == (1, 1)  # a word that training never saw
    assert not counts[:, 0].any()


def test_some_rows_are_taken_of_all_parts() -> None:
    inputs = Inputs.read(space("size", "city", "note"), TRAIN)
    part = inputs.take(np.array([3, 1]))
    assert part.numbers == pytest.approx(inputs.numbers[[3, 1]])
    assert part.categories.tolist() == inputs.categories[[3, 1]].tolist()
    assert (part.words != sparse.csr_array(inputs.words)[[3, 1]]).nnz == 0
    assert part.sizes == inputs.sizes
