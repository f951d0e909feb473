"""What tasks whose answer is one label a row have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError, ExperimentError
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.named_columns import cells
from mtl_core.features.targets.target_encoder import Encoded, TargetEncoder
from mtl_core.features.values import in_order

if TYPE_CHECKING:
    from mtl_core.experiment import Task
    from mtl_core.features.column_encoder import ColumnEncoder


@dataclass(frozen=True)
class ClassTarget(TargetEncoder):
    """One label a row out of several; one that the training rows do not know cannot be compared, so it is masked."""

    most: ClassVar[int | None] = None  # classes that the kind can tell apart
    expected: ClassVar[str] = "at least 2"

    name: str
    kind: str
    format: ColumnFormat
    classes: tuple[str, ...]
    temperature: float = 1.0

    def __post_init__(self) -> None:
        few = len(self.classes) < 2 or len(set(self.classes)) < len(self.classes)
        if few or len(self.classes) > (self.most or len(self.classes)):
            raise DataError(f'What is stored about task "{self.name}" is damaged: its classes do not fit its kind.')
        if not 1e-3 <= self.temperature <= 1e3:
            raise DataError(f'What is stored about task "{self.name}" is damaged: its temperature is out of bounds.')

    @classmethod
    def fit(
        cls,
        task: Task,
        frame: pd.DataFrame,
        formats: Mapping[str, ColumnFormat],
        columns: Sequence[ColumnEncoder] = (),
    ) -> Self:
        """Learn the labels of the training rows. Raises ExperimentError."""
        name, kind, values = task.column, task.kind, frame[task.column]
        format = formats.get(name, AS_WRITTEN).learn(values)
        classes = tuple(in_order(label for label in set(format.labels(values)) if label is not None))
        if not 2 <= len(classes) <= (cls.most or len(classes)):
            template = (
                'Task "{name}" cannot be learnt: different labels in its training rows: {count}, expected {expected}; '
                "choose another kind, another split or another column."
            )
            raise ExperimentError(template.format(name=name, count=len(classes), expected=cls.expected))
        return cls(name, kind, format, classes)

    def temper(self, temperature: float) -> Self:
        """With that temperature."""
        return replace(self, temperature=temperature)

    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """True labels [n], None where missing."""
        return self.format.labels(cells(frame, self.name))

    def encode(self, frame: pd.DataFrame) -> Encoded:
        """The place of each label in ``classes`` [n]."""
        places = pd.Index(self.classes, dtype=object).get_indexer(pd.Index(self.truth(frame), dtype=object))
        return np.maximum(places, 0).astype(np.float32), places >= 0
