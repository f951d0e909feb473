"""The merged cells of a sheet: each stands for all the cells it covers, but only its first has the value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineSheet

from mtl_core.wording import format_count


@dataclass(frozen=True)
class _Range:
    """Places in the rows as they are read, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Merges:
    """The ranges of one sheet, and how many cells they filled."""

    def __init__(self, ranges: Sequence[_Range]) -> None:
        self._ranges = sorted(ranges, key=lambda found: found.top)
        self._filled = 0

    def spans(self) -> dict[int, dict[int, int]]:
        """By row and column, the last column that a merged cell of several columns reaches to."""
        found: dict[int, dict[int, int]] = {}
        for one in self._ranges:
            if one.right > one.left:
                found.setdefault(one.top, {})[one.left] = one.right
        return found

    def fill(self, rows: Iterable[list[str]], first: int) -> Iterator[list[str]]:
        """The rows, the first of which stands at place ``first``, with each range that starts among them filled."""
        waiting = [found for found in reversed(self._ranges) if found.top >= first]
        open_: list[tuple[_Range, str]] = []
        for place, row in enumerate(rows, first):
            while waiting and waiting[-1].top == place:
                one = waiting.pop()
                open_.append((one, row[one.left] if one.left < len(row) else ""))
            for one, value in open_:
                self._fill(row, one, value)
            open_ = [(one, value) for one, value in open_ if one.bottom > place]
            yield row

    def notes(self) -> Iterator[str]:
        """What was filled, as a sentence."""
        if self._filled:
            cells = format_count(self._filled, "cell", "cells")
            yield f"Merged cells stand for all the cells they cover; their value was filled in ({cells})."

    def _fill(self, row: list[str], one: _Range, value: str) -> None:
        for place in range(one.left, min(one.right + 1, len(row))):
            if value and not row[place]:
                row[place] = value
                self._filled += 1


def of(cells: CalamineSheet) -> Merges:
    """The merged cells of a sheet, by their place in its rows; these start at the sheet's first column in use."""
    left = cells.start[1] if cells.start else 0
    found = cells.merged_cell_ranges or []
    return Merges([_Range(top, max(0, first - left), bottom, last - left) for (top, first), (bottom, last) in found])
