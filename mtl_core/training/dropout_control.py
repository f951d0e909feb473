"""How many units rest while training, as the losses of training and validation rows say after each epoch."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mtl_core.wording import format_number, list_names

_SPEED = 0.3
_LEAST = 0.005  # none at all could not grow again

_FELL = "Dropout fell as far as validation rows allowed, {changes}."
_STAYED = "Dropout ended at {shares}, as it was set: validation rows allowed no less."


def adapt(share: float, start: float, train: float, validation: float) -> float:
    """The share of units to silence in the next epoch, after one with these losses; ``start`` is the most.

    It shrinks while the ``validation`` loss is below that of ``train``, which is learnt with units silenced, so that
    the network could do more; and grows again once rows begin to be learnt by heart.
    """
    ahead = min(validation / train - 1, 1) if train > 0 else 1
    return min(max(share * math.exp(_SPEED * ahead), _LEAST), start)


def tell_changes(changes: Iterable[tuple[float, float]]) -> str:
    """How shares went from what they began as to what they ended as, in a sentence."""
    told = sorted({(_percent(start), _percent(end)) for start, end in changes})
    if all(start == end for start, end in told):
        return _STAYED.format(shares=list_names([start for start, _ in told]))
    return _FELL.format(changes=list_names([f"from {start} to {end}" for start, end in told]))


def _percent(share: float) -> str:
    return f"{format_number(float(f'{100 * share:.2g}'))}%"
