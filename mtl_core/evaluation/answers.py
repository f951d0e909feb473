"""From a network's outputs to answers: labels or sets of them with probabilities, or numbers.

It knows numpy and pandas alone, because it travels inside every exported bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError


class Target(Protocol):
    """What an answer's words depend on."""

    @property
    def name(self) -> str: ...

    @property
    def classes(self) -> tuple[str, ...]: ...

    def chances(self, output: npt.NDArray[Any]) -> npt.NDArray[Any] | None: ...

    def answer_rows(self, output: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]: ...


def answers(targets: Sequence[Target], outputs: Sequence[npt.NDArray[Any]], frame: pd.DataFrame) -> pd.DataFrame:
    """One row per row of ``frame``, which the outputs were made from: column NAME, and NAME:CLASS for each class.

    A name that comes out twice (class "b" of task "a", and task "a:b") is numbered: "a:b", "a:b (2)". Raises DataError
    where an answer is no finite number.
    """
    require_finite(targets, outputs)
    columns: list[pd.Series[Any]] = []
    for target, output in zip(targets, outputs, strict=True):
        name, index = target.name, frame.index
        columns.append(pd.Series(target.answer_rows(output, frame), index, name=name))
        shares = target.chances(output)
        if shares is not None:
            chances = zip(target.classes, shares.T, strict=True)
            columns += [pd.Series(column, index, name=f"{name}:{label}") for label, column in chances]
    table = pd.concat(columns, axis=1)
    return table.set_axis(distinct(list(table.columns)), axis=1)


def require_finite(targets: Sequence[Target], outputs: Sequence[npt.NDArray[Any]]) -> None:
    """Raise DataError where a network's outputs for a task are not all finite: they say nothing."""
    for target, output in zip(targets, outputs, strict=True):
        lost = np.flatnonzero(~np.isfinite(output).all(axis=tuple(range(1, output.ndim))))
        if len(lost):
            template = (
                'The network gives no finite number for "{name}" in {count:,} of {rows:,} rows (the first is row '
                "{first:,}), so its answers cannot be used; check these rows for sizes far from those of the training, "
                "or train again."
            )
            raise DataError(
                template.format(name=target.name, count=len(lost), rows=len(output), first=int(lost[0]) + 1)
            )


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
