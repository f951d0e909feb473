"""What should be known of the answers about some rows: what of their cells the network does not see as it stands.

It knows column encoders and their rows alone, because it travels inside every exported bundle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from mtl_core.features.column_encoder import ColumnEncoder
from mtl_core.features.space import FeatureSpace
from mtl_core.features.values import as_labels

_LONGEST = 60  # characters of a cell
_UNREAD = (
    "{column}: {cell} in row {row:,} cannot be read as {kind} and counts as missing.",
    "{column}: {count:,} cells cannot be read as {kinds} and count as missing; the first is {cell} in row {row:,}.",
)
_UNSEEN = (
    "{column}: {cell} in row {row:,} is a label that the network does not know, so it counts as unknown.",
    "{column}: {count:,} cells hold labels that the network does not know, so they count as unknown; the first is "
    "{cell} in row {row:,}.",
)
_BEYOND = (
    "{column}: {cell} in row {row:,} lies outside of what the training rows hold ({seen}), so its answers go beyond "
    "what was learnt.",
    "{column}: {count:,} cells lie outside of what the training rows hold ({seen}), so their answers go beyond what "
    "was learnt; the first is {cell} in row {row:,}.",
)


def remarks(space: FeatureSpace, frame: pd.DataFrame) -> tuple[str, ...]:
    """What was chosen for the tasks after training, then a sentence for each column and each way in which cells of it
    are lost or doubtful, with the first of them."""
    chosen = [sentence for target in space.targets for sentence in target.chosen]
    return (*chosen, *(sentence for column in space.columns for sentence in _of_column(column, frame[column.name])))


def _of_column(column: ColumnEncoder, values: pd.Series[Any]) -> Iterator[str]:
    for (single, several), found in (
        (_UNREAD, column.unread),
        (_UNSEEN, column.unseen),
        (_BEYOND, column.out_of_range),
    ):
        mask = found(values)
        if count := int(mask.sum()):
            row = int(np.argmax(mask))
            yield (single if count == 1 else several).format(
                column=column.name,
                cell=_quote(values, row),
                row=row + 1,
                count=count,
                kind=column.traits.one,
                kinds=column.traits.many,
                seen=column.seen,
            )


def _quote(values: pd.Series[Any], row: int) -> str:
    """A cell as a person would write it, on one line, in quotation marks."""
    label = as_labels(values.iloc[[row]])[0] or ""
    line = "".join(letter if letter.isprintable() else " " for letter in label)
    return f'"{line[:_LONGEST]}{"…" if len(line) > _LONGEST else ""}"'
