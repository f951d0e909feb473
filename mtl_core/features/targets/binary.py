"""Yes-no answers as targets: one logit of yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mtl_core.errors import DataError
from mtl_core.features.targets.classes import ClassTarget

EVEN = 0.5
"""The chance of yes from which yes is said where nobody chose another."""


@dataclass(frozen=True)
class BinaryTarget(ClassTarget):
    """One of two labels (no, yes)."""

    most = 2
    expected = "exactly 2"

    threshold: float = EVEN

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.threshold < 1:
            template = 'The chance from which task "{name}" says yes must lie between 0 and 1, received {value:g}.'
            raise DataError(template.format(name=self.name, value=self.threshold))

    @property
    def outputs(self) -> int:
        """One logit of yes."""
        return 1

    @classmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The labels [n] by the probabilities of yes [n, 1]; an even chance counts as yes."""
        labels: npt.NDArray[Any] = np.array(classes, dtype=object)
        found: npt.NDArray[Any] = labels[(output[:, 0] >= EVEN).astype(int)]
        return found

    def centre(self, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Two certain answers, by the threshold; the chances as they are where it is even."""
        return output if self.threshold == EVEN else (output >= self.threshold).astype(output.dtype)

    def conclude(self, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Yes from ``threshold`` on."""
        return self.decide(self.classes, self.centre(output))

    @property
    def chosen(self) -> tuple[str, ...]:
        """A threshold that is not even."""
        if self.threshold == EVEN:
            return ()
        template = 'Task "{name}" says "{yes}" from a probability of {threshold:.3g} on, as was chosen.'
        return (template.format(name=self.name, yes=self.classes[1], threshold=self.threshold),)

    @classmethod
    def chances(cls, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Those of no and yes [n, 2]."""
        return np.hstack([1 - output, output])


TARGET = BinaryTarget
