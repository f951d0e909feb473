"""Classes as targets: one logit for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mtl_core.features.targets.classes import ClassTarget


class MulticlassTarget(ClassTarget):
    """One of two or more labels."""

    @property
    def outputs(self) -> int:
        """One logit per class."""
        return len(self.classes)

    @classmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The most probable label [n] of ``output`` [n, K]."""
        labels: npt.NDArray[Any] = np.array(classes, dtype=object)
        found: npt.NDArray[Any] = labels[output.argmax(axis=1)]
        return found

    @classmethod
    def chances(cls, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """``output`` itself [n, K]."""
        return output


TARGET = MulticlassTarget
