"""What every column of texts has and does, however its texts are cut.

It travels inside every exported bundle.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

import pandas as pd

from mtl_core.column_kinds import COLUMN_KINDS, ColumnTraits, column_kinds
from mtl_core.features.column_encoder import ColumnEncoder

TEXTS = column_kinds("is_text")[0]
"""The kind of column that encoders of texts read."""
LONGEST = 4_096  # tokens of a text


@dataclass(frozen=True)
class TextReading:
    """How texts are to be cut into tokens, and which of them are kept."""

    tokens: str = "auto"  # auto, words, characters or spaces
    lowercase: bool = True
    vocabulary: int = 20_000  # tokens with a vector of their own, at most
    min_count: int = 2  # times that a token must stand in the training rows for one
    percentile: float = 98.0  # of the training texts that are kept whole
    longest: int = 256  # words kept of one text, at most; with beginnings and pairs that is four times as many tokens
    pairs: bool = False  # whether beginnings and pairs are tokens too, for encoders that do not see the order
    spelling: bool = False  # whether what words that are spelt alike have in common is told beside each word


@dataclass(frozen=True)
class Coverage:
    """What the network does not get of some texts, as shares from 0 to 1."""

    unseen_share: float  # of the words: those that have no number of their own
    cut_share: float  # of the texts: those longer than what is kept


class TextInput(ColumnEncoder):
    """Texts as tokens [n, length], 0 after the end.

    ``unseen_share`` and ``cut_share`` are the ``Coverage`` of the training rows.
    """

    cutting: str  # what a text's tokens are
    kept: int  # tokens of a text
    unseen_share: float
    cut_share: float

    @property
    def traits(self) -> ColumnTraits:
        """Those of texts, however they are cut."""
        return COLUMN_KINDS[TEXTS]

    @property
    @abstractmethod
    def known(self) -> int:
        """Tokens with a vector of their own."""

    @property
    def with_pairs(self) -> bool:
        """Whether beginnings of words and pairs of neighbours are tokens too."""
        return False

    @property
    def seen(self) -> str:
        """How much is kept of a text."""
        return f"texts of up to {self.length:,} tokens, {self.tokens:,} of them known"

    @abstractmethod
    def coverage(self, values: pd.Series[Any]) -> Coverage:
        """What the network does not get of these cells' texts."""

    @abstractmethod
    def places(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """The text as it is read, in its own capitals, and where each of its words begins and ends."""

    @property
    def numbers(self) -> int:
        """None: a text is a row of tokens."""
        return 0

    @property
    def length(self) -> int:
        """How many tokens it keeps."""
        return self.kept
