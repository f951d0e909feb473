"""Rows, and what a network says about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy.typing as npt
import pandas as pd

from mtl_core.features.space import FeatureSpace

Array = npt.NDArray[Any]
Predict = Callable[[Mapping[str, Array]], Sequence[Array]]


@dataclass(frozen=True)
class Answered:
    """Rows of a table, and a served model's ``outputs`` about them: an array [n, …] per task."""

    frame: pd.DataFrame
    outputs: Sequence[Array]

    @classmethod
    def ask(cls, space: FeatureSpace, predict: Predict, frame: pd.DataFrame) -> Self:
        """What ``predict`` gives for the rows, encoded."""
        return cls(frame, predict(space.transform(frame)))
