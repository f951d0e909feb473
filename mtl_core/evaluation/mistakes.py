"""The worst mistakes of a task: answers wrong with much certainty, numbers far off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.report import JUDGES

Array = npt.NDArray[Any]


def worst(kind: str, classes: Sequence[str], true: Array, output: Array, most: int) -> list[int]:
    """Places of at most ``most`` rows of which the answer is wrong, the worst first; rows without a label are none.

    ``true`` [n] are labels, tuples of labels or numbers, ``output`` is a served model's, as
    their target's ``constrain`` leaves it.
    """
    faults = np.where(pd.isna(true), 0.0, JUDGES[kind].faults(classes, true, output))
    order = np.argsort(-faults, kind="stable")[:most]
    return [int(place) for place in order if faults[place] > 0]
