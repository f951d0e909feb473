"""Columns whose cells hold several labels: a set with a sign between them, or one tag for each token of a text.

It knows values and profiles, not tasks.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from mtl_core.features.label_sets import parts
from mtl_core.features.text_input import TEXTS
from mtl_core.tables.profile import ColumnProfile

SEPARATORS = (";", "|", ",")
"""What may stand between the labels of a cell, the least ambiguous first."""

_MOST_TEXTS = 50  # columns among which tags and their tokens are looked for
_SAMPLE = 5_000  # filled cells that are looked at
_MOST_LABELS = 200
_SEVERAL = 0.02  # of the cells, at least, must hold more than one label
_OFTEN = 3  # times that a label must stand in the cells on average, or it is no label but a word
_LONGEST_LABEL = 60  # characters
_EQUAL = 0.95  # of the rows must have as many tags as tokens


def separator_of(values: pd.Series[Any]) -> str | None:
    """The sign between the labels of a cell, where cells hold a changing number of few labels; else None."""
    cells = _sample(values)
    return next((sign for sign in SEPARATORS if _is_set([parts(cell, sign) for cell in cells])), None)


def tokens_column(values: pd.Series[Any], candidates: pd.DataFrame) -> str | None:
    """The column whose texts have one token, set apart by blanks, for each tag of ``values``; None where there is none.

    Tags are few and come again and again; where several columns fit, the one with the most different tokens is meant.
    """
    tags = _sample(values).map(str.split)
    if not _are_tags(list(tags)):
        return None
    num_tags, most = tags.map(len), _kinds_of_item(tags)
    best: str | None = None
    for name in candidates.columns:
        tokens = candidates[name].reindex(tags.index).dropna().astype(str).map(str.split)
        equal = tokens.map(len) == num_tags.reindex(tokens.index)
        if len(equal) >= _EQUAL * len(tags) and equal.mean() >= _EQUAL and _kinds_of_item(tokens) > most:
            best, most = str(name), _kinds_of_item(tokens)
    return best


def note_shapes(columns: tuple[ColumnProfile, ...], frame: pd.DataFrame) -> tuple[ColumnProfile, ...]:
    """The profiles with what their first cells, ``frame``, show of several labels in one."""
    texts = frame[list(frame.columns[:_MOST_TEXTS])]
    found = {str(name): tokens_column(texts[name], texts.drop(columns=name)) for name in texts.columns}
    tags = {name: tokens for name, tokens in found.items() if tokens}
    return tuple(_note_shape(column, frame, tags) for column in columns)


def _note_shape(column: ColumnProfile, frame: pd.DataFrame, tags: dict[str, str]) -> ColumnProfile:
    """One profile; ``tags`` says by name which columns hold tags, and of which column's tokens."""
    if column.name in tags:
        reason = f'Each cell has one tag for each token of column "{tags[column.name]}".'
        update = {"kind": TEXTS, "histogram": None, "reason": reason, "tokens": tags[column.name]}
        return column.model_copy(update=update)
    if column.name in tags.values():
        reason = "The cells are texts, and another column has a tag for each of their tokens."
        return column.model_copy(update={"kind": TEXTS, "histogram": None, "reason": reason})
    if column.name in frame:
        return column.model_copy(update={"separator": separator_of(frame[column.name])})
    return column


def _sample(values: pd.Series[Any]) -> pd.Series[Any]:
    """The first cells that hold text."""
    if not pd.api.types.is_string_dtype(values.dtype):
        return pd.Series(dtype=object)
    return values.dropna().head(_SAMPLE)


def _is_set(cells: list[list[str]]) -> bool:
    sizes = Counter(map(len, cells))
    several = sum(count for size, count in sizes.items() if size > 1)
    if len(sizes) < 2 or several < max(2, _SEVERAL * len(cells)):
        return False
    labels = [label for cell in cells for label in cell]
    return _come_again(labels) and not all(label.isdecimal() for label in set(labels))


def _are_tags(cells: list[list[str]]) -> bool:
    sizes = Counter(map(len, cells))
    several = sum(count for size, count in sizes.items() if size > 1)
    return len(sizes) > 1 and several >= 0.5 * len(cells) and _come_again([tag for cell in cells for tag in cell])


def _come_again(labels: list[str]) -> bool:
    """Whether these are few labels, each seen several times."""
    different = set(labels)
    few = 1 < len(different) <= _MOST_LABELS and len(labels) >= _OFTEN * len(different)
    return few and max(map(len, different)) <= _LONGEST_LABEL


def _kinds_of_item(cells: pd.Series[Any]) -> int:
    return len({item for cell in cells for item in cell})
