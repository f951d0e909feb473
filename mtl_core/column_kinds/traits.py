"""What can be said of a kind of column without any data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Field = Literal["number", "day", "text", "choice", "line"]
"""What a person fills a cell in with: a number, a day, a text, one of the labels or another one, or a line."""


@dataclass(frozen=True)
class ColumnTraits:
    """One kind of column: what its cells are and how people speak of them."""

    id: str  # as experiments, bundles and the command line name it
    title: str  # as people name it
    rank: int  # its place among the kinds in a menu
    heading: str  # over the names of such columns
    field: Field
    one: str = ""  # what a cell is read as, as in "cannot be read as a number"; empty where any cell is read
    many: str = ""
    unfit: str = ""  # why such a column is not predicted, as a clause
    feeds: bool = True  # carries over to new rows, so that it may be an input
    measured: bool = False  # amounts: some numbers may stand for missing, and it may be predicted as a number
    binned: bool = False  # its values are spread over a range
    labels: bool = False  # each cell is one of few labels
    truth: bool = False  # yes or no; such columns may be joined to one task
    is_text: bool = False  # cells are cut into tokens
    dated: bool = False  # its sizes are moments
    names_rows: bool = False  # tells rows apart, beside answers
    differs: bool = False  # a value of its own in each row says nothing against it
    by_time: int = 0  # how well it orders rows in time; 0: not at all
    by_group: int = 0  # how well it groups rows; 0: not at all
