"""Where tasks leave the shared layers, and what passes between them: the draft on one side, the diagram's handles and
arrows on the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.figures import palette
from pages.shared import text
from pages.shared.components.arrow_board import arrow_board
from pages.shared.components.diagram import Handles
from pages.shared.session import drafts, widget_values

_MOVED = "network_moved"


def handles(experiment: Experiment) -> Handles | None:
    """A handle per task, where the way of sharing has branch points."""
    sharing = experiment.sharing
    depths = {f"t{slot}": sharing.depth_of(task.column) for slot, task in enumerate(experiment.tasks)}
    known = {task: depth for task, depth in depths.items() if depth is not None}
    return Handles(known, together=not sharing.leave_alone) if known else None


def move(task: str, depth: int) -> None:
    """Let a task (t0, t1, …) of the draft leave after ``depth`` layers."""
    draft = drafts.current()
    if draft is None or draft.experiment is None:
        return
    name = draft.experiment.task_names[int(task.removeprefix("t"))]
    sharing = draft.experiment.sharing
    widget_values.keep(_MOVED, (name, sharing.depth_of(name), depth))
    _set(sharing.leaving(name, depth))


def parting(experiment: Experiment) -> None:
    """Where tasks leave together, the sentence that says so, and the way to let one leave alone."""
    sharing = experiment.sharing
    depths = {sharing.depth_of(task.column) for task in experiment.tasks}
    if None in depths or sharing.leave_alone or len(experiment.tasks) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="network_parting"):
        st.caption("Tasks leave the shared layers together: dragging one handle moves all.", width="content")
        words, changes = _offer(experiment)
        if changes:
            st.button(words, key="network_part", type="tertiary", on_click=_set, args=(changes,))


def _offer(experiment: Experiment) -> tuple[str, Mapping[str, Any]]:
    """To move only the task whose handle was dragged last; else that any may."""
    sharing, names = experiment.sharing, experiment.task_names
    name, before, after = widget_values.shown_value(_MOVED, (None, 0, 0))
    if name in names and before != after == sharing.depth_of(name):
        letter = palette.TASKS[names.index(name)].letter
        return f"Move only {letter} · {text.esc_md(name, 30)}", sharing.parting(before, {name: after})
    return "Let tasks leave one by one", sharing.parting(sharing.depth_of(names[0]) or 0, {})


def _set(changes: Mapping[str, Any]) -> None:
    drafts.set_fields({f"sharing.{field}": value for field, value in changes.items()})


def arrows(experiment: Experiment) -> None:
    """The graph of what passes between tasks, where the way of sharing has one."""
    strengths = experiment.sharing.arrows(experiment.task_names)
    if strengths:
        arrow_board(experiment.task_names, strengths, key="network_arrows", on_change=_bend)


def _bend(source: str, target: str, strength: float) -> None:
    draft = drafts.current()
    if draft is None or draft.experiment is None:
        return
    _set(draft.experiment.sharing.with_arrow(draft.experiment.task_names, source, target, strength))
