"""Whether a task's curve has turned, so that rows are learnt by heart: from the epochs' losses alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mtl_core.wording import cut

_WINDOW = 5  # epochs, over which losses are averaged
_LATER = 10  # epochs after the best, so that the windows share none
_WORSE = 1.05  # times the loss around the best: noise alone makes later losses a little worse than the least
_BY_HEART = (
    'Task "{name}" is learning by heart since epoch {epoch}: it fits the training rows ever better, but the validation '
    "rows worse. What is kept is not touched by that."
)

History = Sequence[Mapping[str, Any]]  # the bodies of the epoch events, from epoch 1


def turned(history: History) -> dict[str, int]:
    """By task the best epoch of a curve that has turned after it; once told, it holds until there is a better one."""
    before = history[-2]["turned"] if len(history) > 1 else {}
    best = {task: epoch for task, epoch in history[-1]["best"].items() if epoch is not None}
    return {task: epoch for task, epoch in best.items() if before.get(task) == epoch or _by_heart(history, task, epoch)}


def sentence(name: str, epoch: int) -> str:
    """What is said of a task whose curve has turned after ``epoch``."""
    return _BY_HEART.format(name=cut(name, 40), epoch=epoch)


def _by_heart(history: History, task: str, best: int) -> bool:
    """Whether the validation loss has risen since ``best``, while the training loss has fallen."""
    if len(history) < best + _LATER:
        return False
    around, later = history[best - 1 : best - 1 + _WINDOW], history[-_WINDOW:]
    means = [_mean(part, kind, task) for kind in ("validation", "train") for part in (around, later)]
    if None in means:
        return False
    held_before, held_after, fit_before, fit_after = map(float, means)  # type: ignore[arg-type]
    return held_after > _WORSE * held_before and fit_after < fit_before


def _mean(part: History, kind: str, task: str) -> float | None:
    losses = [body[kind][task] for body in part]
    return None if None in losses else sum(losses) / len(losses)
