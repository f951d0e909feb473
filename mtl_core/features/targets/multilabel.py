"""Tasks whose answer is a set of labels: each label is a yes-no question of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError, ExperimentError
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.label_sets import flags, indicators, names_of_flags, sets, write_sets
from mtl_core.features.named_columns import cells
from mtl_core.features.targets.target_encoder import Encoded, TargetEncoder, as_column
from mtl_core.features.values import in_order
from mtl_core.wording import format_count

if TYPE_CHECKING:
    from mtl_core.experiment import Task
    from mtl_core.features.column_encoder import ColumnEncoder

MOST_LABELS = 200
_RARE = 2  # training rows that a label needs to be learnt


@dataclass(frozen=True)
class SetTarget(TargetEncoder):
    """A column of labels with ``separator`` between them, or the yes-no columns ``members`` side by side.

    Of a row whose members are filled in part, the known ones are compared; its set as a whole counts as missing.
    """

    name: str
    kind: str
    format: ColumnFormat
    separator: str
    members: tuple[str, ...]
    classes: tuple[str, ...]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        fits = not self.members or self.members == self.classes
        if not (len(set(self.classes)) == len(self.classes) > 1 and fits):
            raise DataError(f'What is stored about task "{self.name}" is damaged: its labels do not fit its kind.')

    @classmethod
    def fit(
        cls,
        task: Task,
        frame: pd.DataFrame,
        formats: Mapping[str, ColumnFormat],
        columns: Sequence[ColumnEncoder] = (),
    ) -> Self:
        """Learn the labels that stand in two or more training rows. Raises ExperimentError."""
        if task.columns:
            notes = _part_note(task.column, flags(frame[list(task.columns)]))
            return cls(task.column, task.kind, AS_WRITTEN, task.separator, task.columns, task.columns, notes)
        format = formats.get(task.column, AS_WRITTEN).learn(frame[task.column])
        known = sets(format.labels(frame[task.column]), task.separator)
        counts = Counter(label for labels in known if labels is not None for label in labels)
        common = sorted((label for label in counts if counts[label] >= _RARE), key=lambda label: -counts[label])
        if len(common) < 2:
            template = (
                'Task "{name}" cannot be learnt as several labels: {count} labels stand in {least} or more training '
                'rows when its cells are split at "{sign}", expected at least 2; choose another kind or another sign.'
            )
            message = template.format(name=task.column, count=len(common), least=_RARE, sign=task.separator)
            raise ExperimentError(message)
        classes = tuple(in_order(common[:MOST_LABELS]))
        left_out = sorted(set(counts) - set(classes), key=lambda label: -counts[label])
        notes = _notes(task.column, left_out, len(counts), capped=len(common) > MOST_LABELS)
        return cls(task.column, task.kind, format, task.separator, (), classes, notes)

    @property
    def outputs(self) -> int:
        """One logit per label."""
        return len(self.classes)

    @classmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The tuples of probable labels [n] of ``output`` [n, K]; an even chance counts as yes."""
        labels: npt.NDArray[Any] = np.array(classes, dtype=object)
        return as_column([tuple(labels[row]) for row in output >= 0.5])

    @classmethod
    def chances(cls, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """``output`` itself [n, K], each label's on its own."""
        return output

    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Tuples of labels [n], None where missing."""
        if not self.members:
            return sets(self.format.labels(cells(frame, self.name)), self.separator)
        values = self._flags(frame)
        found = names_of_flags(values, self.classes)
        found[np.isnan(values).any(axis=1)] = None
        return found

    def encode(self, frame: pd.DataFrame) -> Encoded:
        """Whether the row has each label, and whether that is known: both [n, K]."""
        if self.members:
            values = self._flags(frame)
            return np.nan_to_num(values).astype(np.float32), ~np.isnan(values)
        found = self.truth(frame)
        mask = np.repeat(~pd.isna(found)[:, None], self.outputs, axis=1)
        return indicators(found, self.classes).astype(np.float32), mask

    def matches(self, true: npt.NDArray[Any], given: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """In whatever order the labels stand."""
        pairs = zip(sets(true, self.separator), sets(given, self.separator), strict=True)
        return np.array([one == other for one, other in pairs], dtype=bool)

    def to_cells(self, answers: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Sets as cells, with the separator between the labels."""
        return write_sets(answers, self.separator)

    def _flags(self, frame: pd.DataFrame) -> npt.NDArray[np.float64]:
        return flags(pd.DataFrame({name: cells(frame, name) for name in self.members}))


def _part_note(name: str, values: npt.NDArray[np.float64]) -> tuple[str, ...]:
    """What is said of joined columns that are not filled together."""
    known = ~np.isnan(values)
    rows = int((known.any(axis=1) & ~known.all(axis=1)).sum())
    template = (
        'Task "{name}": {rows} only some of its columns filled; such rows train, but only those with all of them are '
        "judged."
    )
    said = format_count(rows, "training row has", "training rows have")
    return (template.format(name=name, rows=said),) if rows else ()


def _notes(name: str, left_out: Sequence[str], count: int, capped: bool) -> tuple[str, ...]:
    """What is said of labels that are not learnt."""
    if not left_out:
        return ()
    template = (
        'Task "{name}": {left_out:,} of {count:,} labels, such as "{label}", stand in one training row only; they '
        "are not learnt and count as missed."
    )
    if capped:
        template = (
            'Task "{name}": of {count:,} labels the {most} commonest are learnt; the others, such as "{label}", '
            "count as missed."
        )
    return (template.format(name=name, left_out=len(left_out), count=count, label=left_out[0], most=MOST_LABELS),)


TARGET = SetTarget
