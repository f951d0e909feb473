"""Texts: a row of tokens per cell, as many as nearly all texts of the training rows have.

It travels inside every exported bundle.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.encoder import ColumnEncoder
from mtl_core.features.formats import ColumnFormat
from mtl_core.features.tokens import CHARACTERS, WORDS, fitting, tokenizer

PADDING, UNSEEN = 0, 1
_FIRST = 2  # number of the first token
_LONGEST = 4_096  # tokens of a text
_SAMPLE = 2_000  # texts that decide between words and characters


@dataclass(frozen=True)
class TextReading:
    """How texts are to be cut into tokens, and which of them are kept."""

    tokens: str = "auto"  # auto, words or characters
    lowercase: bool = True
    vocabulary: int = 20_000  # tokens with a vector of their own, at most
    min_count: int = 2  # times that a token must stand in the training rows for one
    percentile: float = 98.0  # of the training texts that are kept whole
    longest: int = 256  # tokens kept of one text, at most


@dataclass(frozen=True)
class TextColumn(ColumnEncoder):
    """Tokens [n, length]: 0 after the end, 1 unseen, from 2 on the vocabulary, the commonest first.

    A token too rare for a number of its own teaches the network what to make of those it has never seen. ``unseen``
    is their share of all tokens in the training rows, ``cut`` the share of training texts longer than ``kept``.
    """

    kind: ClassVar[str] = "text"
    name: str
    format: ColumnFormat
    cutting: str  # words or characters
    lowercase: bool
    words: tuple[str, ...]
    kept: int  # tokens of a text
    unseen: float
    cut: float

    def __post_init__(self) -> None:
        known = self.cutting in (WORDS, CHARACTERS) and len(set(self.words)) == len(self.words)
        if not (known and 0 <= self.kept <= _LONGEST and bool(self.kept) == bool(self.words)):
            raise DataError(f'What is stored about column "{self.name}" is damaged; export the bundle again.')

    @classmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat, reading: TextReading | None = None) -> Self:
        """Learn the vocabulary and the length of the training rows' texts."""
        wanted = reading or TextReading()
        format = format.learnt(values)
        cells = format.labels(values)
        texts = [text for text in cells if text is not None]
        cutting = fitting(texts[:_SAMPLE]) if wanted.tokens == "auto" else wanted.tokens
        tokens = tokenizer(cutting, wanted.lowercase)
        counts: Counter[str] = Counter()
        lengths = np.zeros(len(texts), dtype=np.int64)
        for place, text in enumerate(texts):
            found = list(tokens(text))
            counts.update(found)
            lengths[place] = len(found)
        words = _vocabulary(counts, wanted) if len(set(cells)) > 1 else ()
        length = _length(lengths, wanted) if words else 0
        known = sum(counts[word] for word in words)
        unseen = 1 - known / max(1, counts.total())
        cut = float((lengths > length).mean()) if len(lengths) else 0.0
        return cls(name, format, cutting, wanted.lowercase, words, length, unseen, cut)

    @property
    def numbers(self) -> int:
        """None: a text is a row of tokens."""
        return 0

    @property
    def length(self) -> int:
        """How many tokens it keeps."""
        return self.kept

    @property
    def tokens(self) -> int:
        """The vocabulary, the end and the unseen token."""
        return len(self.words) + _FIRST if self.words else 0

    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as tokens [n, length]; a missing cell is an empty text."""
        number = {word: place for place, word in enumerate(self.words, _FIRST)}
        cut = tokenizer(self.cutting, self.lowercase)
        encoded = np.full((len(values), self.length), PADDING, dtype=np.int32)
        for row, text in enumerate(self.format.labels(values)):
            if text is not None:
                found = [number.get(token, UNSEEN) for token in islice(cut(text), self.length)]
                encoded[row, : len(found)] = found
        return encoded


def _vocabulary(counts: Counter[str], wanted: TextReading) -> tuple[str, ...]:
    common = (token for token, count in counts.items() if count >= wanted.min_count)
    return tuple(sorted(common, key=lambda token: (-counts[token], token))[: wanted.vocabulary])


def _length(lengths: npt.NDArray[np.int64], wanted: TextReading) -> int:
    """As many tokens as that percentile of the texts has."""
    enough = int(np.ceil(np.percentile(lengths, wanted.percentile)))
    return min(max(1, enough), wanted.longest)
