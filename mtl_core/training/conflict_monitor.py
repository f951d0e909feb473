"""When to look how the tasks stand to each other, and what was seen by the end of an epoch."""

from __future__ import annotations

import time
from collections.abc import Sequence

from mtl_core.records.events import BalanceEvent
from mtl_core.training.conflict_report import lowest, report_conflicts
from mtl_core.training.engine import Engine
from mtl_core.training.gradient_stats import GradientStats, blend
from mtl_core.training.progress import Progress
from mtl_core.training.state import State

_LEAST_BETWEEN = 19  # times the seconds that a look took, to the next


class ConflictMonitor:
    """Takes what the steps saw; where they saw no gradient of shared weights, looks at a batch now and then, and keeps
    the looks before in mind, since one batch shows much by chance."""

    def __init__(self, engine: Engine, tasks: Sequence[str]) -> None:
        self._engine = engine
        self._tasks = tasks
        self._next = 0.0
        self._seen: GradientStats | None = None

    def at_end_of_epoch(self, state: State, progress: Progress) -> BalanceEvent:
        """How the tasks stand to each other in the epoch that ``progress`` has just closed."""
        engine = self._engine
        seen = state.stats if engine.gradients.compares else None
        looked = state.stats if engine.gradients.sees_blocks else self._look(state, progress)
        before = progress.unanswered, progress.stationary
        progress.unanswered, progress.stationary = int(state.balance.failures), int(state.balance.stationary)
        return BalanceEvent(
            epoch=progress.epoch,
            weights=progress.history[-1].weights,
            method=engine.balancer.kind,
            gradients=engine.gradients.kind,
            **report_conflicts(looked if seen is None else seen, self._tasks),
            lowest=lowest(looked, engine.shared_blocks, self._tasks),
            unanswered=progress.unanswered - before[0],
            stationary=progress.stationary - before[1],
        )

    def _look(self, state: State, progress: Progress) -> GradientStats | None:
        began = time.perf_counter()
        if not self._engine.can_look or (began < self._next and progress.stopped_by is None):
            return None
        look = self._engine.look(state, progress.epoch, progress.preferences)
        self._seen = look if self._seen is None else blend(self._seen, look)
        ended = time.perf_counter()
        self._next = ended + _LEAST_BETWEEN * (ended - began)
        return self._seen
