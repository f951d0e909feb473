"""Paths of tags beside trying every sequence, over drawn probabilities."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.features import tag_paths
from mtl_core.features.tag_marks import find_breaks
from mtl_core.features.tag_paths import find_paths

Array = npt.NDArray[Any]
SETS = ("O B-X I-X", "B-X I-X B-Y I-Y O", "O B-X E-X S-X", "B-X L-X U-X B-Y O", "I-X I-Y O")


@st.composite
def drawn(draw: st.DrawFn) -> tuple[Array, Array, Array, int]:
    """Probabilities of a few texts, some of them 0, how long each is, and what breaks a span."""
    tags = draw(st.sampled_from(SETS)).split()
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    chances = rng.random((draw(st.integers(1, 4)), draw(st.integers(1, 4)), len(tags))) ** draw(st.integers(1, 9))
    chances[chances < draw(st.sampled_from([0, 0.2]))] = 0
    counts = rng.integers(0, chances.shape[1] + 1, len(chances))
    return chances.astype(np.float32), counts, find_breaks(tags), tags.index("O")


def count_breaks(path: tuple[int, ...], breaks: Array, edge: int) -> int:
    return sum(bool(breaks[pair]) for pair in pairwise((edge, *path, edge)))


def worth(path: tuple[int, ...], chances: Array) -> float:
    least = float(np.finfo(np.float32).tiny)
    return sum(np.log(max(float(chances[token, tag]), least)) for token, tag in enumerate(path))


@given(drawn())
def test_it_is_the_likeliest_of_all_that_break_no_span(case: tuple[Array, Array, Array, int]) -> None:
    chances, counts, breaks, edge = case
    for text, count, found in zip(chances, counts, find_paths(*case), strict=True):
        path = tuple(found[:count])
        allowed = [
            each for each in product(range(chances.shape[2]), repeat=int(count)) if not count_breaks(each, breaks, edge)
        ]
        assert count_breaks(path, breaks, edge) == 0
        assert worth(path, text) == pytest.approx(max(worth(each, text) for each in allowed))


@given(drawn(), st.integers(0, 3))
def test_what_stands_behind_a_text_changes_nothing(case: tuple[Array, Array, Array, int], more: int) -> None:
    chances, counts, breaks, edge = case
    other = np.pad(chances, ((0, 0), (0, more), (0, 0)), constant_values=0.5)
    for row, count in enumerate(counts):
        other[row, count:, :] = np.random.default_rng(row).random(other[row, count:, :].shape)
    pairs = zip(find_paths(*case), find_paths(other, counts, breaks, edge), counts, strict=True)
    assert all((before[:count] == after[:count]).all() for before, after, count in pairs)


def test_where_every_sequence_breaks_a_span_fewest_are_broken() -> None:
    tags = ["B-X", "E-X", "O"]
    chances = np.array([[[0.5, 0.5]]])  # of a text of one token, which is never O
    assert (
        count_breaks((int(find_paths(chances, np.array([1]), find_breaks(tags), 2)[0, 0]),), find_breaks(tags), 2) == 1
    )
    longer = np.array([[[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]]])
    assert find_paths(longer, np.array([3]), find_breaks(tags), 2).tolist() == [[1, 0, 1]]


def test_many_rows_at_once_are_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tags = ["O", "B-X", "I-X", "B-Y", "I-Y"]
    rng = np.random.default_rng(0)
    chances, counts = rng.random((50, 6, 5)), rng.integers(0, 7, 50)
    whole = find_paths(chances, counts, find_breaks(tags), 0)
    monkeypatch.setattr(tag_paths, "_CELLS", 1)
    again = find_paths(chances, counts, find_breaks(tags), 0)
    assert all((one[:count] == two[:count]).all() for one, two, count in zip(whole, again, counts, strict=True))
