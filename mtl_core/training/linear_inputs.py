"""What the arrays of a linear part are multiplied by: numbers and their pieces, a 1 for each category, words as a text
weighs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from mtl_core.networks import LOUD, cut, weigh_words
from mtl_core.plan import InputColumn
from mtl_core.training.data import Arrays

_TEXT = 8.0  # length of what a text's words are multiplied by, about that of 64 standardised numbers


@dataclass(frozen=True)
class Multiplied:
    """A matrix [n, rows of an array], of NumPy or SciPy; the network multiplies by ``loudness`` times as much."""

    matrix: Any
    loudness: float = 1.0


def linear_inputs(columns: Sequence[InputColumn], rows: Arrays) -> Mapping[str, Multiplied]:
    """By the name of each array, without its block's."""
    return dict(_gather(columns, rows))


def _gather(columns: Sequence[InputColumn], rows: Arrays) -> Iterator[tuple[str, Multiplied]]:
    numbers = rows.inputs["numbers"]
    pieces = [np.asarray(cut(numbers, columns))] if any(column.pieces for column in columns) else []
    yield "numbers/kernel", Multiplied(np.concatenate([numbers, *pieces], axis=1).astype(np.float64))
    for place, column in enumerate(column for column in columns if column.vocabulary):
        yield f"{column.id}/embeddings", _place(rows.inputs["categories"][:, place], column.vocabulary)
    for column in columns:
        if column.speaks:
            yield f"{column.id}/embeddings", _spread(rows.inputs[column.id], column.tokens)


def _place(categories: np.ndarray, vocabulary: int) -> Multiplied:
    """1 at each row's category [n, vocabulary]."""
    count = len(categories)
    return Multiplied(csr_array((np.ones(count), (np.arange(count), categories)), shape=(count, vocabulary)))


def _spread(tokens: np.ndarray, known: int) -> Multiplied:
    """The weights of each text's words [n, known]."""
    rows, places = np.nonzero(tokens)
    amounts = weigh_words(tokens)[rows, places] * (_TEXT / LOUD)
    return Multiplied(csr_array((amounts, (rows, tokens[rows, places])), shape=(len(tokens), known)), LOUD / _TEXT)
