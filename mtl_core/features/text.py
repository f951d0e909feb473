"""Texts: a row of tokens per cell, as many as nearly all texts of the training rows have.

It travels inside every exported bundle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
_BETWEEN = " "  # the tokens of a pair; no token holds a space
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
    pairs: bool = False  # whether pairs of neighbours are tokens too, for encoders that do not see the order


@dataclass(frozen=True)
class Coverage:
    """What the network does not get of some texts, as shares from 0 to 1."""

    unseen_share: float  # of the words: those that have no number of their own
    cut_share: float  # of the texts: those longer than what is kept


@dataclass(frozen=True)
class TextColumn(ColumnEncoder):
    """Tokens [n, length]: 0 after the end, 1 unseen, from 2 on the vocabulary, the commonest first,
    words before pairs.

    A token too rare for a number of its own teaches the network what to make of those it has never seen.
    ``unseen_share`` and ``cut_share`` are the ``Coverage`` of the training rows.
    """

    kind: ClassVar[str] = "text"
    name: str
    format: ColumnFormat
    cutting: str  # words or characters
    lowercase: bool
    pairs: bool
    words: tuple[str, ...]  # and pairs of them
    kept: int  # tokens of a text
    unseen_share: float
    cut_share: float

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
        cut = tokenizer(cutting, wanted.lowercase)
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(_joined(cut(text)) if wanted.pairs else cut(text))
        words = _vocabulary(counts, wanted) if len(set(cells)) > 1 else ()
        column = cls(name, format, cutting, wanted.lowercase, wanted.pairs, words, len(words) and _LONGEST, 0.0, 0.0)
        lengths, unseen = column._measured(texts)
        kept = min(max(1, int(np.ceil(np.percentile(lengths, wanted.percentile)))), wanted.longest) if words else 0
        return replace(column, kept=kept, unseen_share=unseen, cut_share=_share_above(kept, lengths))

    def coverage(self, values: pd.Series[Any]) -> Coverage:
        """What the network does not get of these cells' texts."""
        texts = [text for text in self.format.labels(values) if text is not None]
        lengths, unseen = replace(self, kept=_LONGEST)._measured(texts)
        return Coverage(unseen, _share_above(self.kept, lengths))

    def _measured(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], float]:
        """The number of tokens of each text, and the share of the unseen among all words."""
        encoded = self._encoded(texts)
        lengths = np.zeros(len(texts), dtype=np.int64)
        first_pair = _FIRST + sum(_BETWEEN not in word for word in self.words)
        words = unseen = 0
        for row, found in enumerate(encoded):
            lengths[row] = len(found)
            words += sum(number < first_pair for number in found)
            unseen += found.count(UNSEEN)
        return lengths, unseen / max(1, words)

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
        encoded = np.full((len(values), self.length), PADDING, dtype=np.int32)
        texts = ["" if text is None else text for text in self.format.labels(values)]
        for row, found in enumerate(self._encoded(texts)):
            encoded[row, : len(found)] = found
        return encoded

    def _encoded(self, texts: Iterable[str]) -> Iterator[list[int]]:
        """The numbers of each text's tokens, at most ``kept``; a pair that is not known has none."""
        number = {word: place for place, word in enumerate(self.words, _FIRST)}
        cut = tokenizer(self.cutting, self.lowercase)
        for text in texts:
            tokens = _joined(cut(text)) if self.pairs else cut(text)
            known = (number.get(token, PADDING if _BETWEEN in token else UNSEEN) for token in tokens)
            yield list(islice(filter(None, known), self.kept))


def _share_above(kept: int, lengths: npt.NDArray[np.int64]) -> float:
    return float((lengths > kept).mean()) if len(lengths) else 0.0


def _joined(tokens: Iterable[str]) -> Iterator[str]:
    """Each token, and after it the pair that it ends."""
    before = None
    for token in tokens:
        yield token
        if before is not None:
            yield f"{before}{_BETWEEN}{token}"
        before = token


def _vocabulary(counts: Counter[str], wanted: TextReading) -> tuple[str, ...]:
    """The commonest, single tokens before pairs."""
    common = (token for token, count in counts.items() if count >= wanted.min_count)
    kept = sorted(common, key=lambda token: (-counts[token], token))[: wanted.vocabulary]
    return tuple(sorted(kept, key=lambda token: _BETWEEN in token))
