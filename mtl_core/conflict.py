"""When two tasks pull apart: the one limit by which whoever counts, draws or tells it goes."""

from __future__ import annotations

from typing import Literal

Relation = Literal["apart", "together", "unrelated"]

# A cosine. Two gradients of one length that meet at it each lose a fifth of a common step to the other; what tasks
# show that have nothing to do with each other stands in docs/decisions.md.
LIMIT = 0.2


def relation(cosine: float) -> Relation:
    """What the mean cosine of two tasks' gradients says; it is judged by two decimals, as it is shown."""
    shown = round(cosine, 2)
    return "apart" if shown < -LIMIT else "together" if shown > LIMIT else "unrelated"


def conflict(cosine: float) -> bool:
    """Whether two tasks pull apart."""
    return relation(cosine) == "apart"
