"""Texts as one run of numbers say the same as texts one by one."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.features.corpus import Corpus

TEXTS = st.lists(st.lists(st.integers(1, 4), max_size=6), max_size=6)


def corpus(texts: list[list[int]]) -> Corpus:
    return Corpus.of([str(number) for number in range(len(texts))], lambda place: texts[int(place)])


def cut(found: Corpus) -> list[list[int]]:
    return (
        [part.tolist() for part in np.split(found.numbers, np.cumsum(found.lengths)[:-1])] if found.lengths.size else []
    )


@given(TEXTS)
def test_pairs_stay_within_their_text(texts: list[list[int]]) -> None:
    expected = [[-1, *(10 * a + b for a, b in itertools.pairwise(text))][: len(text)] for text in texts]
    assert corpus(texts).pairs(10).tolist() == list(itertools.chain(*expected))


@given(TEXTS, st.integers(0, 2**32))
def test_joined_numbers_follow_their_token(texts: list[list[int]], seed: int) -> None:
    after = np.random.default_rng(seed).choice([0, 7], (sum(map(len, texts)), 2)).astype(np.int32)
    more = iter(after.tolist())
    expected = [[number for token in text for number in (token, *next(more)) if number] for text in texts]
    assert cut(corpus(texts).interleave(after)) == expected


@given(TEXTS, st.integers(1, 8))
def test_rows_are_cut_or_filled_up(texts: list[list[int]], length: int) -> None:
    expected = [(text + [0] * length)[:length] for text in texts]
    assert corpus(texts).rows(length).tolist() == expected
    assert corpus(texts).rows(length).dtype == np.int32
