"""Encoded rows as reference models take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from mtl_core.features.space import FeatureSpace

Array = npt.NDArray[Any]
_PADDING = 0  # what follows the end of a text


@dataclass(frozen=True)
class Inputs:
    """n rows: scaled ``numbers`` [n, F], ``categories`` [n, C] as places below ``sizes``, and how often each token
    stands in the texts, ``words`` [n, V]; F, C and V possibly 0."""

    numbers: Array
    categories: Array
    sizes: tuple[int, ...]
    words: Any  # a SciPy sparse matrix

    @classmethod
    def read(cls, space: FeatureSpace, frame: pd.DataFrame) -> Inputs:
        """The rows of ``frame`` as the network sees them, too. Raises DataError."""
        encoded = space.transform(frame)
        sizes = tuple(column.vocabulary for column in space.columns if column.vocabulary)
        return cls(encoded["numbers"], encoded["categories"], sizes, _words(space, encoded, len(frame)))

    @property
    def has_columns(self) -> bool:
        """Whether there is anything beside texts."""
        return bool(self.numbers.shape[1] or self.sizes)

    @property
    def has_words(self) -> bool:
        """Whether there are texts."""
        return bool(self.words.shape[1])

    def side_by_side(self) -> Array:
        """Numbers and places [n, F + C]."""
        return np.column_stack([self.numbers, self.categories])

    def one_hot(self) -> Any:
        """Numbers, and a column for each category: [n, F + sum of sizes], sparse where there are categories."""
        if not self.sizes:
            return self.numbers
        rows = np.arange(len(self.numbers))
        parts = [
            sparse.csr_array((np.ones(len(rows)), (rows, places)), shape=(len(rows), size))
            for places, size in zip(self.categories.T, self.sizes, strict=True)
        ]
        return sparse.hstack([sparse.csr_array(self.numbers), *parts], format="csr")

    def take(self, places: Array) -> Inputs:
        """Some of the rows."""
        return Inputs(self.numbers[places], self.categories[places], self.sizes, self.words[places])


def _words(space: FeatureSpace, encoded: Mapping[str, Array], rows: int) -> Any:
    """The texts side by side."""
    texts = [(encoded[f"c{place}"], column.tokens) for place, column in enumerate(space.columns) if column.length]
    counts = [_counts(tokens, size) for tokens, size in texts]
    return sparse.hstack(counts, format="csr") if counts else sparse.csr_array((rows, 0))


def _counts(tokens: Array, size: int) -> Any:
    """How often each of ``size`` tokens stands in each text of ``tokens`` [n, length]: [n, size]."""
    rows, places = np.nonzero(tokens != _PADDING)
    found = sparse.csr_array((np.ones(len(rows)), (rows, tokens[rows, places])), shape=(len(tokens), size))
    found.sum_duplicates()
    return found
