"""Categories: a token per label of the training rows, one for missing, one for labels they do not know."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.column_encoder import ColumnEncoder
from mtl_core.features.column_format import ColumnFormat

MISSING, UNSEEN = 0, 1
_FIRST = 2  # token of the first label
_MOST = 1_000  # labels with a token of their own
_NAMED = 8  # labels in a few words
_RARE = 2  # training rows that a label needs for one


@dataclass(frozen=True)
class CategoryColumn(ColumnEncoder):
    """A token [n, 1]: 0 missing, 1 unseen, from 2 on the labels, the commonest first.

    A label that stands in one training row only has no token of its own: such labels teach the network what to
    make of the ones it has never seen.
    """

    kind: ClassVar[str] = "category"
    name: str
    format: ColumnFormat
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.labels)) < len(self.labels):
            raise DataError(f'What is stored about column "{self.name}" is damaged: a label stands there twice.')

    @classmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat) -> Self:
        """Learn the labels of the training rows; none if all rows would get one token."""
        format = format.learn(values)
        counts = Counter(format.labels(values).tolist())
        missing = counts.pop(None, 0)
        common = (label for label, count in counts.items() if count >= _RARE)
        labels = tuple(sorted(common, key=lambda label: (-counts[label], label))[:_MOST])
        alone = len(labels) == 1 and len(counts) == 1 and not missing
        return cls(name, format, () if alone else labels)

    @property
    def numbers(self) -> int:
        """None: a category is a token."""
        return 0

    @property
    def vocabulary(self) -> int:
        """Labels, the missing and the unseen token."""
        return len(self.labels) + _FIRST if self.labels else 0

    @property
    def embedding(self) -> int:
        """Grows with the vocabulary, up to 16; the rule of thumb of fastai's tabular learner."""
        return min(16, round(1.6 * math.pow(self.vocabulary, 0.56)))

    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as tokens [n, 1]."""
        labels = self.format.labels(values)
        places = pd.Index(self.labels, dtype=object).get_indexer(pd.Index(labels, dtype=object))
        tokens = np.where(places < 0, UNSEEN, places + _FIRST)
        tokens[pd.isna(labels)] = MISSING
        return tokens[:, None]

    @property
    def seen(self) -> str:
        """The commonest labels, and how many there are."""
        more = f" … ({len(self.labels):,} in all)" if len(self.labels) > _NAMED else ""
        return ", ".join(self.labels[:_NAMED]) + more

    @property
    def typical(self) -> Any:
        """The commonest label."""
        return self.labels[0] if self.labels else None

    def unread(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Words where the training rows held numbers, dates or truth values."""
        return self.format.unread_labels(values)

    def unseen(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Labels without a token of their own."""
        result: npt.NDArray[np.bool_] = self.encode(values)[:, 0] == UNSEEN
        return result


COLUMN = CategoryColumn
