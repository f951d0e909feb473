"""Numbers to predict, in a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Task
from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.targets.regression import LARGEST_NUMBER
from mtl_core.tables.findings import Finding, constant, error, no_labels
from mtl_core.tables.labels.label_cells import Labels, num_infinite
from mtl_core.tables.labels.leaks import Values, gives_number_away
from mtl_core.tables.labels.relation import Matrix, rank_column
from mtl_core.tables.labels.stratifying import bins
from mtl_core.tables.labels.targets.classes import is_short_scale
from mtl_core.tables.labels.targets.target_column import TargetColumn
from mtl_core.tables.profile import ColumnProfile
from mtl_core.wording import format_count

_COARSEST = 0.25  # of the standard deviation may lie between two numbers that a network can answer


class NumberColumn(TargetColumn):
    """Labels as numbers."""

    def suits(self, column: ColumnProfile) -> int:
        """Numbers that are no short scale."""
        return int(column.traits.measured and not (column.tokens or column.separator or is_short_scale(column)))

    def reason(self, column: ColumnProfile) -> str:
        """How many there are."""
        return f"It is a number with {column.unique:,} different values, so the task is to come close."

    def fields(self, column: ColumnProfile) -> Mapping[str, Any]:
        """The typical value is asked for at first: it comes nearest to a single number."""
        return dict(answer="median")  # noqa: C408  # as a key of a literal it would look like the block of that name

    def read(self, frame: pd.DataFrame, task: Task) -> Labels:
        """Numbers [n], NaN where missing."""
        values = frame[task.column]
        return AS_WRITTEN.learn(values).numbers(values)

    def find_fault(self, task: Task, frame: pd.DataFrame, known: Labels) -> Finding | None:
        """No numbers, one only, or one too large."""
        infinite = num_infinite(frame[task.column])
        if infinite:
            template = (
                'Task "{column}" holds {numbers}, expected finite ones only; correct or empty such cells in the file '
                "and bring it again, or do not predict it."
            )
            numbers = format_count(infinite, "infinite number", "infinite numbers")
            return error(task.column, template, "another table", "drop task", numbers=numbers)
        if not len(known):
            return no_labels(task)
        farthest = known[np.abs(known).argmax()]
        if abs(farthest) > LARGEST_NUMBER:
            template = (
                'Task "{column}" holds {value:g}, expected numbers within ±1e30; correct or empty it in the file '
                "and bring it again, or do not predict it."
            )
            return error(task.column, template, "another table", "drop task", value=farthest)
        return constant(task, f"{known[0]:g}") if np.ptp(known) == 0 else _too_close(task, known)

    def find_warnings(self, task: Task, frame: pd.DataFrame, known: Labels) -> Iterator[Finding]:
        """Nothing."""
        return iter(())

    def codes(self, found: Labels) -> list[npt.NDArray[np.int64]]:
        """Bins of equal size."""
        return [bins(found)]

    def single(self, known: Labels) -> None:
        """Every number may be new."""

    def encode(self, known: Labels) -> Matrix:
        """Their ranks, which a few far numbers do not rule."""
        return rank_column(known)

    def is_given_away(self, column: Values, known: Labels) -> bool:
        """Whether a column tells nearly all of the numbers' variance."""
        return gives_number_away(column, known)


def _too_close(task: Task, known: Labels) -> Finding | None:
    """An error where float32, in which a network answers, has no numbers between these."""
    step, spread = np.spacing(np.float32(np.abs(known).max())), (known / 2).std() * 2  # squares of huge numbers
    if step <= _COARSEST * spread:
        return None
    template = (
        'Task "{column}" holds numbers from {low:.15g} to {high:.15g}, expected a spread of at least {least:.2g} '
        "around numbers so large, as answers have 7 digits; subtract the same number from all of them in the file and "
        "bring it again, or do not predict it."
    )
    told = {"low": known.min(), "high": known.max(), "least": step / _COARSEST}
    return error(task.column, template, "another table", "drop task", **told)


COLUMN = NumberColumn()
