"""Yes-no answers as targets: one logit of yes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mtl_core.features.targets.classes import ClassTarget


class BinaryTarget(ClassTarget):
    """One of two labels (no, yes)."""

    most = 2
    expected = "exactly 2"

    @property
    def outputs(self) -> int:
        """One logit of yes."""
        return 1

    @classmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The labels [n] by the probabilities of yes [n, 1]; an even chance counts as yes."""
        labels: npt.NDArray[Any] = np.array(classes, dtype=object)
        found: npt.NDArray[Any] = labels[(output[:, 0] >= 0.5).astype(int)]
        return found

    @classmethod
    def chances(cls, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Those of no and yes [n, 2]."""
        return np.hstack([1 - output, output])


TARGET = BinaryTarget
