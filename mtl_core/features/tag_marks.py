"""What tags of tokens mark by how they are written: where a span of a type begins, goes on and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

OUTSIDE = "O"
"""The tag of a token that belongs to nothing, where tags mark entities."""
SINGLE, LAST = "S", "E"
_MARKS = {"B": "B", "I": "I", "M": "I", "E": LAST, "L": LAST, "S": SINGLE, "U": SINGLE}
_SPAN = re.compile(r"O|[BIESLUM]-\S+")


def split_mark(tag: str) -> tuple[str, str]:
    """Mark and type, in IOB1, IOB2, IOBES or BILOU; what marks no entity is outside, without a type."""
    mark, dash, kind = tag.partition("-")
    return (_MARKS[mark], kind) if dash and mark in _MARKS else (OUTSIDE, "")


def are_spans(tags: Sequence[str]) -> bool:
    """Whether these mark spans of tokens: B- and I- (or E-, S-, L-, U-) before a type, O outside."""
    marked = sum(_SPAN.fullmatch(tag) is not None for tag in tags)
    return marked >= 0.95 * len(tags) and any(tag[:2] in ("B-", "I-") for tag in tags)


def find_breaks(tags: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether each tag breaks a span right behind each other one: [before, behind].

    I- and E- go on with a span of their type that B- or I- has open; where there is E-, each span must come to its end.
    """
    marks, kinds = np.array([split_mark(tag) for tag in tags], dtype=object).T
    opens, goes_on = np.isin(marks, ("B", "I")), np.isin(marks, ("I", LAST))
    joined = opens[:, None] & goes_on & (kinds[:, None] == kinds)
    must_go_on = opens & (LAST in marks)
    found: npt.NDArray[np.bool_] = (goes_on | must_go_on[:, None]) & ~joined
    return found
