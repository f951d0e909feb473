"""Whether a task's curve has turned, so that rows are learnt by heart: from the epochs' losses alone."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.records.events import ByTask, EpochEvent
from mtl_core.wording import cut

_WINDOW = 5  # epochs, over which losses are averaged
_LATER = 10  # epochs after the best, so that the windows share none
_WORSE = 1.05  # times the loss around the best: noise alone makes later losses a little worse than the least
_BY_HEART = (
    'Task "{name}" is learning by heart since epoch {epoch}: it fits the training rows ever better, but the validation '
    "rows worse. What is kept is not touched by that."
)

History = Sequence[EpochEvent]  # from epoch 1


def find_turned(history: History) -> dict[str, int]:
    """By task the best epoch of a curve that has turned after it; once told, it holds until there is a better one."""
    before = history[-2].turned if len(history) > 1 else {}
    best = {task: epoch for task, epoch in history[-1].best.items() if epoch is not None}
    return {task: epoch for task, epoch in best.items() if before.get(task) == epoch or _by_heart(history, task, epoch)}


def sentence(name: str, epoch: int) -> str:
    """What is said of a task whose curve has turned after ``epoch``."""
    return _BY_HEART.format(name=cut(name, 40), epoch=epoch)


def _by_heart(history: History, task: str, best: int) -> bool:
    """Whether the validation loss has risen since ``best``, while the training loss has fallen."""
    if len(history) < best + _LATER:
        return False
    around, later = history[best - 1 : best - 1 + _WINDOW], history[-_WINDOW:]
    held_before, held_after = (_mean([event.validation for event in part], task) for part in (around, later))
    fit_before, fit_after = (_mean([event.train for event in part], task) for part in (around, later))
    if held_before is None or held_after is None or fit_before is None or fit_after is None:
        return False
    return held_after > _WORSE * held_before and fit_after < fit_before


def _mean(losses: Sequence[ByTask], task: str) -> float | None:
    known = [loss for losses_ in losses if (loss := losses_[task]) is not None]
    return sum(known) / len(known) if len(known) == len(losses) else None
