"""Many texts as one run of numbers, their neighbours, and rows of equal length.

It travels inside every exported bundle.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Corpus:
    """``numbers`` [N] of all texts' tokens, one text after the other, and how many each text has: ``lengths`` [n]."""

    numbers: npt.NDArray[np.int32]
    lengths: Numbers

    @classmethod
    def of(cls, texts: Iterable[str], number: Callable[[str], Iterable[int]]) -> Corpus:
        """Texts whose tokens' numbers ``number`` tells."""
        numbers, ends = array("i"), array("q", [0])
        for text in texts:
            numbers.extend(number(text))
            ends.append(len(numbers))
        return cls(np.frombuffer(numbers, np.int32) if numbers else np.zeros(0, np.int32), np.diff(ends))

    @classmethod
    def number_tokens(cls, texts: Iterable[str], cut: Callable[[str], Iterable[str]]) -> tuple[Corpus, tuple[str, ...]]:
        """Texts whose tokens have the numbers 0, 1, … in the order in which they come up, and those tokens."""
        index: defaultdict[str, int] = defaultdict()
        index.default_factory = index.__len__  # the next number, to each new token
        corpus = cls.of(texts, lambda text: map(index.__getitem__, cut(text)))
        return corpus, tuple(index)

    def pairs(self, base: int) -> Numbers:
        """For each token the pair [N] that it ends, as ``first · base + second``; -1 for the first of a text."""
        found = np.full(len(self.numbers), -1, np.int64)
        found[1:] = self.numbers[:-1].astype(np.int64) * base + self.numbers[1:]
        found[self._starts[self.lengths > 0]] = -1
        return found

    def interleave(self, after: npt.NDArray[np.int32]) -> Corpus:
        """After each token, none of which is 0, those of its row of ``after`` [N, k] that are not 0."""
        all_of_them = np.column_stack([self.numbers, after]).ravel()
        before = np.append(0, np.cumsum(np.count_nonzero(after, axis=1)))
        lengths = self.lengths + before[self._starts + self.lengths] - before[self._starts]
        return Corpus(all_of_them[all_of_them > 0], lengths)

    def rows(self, length: int) -> npt.NDArray[np.int32]:
        """A text a row [n, length]: its first tokens, then zeros."""
        rows = np.zeros((len(self.lengths), length), np.int32)
        row = np.repeat(np.arange(len(self.lengths)), self.lengths)
        place = np.arange(len(self.numbers)) - np.repeat(self._starts, self.lengths)
        kept = place < length
        rows[row[kept], place[kept]] = self.numbers[kept]
        return rows

    @property
    def _starts(self) -> Numbers:
        """Where each text begins [n]."""
        starts: Numbers = np.cumsum(self.lengths) - self.lengths
        return starts
