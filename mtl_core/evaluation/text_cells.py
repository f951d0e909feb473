"""The texts of rows, cut into tokens, and the rows again without some of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mtl_core.features.space import FeatureSpace
from mtl_core.features.text_input import TextInput

_MOST = 100  # tokens of a text that are left out in turn
_UNKNOWN = "\U000f0000"  # no word at all; stands for one whose place must stay

Span = tuple[int, int]
"""From a token to before another one."""


@dataclass(frozen=True)
class TextCell:
    """A text of one row, where its tokens stand, and whether some task tags them."""

    row: int
    column: str
    plain: str
    places: list[tuple[int, int]]
    tagged: bool

    def without(self, span: Span) -> str:
        """The text without those tokens; of a tagged text, with one that is unknown in their place."""
        first, last = self.places[span[0]][0], self.places[span[1] - 1][1]
        return self.plain[:first] + (_UNKNOWN if self.tagged else " ") + self.plain[last:]


def list_cells(space: FeatureSpace, frame: pd.DataFrame) -> list[TextCell]:
    """Every text that is there, column by column."""
    tagged = {target.about for target in space.targets}
    texts = [column for column in space.columns if isinstance(column, TextInput)]
    return [cell for column in texts for cell in _cells(column, frame, column.name in tagged)]


def _cells(column: TextInput, frame: pd.DataFrame, tagged: bool) -> list[TextCell]:
    cells = []
    for row, text in enumerate(column.format.labels(frame[column.name])):
        if text is not None:
            plain, spans = column.places(text)
            cells.append(TextCell(row, column.name, plain, spans[:_MOST], tagged))
    return cells


def vary(frame: pd.DataFrame, cells: Sequence[TextCell], spans: Sequence[Sequence[Span]]) -> pd.DataFrame:
    """A row for each of the ``spans`` of each cell: the cell's row, that text without that span."""
    rows = np.repeat([cell.row for cell in cells], [len(each) for each in spans])
    variants = frame.take(rows)
    texts = {cell.column: variants[cell.column].to_numpy(dtype=object, copy=True) for cell in cells}
    start = 0
    for cell, each in zip(cells, spans, strict=True):
        end = start + len(each)
        texts[cell.column][start:end] = [cell.without(span) for span in each]
        start = end
    for column, values in texts.items():
        variants[column] = values
    return variants
