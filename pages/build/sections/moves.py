"""What a person did at the mixing desk, in words: turned, muted, soloed, heard again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtl_core.figures import palette
from mtl_core.records.events import WeightsEvent
from pages.shared import text
from pages.shared.components.curves import Touch

Mix = Mapping[str, float]  # the weights by task, as the person set them


def describe_move(slots: range, old: Mix, new: Mix) -> str:
    """What a move of faders did to the tasks in ``slots``; empty where nothing moved."""
    moved = [slot for slot in slots if new[f"t{slot}"] != old[f"t{slot}"]]
    muted = [slot for slot in moved if not new[f"t{slot}"]]
    heard = [slot for slot in moved if not old[f"t{slot}"]]
    turned = [slot for slot in moved if slot not in muted and slot not in heard]
    audible = [slot for slot in slots if new[f"t{slot}"]]
    if len(audible) == 1 and len(muted) > 1:
        done = [f"soloed {_letters(audible)}, so that all others are muted"]
        heard = []
    else:
        done = [f"muted {_letters(muted)}"] if muted else []
    done += [f"let {_letters(heard)} be heard again"] if heard else []
    done += [f"turned {text.list_names([_turn(slot, old, new) for slot in turned])}"] if turned else []
    return f"You {text.list_names(done)}." if done else ""


def touches(touched: Sequence[WeightsEvent], task: str) -> list[Touch]:
    """The moments at which the weight of one task was changed."""
    moves = [(event.epoch, event.before[task], event.after[task]) for event in touched]
    return [Touch(epoch, _label(old, new)) for epoch, old, new in moves if new != old]


def _label(old: float, new: float) -> str:
    if not new:
        return "muted"
    if not old:
        return f"heard again, {_weight(new)}"
    return f"turned {_way(old, new)} {_weight(old)} → {_weight(new)}"


def _turn(slot: int, old: Mix, new: Mix) -> str:
    before, after = old[f"t{slot}"], new[f"t{slot}"]
    return f"{palette.TASKS[slot].letter} {_way(before, after)} to {after:.2g}"


def _way(old: float, new: float) -> str:
    return "up" if new > old else "down"


def _letters(slots: Sequence[int]) -> str:
    return text.list_names([palette.TASKS[slot].letter for slot in slots])


def _weight(weight: float) -> str:
    """As the desk writes it: 1.0, 1.4, 0.25."""
    return f"{weight:.1f}" if round(weight, 1) == weight else f"{weight:.2g}"
