"""What a column of a table is to every kind of task."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Task
from mtl_core.tables.findings import Finding
from mtl_core.tables.labels.label_cells import Labels, explode
from mtl_core.tables.labels.leaks import Values, gives_class_away
from mtl_core.tables.labels.relation import Matrix, label_columns
from mtl_core.tables.profile import ColumnProfile

Single = tuple[npt.NDArray[np.int64], Labels]
"""Single labels, and the places of the rows that they stand in."""


class TargetColumn(ABC):
    """Labels of one kind, as a table holds them. ``known`` and ``found`` [n] are what ``read`` gives; of ``known`` none
    is missing."""

    def suits(self, column: ColumnProfile) -> int:
        """How well such a column suits as a task of this kind; 0 where only a person would choose it."""
        return 0

    def reason(self, column: ColumnProfile) -> str:
        """Why it suits, as a sentence."""
        return "Chosen by you."

    def fields(self, column: ColumnProfile) -> Mapping[str, Any]:
        """Fields of a Task of this kind that follow from the column."""
        return {}

    @abstractmethod
    def read(self, frame: pd.DataFrame, task: Task) -> Labels:
        """The labels [n], missing where there is none; ``frame`` holds the columns of the task."""

    @abstractmethod
    def find_fault(self, task: Task, frame: pd.DataFrame, known: Labels) -> Finding | None:
        """What makes the labels impossible to learn."""

    @abstractmethod
    def find_warnings(self, task: Task, frame: pd.DataFrame, known: Labels) -> Iterator[Finding]:
        """What should be known of labels that can be learnt."""

    def codes(self, found: Labels) -> list[npt.NDArray[np.int64]]:
        """What to spread evenly over the parts of a split: arrays of a code per row [n], −1 where missing."""
        return [pd.factorize(found)[0]]

    def single(self, known: Labels) -> Single | None:
        """The labels one by one; None where every one may be new."""
        return np.arange(len(known)), known

    def encode(self, known: Labels) -> Matrix:
        """The labels as columns [n, q], to be compared with others: one for each of the commonest."""
        return label_columns(np.arange(len(known)), known, len(known))

    def is_given_away(self, column: Values, known: Labels) -> bool:
        """Whether an input column alone tells the labels."""
        return gives_class_away(column, pd.factorize(known)[0])


class SeveralLabels(TargetColumn):
    """A row's labels are a tuple."""

    def codes(self, found: Labels) -> list[npt.NDArray[np.int64]]:
        """An array per label, and a last one for rows whose tuple is empty."""
        has = ~pd.isna(found)
        rows, names = explode(found[has])
        codes, distinct = pd.factorize(names)
        held = np.full((len(distinct), len(found)), -1, dtype=np.int64)
        held[codes, np.flatnonzero(has)[rows]] = 0
        return [*held, np.where(has & (held < 0).all(axis=0), 0, -1)]

    def single(self, known: Labels) -> Single:
        """Each label of the tuples."""
        return explode(known)

    def encode(self, known: Labels) -> Matrix:
        """A column for each of the commonest labels of the tuples."""
        return label_columns(*explode(known), len(known))
