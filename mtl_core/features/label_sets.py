"""Sets of labels in cells: written with a sign between them, or as yes-no columns side by side.

It travels inside every exported bundle.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.values import as_yes_no

EMPTY_SET = "[]"
"""How a row that was looked at and has no label is written; an empty cell is a row that nobody looked at."""
_LONGEST_LIST = 10_000  # characters
_NO_LABELS = {EMPTY_SET, "-"}


def parts(cell: str, separator: str) -> list[str]:
    """The labels of a cell, trimmed; none where nothing stands between two signs.

    A list as JSON or Python writes it, ``["sci-fi", "kids"]``, is read as that, whatever the separator.
    """
    listed = _parse_list(cell)
    labels = cell.split(separator) if listed is None else listed
    return [label for label in map(str.strip, labels) if label]


def _parse_list(cell: str) -> list[str] | None:
    """The items of a flat list of texts and numbers; None where the cell is none."""
    if not (cell.startswith("[") and cell.endswith("]")) or cell.count("[") > 1 or len(cell) > _LONGEST_LIST:
        return None
    try:
        items = json.loads(cell) if "\\" in cell else ast.literal_eval(cell)  # which reads most flat lists of JSON, too
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):  # all that cells may do to a parser
        return None
    return [str(item) for item in items] if all(isinstance(item, str | int | float) for item in items) else None


def sets(cells: npt.NDArray[np.object_], separator: str) -> npt.NDArray[np.object_]:
    """Cells [n], None where missing, as sorted tuples of labels; ``[]`` and ``-`` are the empty set."""
    codes, distinct = pd.factorize(cells)
    found = np.empty(len(distinct) + 1, dtype=object)  # code -1, a missing cell, takes the last
    for place, cell in enumerate(distinct):
        found[place] = () if cell in _NO_LABELS else tuple(sorted(set(parts(cell, separator))))
    return found[codes]


def write_sets(found: npt.NDArray[np.object_], separator: str) -> npt.NDArray[np.object_]:
    """The cells that ``sets`` reads as ``found``, None where missing."""
    cells = [None if labels is None else separator.join(labels) or EMPTY_SET for labels in found]
    return np.array(cells, dtype=object)


def flags(frame: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Yes-no columns as 1, 0, or NaN where missing: [n, columns]."""
    return np.stack([as_yes_no(frame[name]) for name in frame.columns], axis=1)


def names_of_flags(values: npt.NDArray[np.float64], names: Sequence[str]) -> npt.NDArray[np.object_]:
    """The names of each row's 1s as a tuple [n], None where all of the row is missing."""
    found = np.empty(len(values), dtype=object)
    for row in np.flatnonzero(~np.isnan(values).all(axis=1)):
        found[row] = tuple(name for name, value in zip(names, values[row], strict=True) if value == 1)
    return found


def indicators(found: npt.NDArray[np.object_], labels: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether each row's tuple holds each label [n, K]; a missing one holds none, and other labels are passed over."""
    place = {label: column for column, label in enumerate(labels)}
    result = np.zeros((len(found), len(labels)), dtype=bool)
    for row, names in enumerate(found):
        for name in names or ():
            if name in place:
                result[row, place[name]] = True
    return result
