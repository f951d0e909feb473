"""Texts for a pretrained encoder: a row of its word pieces per cell, as many as nearly all training texts have.

It travels inside every exported bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.corpus import Corpus
from mtl_core.features.text_input import LONGEST, Coverage, TextInput, TextReading
from mtl_core.features.tokenizer import WORDS, places
from mtl_core.features.wordpiece import FIRST, LAST, SPECIAL, UNKNOWN, WordPiece
from mtl_core.text_encoders import Backbone

PIECES = "pieces"
_AT_ONCE = 10_000  # texts, to bound memory


@dataclass(frozen=True)
class Pretrained:
    """An encoder that was trained elsewhere: how it cuts texts, its measures, and how many pieces it reads."""

    cut: WordPiece
    backbone: Backbone
    longest: int


@dataclass(frozen=True)
class PieceColumn(TextInput):
    """Pieces [n, length]: [CLS], those of the text, [SEP], then 0; numbered as in the encoder's vocabulary.

    ``units``, ``layers``, ``heads`` and ``wide`` are the measures of the encoder.
    """

    kind: ClassVar[str] = PIECES
    name: str
    format: ColumnFormat
    cutting: str
    words: tuple[str, ...]  # the vocabulary
    lowercase: bool
    strip_accents: bool
    units: int
    layers: int
    heads: int
    wide: int
    kept: int
    unseen_share: float
    cut_share: float

    def __post_init__(self) -> None:
        measures = (self.units, self.layers, self.heads, self.wide)
        sound = min(measures) > 0 and self.units % self.heads == 0 and self.cutting == PIECES
        if not (
            sound and 0 <= self.kept <= LONGEST and self.words[:1] == SPECIAL[:1] and set(SPECIAL) <= {*self.words}
        ):
            raise DataError(f'What is stored about column "{self.name}" is damaged; export the bundle again.')

    @classmethod
    def fit(
        cls,
        name: str,
        values: pd.Series[Any],
        format: ColumnFormat,
        reading: TextReading | None = None,
        pretrained: Pretrained | None = None,
    ) -> Self:
        """Learn the length of the training rows' texts; the vocabulary is that of ``pretrained``."""
        wanted, encoder = reading or TextReading(), pretrained
        if encoder is None:
            raise ValueError("word pieces are those of a pretrained encoder")
        format = format.learn(values)
        cut, backbone = encoder.cut, encoder.backbone
        column = cls(
            name=name,
            format=format,
            cutting=PIECES,
            words=cut.vocabulary,
            lowercase=cut.lowercase,
            strip_accents=cut.strip_accents,
            units=backbone.units,
            layers=backbone.layers,
            heads=backbone.heads,
            wide=backbone.wide,
            kept=min(encoder.longest, LONGEST),
            unseen_share=0.0,
            cut_share=0.0,
        )
        cells = format.labels(values)
        if len(set(cells)) < 2:
            return replace(column, kept=0)
        read = column._read([text for text in cells if text is not None])
        enough = int(np.ceil(np.percentile(read.lengths, wanted.percentile)))
        column = replace(column, kept=max(len(SPECIAL), min(enough, wanted.longest, column.kept)))
        return replace(column, **asdict(column._coverage(read)))

    @property
    def known(self) -> int:
        """The pieces of the vocabulary."""
        return len(self.words)

    @property
    def tokens(self) -> int:
        """Those too."""
        return len(self.words)

    def places(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """Of whole words."""
        return places(WORDS, text)

    def coverage(self, values: pd.Series[Any]) -> Coverage:
        """What the encoder does not get of these cells' texts."""
        return self._coverage(self._read([text for text in self.format.labels(values) if text is not None]))

    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as pieces [n, length]; a missing cell is an empty text."""
        encoded = np.empty((len(values), self.length), np.int32)
        texts = ["" if text is None else text for text in self.format.labels(values)]
        for start in range(0, len(texts), _AT_ONCE):
            block = slice(start, start + _AT_ONCE)
            encoded[block] = self._pad(self._read(texts[block]))
        return encoded

    @cached_property
    def _cut(self) -> WordPiece:
        return WordPiece(self.words, self.lowercase, self.strip_accents)

    def _read(self, texts: Sequence[str]) -> Corpus:
        """The pieces of each text, with what begins and ends it."""
        read = self._cut.reader()
        first, last = (self.words.index(piece) for piece in (FIRST, LAST))
        return Corpus.of(texts, lambda text: [first, *read(text), last])

    def _pad(self, read: Corpus) -> npt.NDArray[np.int32]:
        """Rows of equal length [n, length]; that of a longer text ends as the others do."""
        rows = read.rows(self.length)
        rows[read.lengths > self.length, -1] = self.words.index(LAST)
        return rows

    def _coverage(self, read: Corpus) -> Coverage:
        first, last, unknown = (self.words.index(piece) for piece in (FIRST, LAST, UNKNOWN))
        unseen, longer = read.numbers[~np.isin(read.numbers, (first, last))] == unknown, read.lengths > self.kept
        return Coverage(*(float(parts.mean()) if len(parts) else 0.0 for parts in (unseen, longer)))
