"""What became of a network's earlier tasks when one was added: their numbers beside those of the run before."""

from __future__ import annotations

import streamlit as st

from mtl_core.errors import StoreError
from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.records.results import Evaluation, TaskEvaluation
from mtl_core.runs import results
from mtl_core.runs.store import Run
from pages.results.sections.task_scores import format_value
from pages.shared import server, text

_SAME = "**{names}: exactly the numbers of run {number}.** Each was judged again, on the same {rows:,} rows."
_GONE = "The run that this one adds a task to was deleted, so its numbers cannot be shown beside these."


def beside_parent(run: Run, found: Evaluation) -> None:
    """Whether the tasks of the run that this one extends are what they were; nothing for a run without one."""
    if run.parent is None:
        return
    try:
        parent = server.store().run(run.parent.id)
    except StoreError:
        st.caption(_GONE)
        return
    earlier = results.read(server.workspace().run(parent.id))
    now = {task.name: task for task in found.tasks}
    pairs = [(task, now[task.name]) for task in (earlier.tasks if earlier else [])]
    same = [before.name for before, after in pairs if before == after]
    with st.container(border=True, key="evaluate_lineage"):
        new = text.esc_md(found.tasks[-1].name, 40)
        st.markdown(f"**{new}** was added to run {parent.number}.")
        if same:
            names = text.list_names([text.esc_md(name, 40) for name in same])
            st.markdown(_SAME.format(names=names, number=parent.number, rows=found.rows))
        for before, after in pairs:
            if before != after:
                st.markdown(_tell_moves(before, after, parent.number))


def _tell_moves(before: TaskEvaluation, after: TaskEvaluation, number: int) -> str:
    metric = after.headline
    was, now = (format_value(metric, task.metrics.get(metric)) for task in (before, after))
    better = after.metrics.get(metric), before.metrics.get(metric)
    return f"**{text.esc_md(after.name, 40)}** {_trend(metric, *better)}: {was} in run {number}, now {now}."


def _trend(metric: str, now: float | None, was: float | None) -> str:
    if now is None or was is None or now == was:
        return "stands as it was"
    return "got better" if (now < was) == (metric in LOWER_IS_BETTER) else "got worse"
