"""From a network's outputs to answers: labels with probabilities, or numbers.

It knows numpy and pandas alone, because it travels inside every exported bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd


def probabilities(kind: str, output: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
    """The probability of each class, [n, K]; None for a number. A yes-no output [n, 1] is the probability of yes."""
    if kind == "regression":
        return None
    return output if kind == "multiclass" else np.hstack([1 - output, output])


def decided(kind: str, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The answers [n]: the most probable label, or the number. An even chance counts as yes."""
    found: npt.NDArray[Any] = output[:, 0]
    if kind != "regression":
        places = found >= 0.5 if kind == "binary" else output.argmax(axis=1)
        found = np.array(classes, dtype=object)[places.astype(int)]
    return found


def answers(
    tasks: Sequence[tuple[str, str, Sequence[str]]], outputs: Sequence[npt.NDArray[Any]], index: pd.Index[Any]
) -> pd.DataFrame:
    """One row per output row: column NAME, and NAME:CLASS for each class; ``tasks`` are (name, kind, classes).

    A name that comes out twice (class "b" of task "a", and task "a:b") is numbered: "a:b", "a:b (2)".
    """
    columns: list[pd.Series[Any]] = []
    for (name, kind, classes), output in zip(tasks, outputs, strict=True):
        columns.append(pd.Series(decided(kind, classes, output), index, name=name))
        shares = probabilities(kind, output)
        if shares is not None:
            columns += [pd.Series(shares[:, k], index, name=f"{name}:{label}") for k, label in enumerate(classes)]
    found = pd.concat(columns, axis=1)
    return found.set_axis(distinct(list(found.columns)), axis=1)


def distinct(names: Sequence[str]) -> list[str]:
    """The names, with a number behind each that stood before."""
    taken: dict[str, None] = {}
    for name in names:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name} ({number})"
        taken[free] = None
    return list(taken)
