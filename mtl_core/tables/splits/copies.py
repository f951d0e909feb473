"""Rows that are exact copies of others, which are dealt together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.wording import format_count


@dataclass(frozen=True)
class Copies:
    """For each row the place of the first one that is like it, which may be itself: ``first`` [n]."""

    first: npt.NDArray[np.int64]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Self:
        """Those of a table's columns; missing cells are alike. Two rows count as alike where hashes of 64 bits are."""
        unit, different = pd.factorize(pd.util.hash_pandas_object(frame, index=False).to_numpy())
        first = np.empty(len(different), dtype=np.int64)
        first[unit[::-1]] = np.arange(len(unit))[::-1]
        return cls(first[unit])

    @classmethod
    def none(cls, rows: int) -> Self:
        """No row is like another one."""
        return cls(np.arange(rows))

    @property
    def count(self) -> int:
        """Rows that repeat an earlier one."""
        return int((self.first != np.arange(len(self.first))).sum())

    def note(self) -> tuple[str, ...]:
        """What is said of them, if there are any."""
        if not self.count:
            return ()
        template = (
            "{rows} an earlier row exactly; copies are dealt together, so that none is learnt from and judged by."
        )
        return (template.format(rows=format_count(self.count, "row repeats", "rows repeat")),)
