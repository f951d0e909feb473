"""The worst mistakes of a task: answers wrong with much certainty, numbers far off; it knows no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import ne
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answers import decided, probabilities
from mtl_core.features.label_sets import indicators

Array = npt.NDArray[Any]


def worst(kind: str, classes: Sequence[str], true: Array, output: Array, most: int) -> list[int]:
    """Places of at most ``most`` rows of which the answer is wrong, the worst first; rows without a label are none.

    ``true`` [n] are labels, tuples of labels or numbers, ``output`` is a served model's.
    """
    faults = np.where(pd.isna(true), 0.0, _FAULTS[kind](kind, classes, true, output))
    order = np.argsort(-faults, kind="stable")[:most]
    return [int(place) for place in order if faults[place] > 0]


def _sure_and_wrong(kind: str, classes: Sequence[str], true: Array, output: Array) -> Array:
    """The probability of the answer where it is wrong, else 0."""
    shares = probabilities(kind, output)
    assert shares is not None
    return np.where(decided(kind, classes, output) == true, 0.0, shares.max(axis=1))


def _sure_of_a_wrong_label(kind: str, classes: Sequence[str], true: Array, output: Array) -> Array:
    """How far from the truth the worst label is that was wrongly said or not said, else 0."""
    wanted = indicators(true, classes)
    faults: Array = np.where(wanted == (output >= 0.5), 0.0, np.abs(wanted - output)).max(axis=1)
    return faults


def _tokens_wrong(kind: str, classes: Sequence[str], true: Array, output: Array) -> Array:
    """The number of tokens with a wrong tag."""
    pairs = zip(true, decided(kind, classes, output), strict=True)
    return np.array([0.0 if tags is None else sum(map(ne, tags, said)) for tags, said in pairs])


def _far_off(kind: str, classes: Sequence[str], true: Array, output: Array) -> Array:
    return np.nan_to_num(np.abs(true.astype(np.float64) - output[:, 0]))


_FAULTS: dict[str, Callable[[str, Sequence[str], Array, Array], Array]] = {
    "binary": _sure_and_wrong,
    "multiclass": _sure_and_wrong,
    "multilabel": _sure_of_a_wrong_label,
    "tags": _tokens_wrong,
    "regression": _far_off,
}
