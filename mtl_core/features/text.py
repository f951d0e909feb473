"""Texts: a row of tokens per cell, as many as nearly all texts of the training rows have.

It travels inside every exported bundle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import repeat
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.corpus import Corpus
from mtl_core.features.formats import ColumnFormat
from mtl_core.features.texts import LONGEST, Coverage, TextInput, TextReading
from mtl_core.features.tokens import CHARACTERS, SPACES, WORDS, fitting, places, tokenizer

UNSEEN = 1  # 0 is what follows a text's end
_FIRST = 2  # number of the first token
_BETWEEN = " "  # the tokens of a pair; no token holds a space
_SAMPLE = 2_000  # texts that decide between words and characters
_AT_ONCE = 10_000  # texts, to bound memory


@dataclass(frozen=True)
class TextColumn(TextInput):
    """Tokens [n, length]: 0 after the end, 1 unseen, from 2 on the vocabulary, the commonest first,
    words before pairs.

    A token too rare for a number of its own teaches the network what to make of those it has never seen.
    """

    kind: ClassVar[str] = "text"
    name: str
    format: ColumnFormat
    cutting: str  # words, characters or spaces
    lowercase: bool
    pairs: bool
    words: tuple[str, ...]  # and pairs of them
    kept: int  # tokens of a text
    unseen_share: float
    cut_share: float

    def __post_init__(self) -> None:
        known = set(self.words)
        pairs = [word.split(_BETWEEN) for word in self.words if _BETWEEN in word]
        sound = self.cutting in (WORDS, CHARACTERS, SPACES) and len(known) == len(self.words)
        sound = sound and all(len(pair) == 2 and known.issuperset(pair) for pair in pairs)
        if not (sound and 0 <= self.kept <= LONGEST and bool(self.kept) == bool(self.words)):
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
        index: defaultdict[str, int] = defaultdict()
        index.default_factory = index.__len__  # the next number, to each new token
        corpus = Corpus.of(texts, lambda text: map(index.__getitem__, cut(text)))
        words = _vocabulary(corpus, tuple(index), wanted) if len(set(cells)) > 1 else ()
        column = cls(name, format, cutting, wanted.lowercase, wanted.pairs, words, len(words) and LONGEST, 0.0, 0.0)
        number = column._number
        own = np.array([number.get(word, UNSEEN) for word in index], np.int32)
        read = column._with_pairs(Corpus(own[corpus.numbers], corpus.lengths))
        kept = min(max(1, int(np.ceil(np.percentile(read.lengths, wanted.percentile)))), wanted.longest) if words else 0
        column = replace(column, kept=kept)
        return replace(column, **asdict(column._coverage(own[corpus.numbers], read.lengths)))

    def coverage(self, values: pd.Series[Any]) -> Coverage:
        """What the network does not get of these cells' texts."""
        texts = [text for text in self.format.labels(values) if text is not None]
        singles = self._singles(texts)
        return self._coverage(singles.numbers, self._with_pairs(singles).lengths)

    def _coverage(self, words: npt.NDArray[np.int32], lengths: npt.NDArray[np.int64]) -> Coverage:
        unseen, longer = words == UNSEEN, lengths > self.kept
        return Coverage(*(float(parts.mean()) if len(parts) else 0.0 for parts in (unseen, longer)))

    def places(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """The text as it is read, in its own capitals, and where each of its words begins and ends."""
        return places(self.cutting, text)

    @property
    def known(self) -> int:
        """The vocabulary."""
        return len(self.words)

    @property
    def with_pairs(self) -> bool:
        """Whether it knows them."""
        return self.pairs

    @property
    def tokens(self) -> int:
        """The vocabulary, the end and the unseen token."""
        return len(self.words) + _FIRST if self.words else 0

    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as tokens [n, length]; a missing cell is an empty text."""
        encoded = np.empty((len(values), self.length), np.int32)
        texts = ["" if text is None else text for text in self.format.labels(values)]
        for start in range(0, len(texts), _AT_ONCE):
            block = slice(start, start + _AT_ONCE)
            encoded[block] = self._with_pairs(self._singles(texts[block])).rows(self.length)
        return encoded

    @property
    def _number(self) -> dict[str, int]:
        """The number of each token, words and pairs."""
        return {word: place for place, word in enumerate(self.words, _FIRST)}

    def _singles(self, texts: Sequence[str]) -> Corpus:
        """The numbers of each text's words."""
        get, cut = self._number.get, tokenizer(self.cutting, self.lowercase)
        return Corpus.of(texts, lambda text: map(get, cut(text), repeat(UNSEEN)))

    def _with_pairs(self, singles: Corpus) -> Corpus:
        """With the number of each pair that is known, after the word that ends it."""
        number = self._number
        pairs = [word.split(_BETWEEN) for word in self.words if _BETWEEN in word]
        if not pairs:
            return singles
        keys = np.array([number[first] * self.tokens + number[second] for first, second in pairs])
        order = np.argsort(keys)
        numbers = np.array([number[_BETWEEN.join(pair)] for pair in pairs], np.int32)[order]
        wanted = singles.pairs(self.tokens)
        places = np.searchsorted(keys[order], wanted).clip(max=len(keys) - 1)
        return singles.joined(np.where(keys[order][places] == wanted, numbers[places], 0).astype(np.int32))


def _vocabulary(corpus: Corpus, words: tuple[str, ...], wanted: TextReading) -> tuple[str, ...]:
    """The commonest, single tokens before pairs; of those equally common words first, so that no pair lacks a word."""
    numbers, counts = np.unique(corpus.numbers, return_counts=True)
    found = [(-count, False, words[number]) for number, count in _common(numbers, counts, wanted)]
    if wanted.pairs:
        keys = corpus.pairs(len(words))
        keys, counts = np.unique(keys[keys >= 0], return_counts=True)
        for key, count in _common(keys, counts, wanted):
            first, second = divmod(key, len(words))
            found.append((-count, True, f"{words[first]}{_BETWEEN}{words[second]}"))
    kept = sorted(found)[: wanted.vocabulary]
    return tuple(word for _, _, word in sorted(kept, key=lambda one: one[1]))


def _common(numbers: npt.NDArray[Any], counts: npt.NDArray[np.int64], wanted: TextReading) -> Iterator[tuple[int, int]]:
    """Numbers and counts of those that could enter the vocabulary."""
    most = min(wanted.vocabulary, len(counts))
    least = max(wanted.min_count, int(np.partition(counts, -most)[-most]) if most else 0)
    enough = counts >= least
    return zip(numbers[enough].tolist(), counts[enough].tolist(), strict=True)
