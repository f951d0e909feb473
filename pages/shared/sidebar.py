"""The sidebar of every page: table, tasks, run, undo and redo."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Experiment, Task
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run
from mtl_core.tables.dataset import Dataset
from pages.shared import places, server, text, titles
from pages.shared.components import html_parts
from pages.shared.session import current_run, drafts, run_orders
from pages.shared.task_profiles import profile


def draw(page: str) -> None:
    """Everything, from the draft and the run of this workspace, and the tab's title; ``page`` is the page's title."""
    draft, dataset = drafts.current(), drafts.dataset()
    titles.show(page, dataset, titles.of_run(current_run.find()) if _of_run(page) else "")
    with st.sidebar:
        if draft is None or dataset is None:
            st.caption("No table yet.")
            return
        _table(dataset, draft)
        _tasks(dataset, draft)
        run = current_run.find()
        if run is not None:
            st.caption("Run")
            every = 1.0 if run.state in ACTIVE else None
            st.fragment(_run, run_every=every)(run.id, run.state, page, dataset)

        _history(draft)


def _of_run(page: str) -> bool:
    """Whether the tab's title tells of the run; on Compare it tells of the comparison."""
    return page != places.COMPARE.title


def _table(dataset: Dataset, draft: drafts.Draft) -> None:
    experiment = draft.experiment
    inputs = len(experiment.input_names) if experiment else len(dataset.columns)
    what = (
        text.format_count(inputs, "input", "inputs") if experiment else text.format_count(inputs, "column", "columns")
    )
    st.caption("Data")
    with st.container(border=True, key="side_data", gap=None):
        st.markdown(f"**{text.esc_md(dataset.name, 40)}**", help=text.whole(dataset.name, 40))
        st.caption(f"{text.format_count(dataset.rows, 'row', 'rows')} × {what}")


def _tasks(dataset: Dataset, draft: drafts.Draft) -> None:
    experiment = draft.experiment
    if experiment is None:
        return
    st.caption("Tasks")
    chips = (
        html_parts.task_chip(slot, text.plain(task.column, 40), _what(dataset, experiment, task))
        for slot, task in enumerate(experiment.tasks)
    )
    st.html("".join(chips))


def _what(dataset: Dataset, experiment: Experiment, task: Task) -> str:
    """The task's type and, where labels are missing, how many rows carry one."""
    labelled = 1 - profile(dataset, experiment, task).missing / max(1, dataset.rows)
    kind = task.traits.title
    return kind if labelled == 1 else f"{kind} · {text.percent(labelled)} labelled"


def _run(run_id: str, drawn_as: str, page: str, dataset: Dataset) -> None:
    """The run's card, with buttons where the page has none; one full rerun when its state changes, so that the page
    follows."""
    run = current_run.find()
    if run is None:
        return
    if run.id == run_id and run.state != drawn_as:
        st.rerun()
    if _of_run(page):
        titles.show(page, dataset, titles.of_run(run))
    with st.container(border=True, key="side_run"):
        st.markdown(f"**{text.STATES[run.state]}** · run {run.number}")
        if run.state in ACTIVE:
            st.progress(min(1.0, run.epoch / run.epochs))
        st.caption(_where(run))
        if run.state in ("running", "paused") and page != places.TRAIN.title:
            _buttons(run)


def _where(run: Run) -> str:
    if run.state == "queued":
        ahead = server.store().ahead(run.id)
        return f"{text.format_count(ahead, 'training', 'trainings')} ahead" if ahead else "Next in line"
    if run.kept_epoch is not None and run.state not in ACTIVE:
        return f"Kept epoch {run.kept_epoch} of {run.epoch:.0f}"
    return f"Epoch {run.epoch:.0f} of {run.epochs}"


def _buttons(run: Run) -> None:
    paused = run.state == "paused"
    with st.container(horizontal=True):
        kind = "resume" if paused else "pause"
        st.button("Resume" if paused else "Pause", key="side_pause", on_click=run_orders.command, args=(run.id, kind))
        st.button("Stop training", key="side_stop", on_click=run_orders.command, args=(run.id, "stop"))


def _history(draft: drafts.Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="side_history"):
        for key, icon, can, do in (
            ("undo", ":material/undo:", draft.can_undo, drafts.undo),
            ("redo", ":material/redo:", draft.can_redo, drafts.redo),
        ):
            st.button(icon, key=key, type="tertiary", help=key.capitalize(), disabled=not can, on_click=do)
        st.caption("Saved", text_alignment="right")
