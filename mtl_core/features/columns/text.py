"""Texts: a row of tokens per cell, as many as nearly all texts of the training rows have.

It travels inside every exported bundle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.corpus import Corpus
from mtl_core.features.spelling import find_shared, spell
from mtl_core.features.text_input import LONGEST, Coverage, TextInput, TextReading
from mtl_core.features.tokenizer import CHARACTERS, SPACES, WORDS, fitting, places, tokenizer
from mtl_core.text_encoders import SPELT

UNSEEN = 1  # 0 is what follows a text's end
_FIRST = 2  # number of the first token
_BETWEEN = " "  # the tokens of a pair; no token holds a space. It ends a beginning.
_BEGINNINGS = (4, 5)  # letters of a word that are tokens too
_OF_A_WORD = 1 + len(_BEGINNINGS) + 1  # tokens: itself, its beginnings, a pair
_SAMPLE = 2_000  # texts that decide between words and characters
_AT_ONCE = 10_000  # texts, to bound memory


@dataclass(frozen=True)
class TextColumn(TextInput):
    """Tokens [n, length]: 0 after the end, 1 unseen, from 2 on the vocabulary, the commonest first.

    A word too rare for a number of its own teaches the network what to make of those it has never seen. For a network
    that does not see the order, each word is followed by its beginnings (what "hoped" and "hoping" have in common; cut
    at a fixed length, as Can et al., JASIST 59, 2008, do) and by the pair that it ends, as far as they are known.
    """

    kind: ClassVar[str] = "text"
    name: str
    format: ColumnFormat
    cutting: str  # words, characters or spaces
    lowercase: bool
    pairs: bool  # whether beginnings and pairs are tokens too
    words: tuple[str, ...]  # and beginnings, and pairs
    kept: int  # tokens of a text
    unseen_share: float
    cut_share: float
    spelt: tuple[str, ...] = ()  # the features of spelling that it knows

    def __post_init__(self) -> None:
        sound = self.cutting in (WORDS, CHARACTERS, SPACES) and len(self._number) == len(self.words)
        sound = sound and len(set(self.spelt)) == len(self.spelt)
        sound = sound and all(len(pair) == 2 and self._number.keys() >= set(pair) for pair in self._known_pairs)
        if not (sound and 0 <= self.kept <= LONGEST and bool(self.kept) == bool(self.words)):
            raise DataError(f'What is stored about column "{self.name}" is damaged; export the bundle again.')

    @classmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat, reading: TextReading | None = None) -> Self:
        """Learn the vocabulary and the length of the training rows' texts."""
        wanted = reading or TextReading()
        format = format.learn(values)
        cells = format.labels(values)
        texts = [text for text in cells if text is not None]
        cutting = fitting(texts[:_SAMPLE]) if wanted.tokens == "auto" else wanted.tokens
        cut = tokenizer(cutting, wanted.lowercase)
        corpus, seen = Corpus.number_tokens(texts, cut)
        words = _vocabulary(corpus, seen, wanted) if len(set(cells)) > 1 else ()
        column = cls(name, format, cutting, wanted.lowercase, wanted.pairs, words, len(words) and LONGEST, 0.0, 0.0)
        singles, read = column._numbers(corpus, seen)
        most = min(LONGEST, wanted.longest * (_OF_A_WORD if wanted.pairs else 1))
        kept = min(max(1, int(np.ceil(np.percentile(read.lengths, wanted.percentile)))), most) if words else 0
        spelt = find_shared(column._cut_as_written(texts)[1], wanted.lowercase) if wanted.spelling and words else ()
        return replace(column, kept=kept, spelt=spelt, **asdict(_coverage(singles, read, kept)))

    def coverage(self, values: pd.Series[Any]) -> Coverage:
        """What the network does not get of these cells' texts."""
        return _coverage(*self._read([text for text in self.format.labels(values) if text is not None]), self.kept)

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
            encoded[block] = self._read(texts[block])[1].rows(self.length)
        return encoded

    @property
    def spellings(self) -> int:
        """Those it knows, and the one that stands for none."""
        return len(self.spelt) + 1 if self.spelt else 0

    def spell(self, values: pd.Series[Any]) -> npt.NDArray[np.int32]:
        """The numbers of the features of each word, 0 for one that no other training word had, and where there is no
        word."""
        number = {feature: place for place, feature in enumerate(self.spelt, 1)}
        corpus, words = self._cut_as_written(["" if text is None else text for text in self.format.labels(values)])
        known = [[number.get(feature, 0) for feature in spell(word, self.lowercase)] for word in words]
        table = np.array([*known, [0] * SPELT], np.int32)  # the last row where there is no word
        places = Corpus(corpus.numbers + 1, corpus.lengths).rows(self.length) - 1
        return table[places]

    def _cut_as_written(self, texts: Sequence[str]) -> tuple[Corpus, tuple[str, ...]]:
        """Each text's words as they are written, by their places among all that come up."""
        return Corpus.number_tokens(texts, tokenizer(self.cutting, lowercase=False))

    def _read(self, texts: Sequence[str]) -> tuple[Corpus, Corpus]:
        """The numbers of each text's words, and of all its tokens."""
        return self._numbers(*Corpus.number_tokens(texts, tokenizer(self.cutting, self.lowercase)))

    def _numbers(self, corpus: Corpus, seen: Sequence[str]) -> tuple[Corpus, Corpus]:
        """The same of texts whose words stand in ``corpus`` with their places in ``seen``."""
        number = self._number
        own = np.array([number.get(word, UNSEEN) for word in seen], np.int32)
        singles = Corpus(own[corpus.numbers], corpus.lengths)
        if not self.pairs:
            return singles, singles
        begun = [[number.get(start, 0) for start in _beginnings(word)] for word in seen]
        begun_by = np.array(begun, np.int32).reshape(-1, len(_BEGINNINGS))[corpus.numbers]
        return singles, singles.interleave(np.column_stack([begun_by, self._pairs(singles)]))

    @cached_property
    def _number(self) -> dict[str, int]:
        """The number of each token of the vocabulary."""
        return {word: place for place, word in enumerate(self.words, _FIRST)}

    @cached_property
    def _known_pairs(self) -> list[list[str]]:
        """The words of each pair in the vocabulary."""
        return [word.split(_BETWEEN) for word in self.words if _BETWEEN in word[:-1]]

    @cached_property
    def _numbered_pairs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
        """A key for each pair in the vocabulary, in their order, and the pairs' numbers."""
        number = self._number
        keys = np.array([number[first] * self.tokens + number[second] for first, second in self._known_pairs], np.int64)
        numbers = np.array([number[_BETWEEN.join(pair)] for pair in self._known_pairs], np.int32)
        order = np.argsort(keys)
        return keys[order], numbers[order]

    def _pairs(self, singles: Corpus) -> npt.NDArray[np.int32]:
        """For each word the number of the pair that it ends [N], 0 where that is not known."""
        keys, numbers = self._numbered_pairs
        if not len(keys):
            return np.zeros(len(singles.numbers), np.int32)
        wanted = singles.pairs(self.tokens)
        places = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
        return np.where(keys[places] == wanted, numbers[places], 0).astype(np.int32)


def _coverage(singles: Corpus, read: Corpus, kept: int) -> Coverage:
    """The shares of unseen words, and of texts of more than ``kept`` tokens."""
    unseen, longer = singles.numbers == UNSEEN, read.lengths > kept
    return Coverage(*(float(parts.mean()) if len(parts) else 0.0 for parts in (unseen, longer)))


def _beginnings(word: str) -> tuple[str, ...]:
    """How a word begins, as tokens; a word of fewer letters has an empty one, which is no token."""
    return tuple(word[:letters] + _BETWEEN if len(word) >= letters else "" for letters in _BEGINNINGS)


def _vocabulary(corpus: Corpus, words: tuple[str, ...], wanted: TextReading) -> tuple[str, ...]:
    """The commonest tokens; of those equally common words first, so that no pair lacks a word."""
    numbers, counts = np.unique(corpus.numbers, return_counts=True)
    found = [(-count, 0, words[number]) for number, count in _common(numbers, counts, wanted)]
    if wanted.pairs:
        begun = _count_beginnings(words, counts)
        starts, total = tuple(begun), np.array(tuple(begun.values()), np.int64)
        found += [(-count, 1, starts[place]) for place, count in _common(np.arange(len(starts)), total, wanted)]
        keys = corpus.pairs(len(words))
        keys, counts = np.unique(keys[keys >= 0], return_counts=True)
        for key, count in _common(keys, counts, wanted):
            first, second = divmod(key, len(words))
            found.append((-count, 2, f"{words[first]}{_BETWEEN}{words[second]}"))
    return tuple(word for _, _, word in sorted(found)[: wanted.vocabulary])


def _count_beginnings(words: Sequence[str], counts: npt.NDArray[np.int64]) -> Counter[str]:
    """How often each beginning stands in texts that hold ``words`` so often."""
    begun: Counter[str] = Counter()
    for word, count in zip(words, counts.tolist(), strict=True):
        begun.update({start: count for start in _beginnings(word) if start})
    return begun


def _common(numbers: npt.NDArray[Any], counts: npt.NDArray[np.int64], wanted: TextReading) -> Iterator[tuple[int, int]]:
    """Numbers and counts of those that could enter the vocabulary."""
    most = min(wanted.vocabulary, len(counts))
    least = max(wanted.min_count, int(np.partition(counts, -most)[-most]) if most else 0)
    enough = counts >= least
    return zip(numbers[enough].tolist(), counts[enough].tolist(), strict=True)


COLUMN = TextColumn
