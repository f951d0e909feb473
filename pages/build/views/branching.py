"""Where tasks leave the shared layers, and what passes between them: the draft on one side, the diagram's handles and
arrows on the other; knows no way of sharing by name."""

from __future__ import annotations

from mtl_core.experiment import Experiment
from pages.shared import session
from pages.shared.components.arrow_board import arrow_board
from pages.shared.components.diagram import Handles


def handles(experiment: Experiment) -> Handles | None:
    """A handle per task, where the way of sharing has branch points."""
    sharing = experiment.sharing
    depths = {f"t{slot}": sharing.depth_of(task.column) for slot, task in enumerate(experiment.tasks)}
    known = {task: depth for task, depth in depths.items() if depth is not None}
    return Handles(known, together=not sharing.leave_alone) if known else None


def move(task: str, depth: int) -> None:
    """Let a task (t0, t1, …) of the draft leave after ``depth`` layers."""
    draft = session.draft()
    if draft is None or draft.experiment is None:
        return
    name = draft.experiment.task_names[int(task.removeprefix("t"))]
    changes = draft.experiment.sharing.leaving(name, depth)
    session.set_fields({f"sharing.{field}": value for field, value in changes.items()})


def arrows(experiment: Experiment) -> None:
    """The graph of what passes between tasks, where the way of sharing has one."""
    strengths = experiment.sharing.arrows(experiment.task_names)
    if strengths:
        arrow_board(experiment.task_names, strengths, key="network_arrows", on_change=_bend)


def _bend(source: str, target: str, strength: float) -> None:
    draft = session.draft()
    if draft is None or draft.experiment is None:
        return
    changes = draft.experiment.sharing.with_arrow(draft.experiment.task_names, source, target, strength)
    session.set_fields({f"sharing.{field}": value for field, value in changes.items()})
