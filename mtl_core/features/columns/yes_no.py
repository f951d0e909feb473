"""Yes-no columns: −1 for no, +1 for yes, 0 where missing, and an indicator if it ever was in the training rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import ExperimentError
from mtl_core.features.column_encoder import ColumnEncoder, at_times, join_parts
from mtl_core.features.column_format import ColumnFormat, saying
from mtl_core.features.spellings import MISSING_WORDS
from mtl_core.features.values import as_yes_no, in_order


@dataclass(frozen=True)
class YesNoColumn(ColumnEncoder):
    """A truth value [n, 1], with its indicator [n, 2].

    Where the training rows wrote words for yes and no, any such word is understood later, in any case; else the
    two labels of the training rows are, and anything else counts as missing.
    """

    kind: ClassVar[str] = "yes_no"
    name: str
    format: ColumnFormat
    words: bool
    labels: tuple[str, ...]  # (no, yes), or none if the training rows do not know both
    missing: bool
    commonest: str | None = None  # label of the training rows; None: not known

    @classmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat) -> Self:
        """Learn the two labels of the training rows."""
        format = format.learn(values)
        found = format.labels(values)
        labels = in_order(label for label in set(found) if label is not None)
        words = set(as_yes_no(pd.Series(labels, dtype=object))) == {0.0, 1.0}
        if len(labels) > 2 and not words:
            template = (
                'Column "{name}" cannot be read as yes-no: expected two values, received {count} such as {examples}; '
                "choose category."
            )
            raise ExperimentError(template.format(name=name, count=len(labels), examples=", ".join(labels[:3])[:100]))
        known = tuple(labels) if len(labels) == 2 and not words else ()
        counts = Counter(label for label in found if label is not None)
        commonest = min(counts, key=lambda label: (-counts[label], label), default=None)
        return cls(name, format, words, known, at_times(pd.isna(found)), commonest)

    @property
    def numbers(self) -> int:
        """The value, the indicator."""
        return (self.words or bool(self.labels)) + self.missing

    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as [n, numbers]."""
        labels = self.format.labels(values)
        truth = self._truth(labels)
        parts = [np.nan_to_num(2 * truth - 1, nan=0.0)] if self.words or self.labels else []
        return join_parts(parts + [np.isnan(truth)] * self.missing, len(values))

    @property
    def seen(self) -> str:
        """The two labels."""
        return "words for yes and no" if self.words else ", ".join(self.labels)

    @property
    def typical(self) -> Any:
        """The commonest label."""
        return self.commonest

    @property
    def told(self) -> str:
        """By words for yes and no, where the training rows had such."""
        return "any word for yes or no, in any case" if self.words else self.format.describe_labels()

    def unread(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Words that are neither yes nor no, and numbers other than those of the training rows."""
        labels = self.format.labels(values)
        return saying(labels, MISSING_WORDS) & np.isnan(self._truth(labels)) | self.format.unread_labels(values)

    def _truth(self, labels: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
        """1, 0 or NaN per label; where one label is all that was known, only whether there is one matters."""
        if self.words:
            return as_yes_no(pd.Series(labels, dtype=object))
        if not self.labels:
            return np.where(pd.isna(labels), np.nan, 0.0)
        no, yes = self.labels
        return np.select([labels == no, labels == yes], [0.0, 1.0], np.nan)


COLUMN = YesNoColumn
