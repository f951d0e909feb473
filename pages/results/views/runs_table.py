"""The table of runs and what can be done with one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from mtl_core.records.metrics import LOWER_IS_BETTER, standing
from mtl_core.records.results import TaskScore
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run
from pages.results.views.task_scores import METRICS, format_value
from pages.shared import page_frame, places, server, text
from pages.shared.components.status_bar import clock
from pages.shared.session import current_run, run_orders, widget_values

_NUMBER, _NAME = 60, 240  # pixels
_HELP = "{metric}, on the rows of each run that were kept apart to judge.{direction}"
_FOOT = "Scores are on the test rows of each run, which it never saw in training."
_STAR = " ★ is the best of a task on the same table, where it is better than guessing."
Score = tuple[str, str]
"""A task's name and the metric that it is scored by."""


def choose(runs: Sequence[Run], starred: bool) -> Run | None:
    """The table, newest first; the run whose row is chosen. ``starred``: whether the best are marked.

    A row is known to the browser by its place alone, so with other rows the table is another one, nothing chosen.
    """
    tables = {row.id: row.name for row in server.store().dataset_rows()}
    best = _best(runs if starred else ())
    scores = list(dict.fromkeys((score.name, score.metric) for run in runs for score in _scores(run)))
    chosen = st.dataframe(
        pd.DataFrame([_row(run, tables, best) for run in runs]).fillna(""),  # not every run has every task
        key=f"runs_table_{sha256(' '.join(run.id for run in runs).encode()).hexdigest()[:16]}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Run": st.column_config.NumberColumn(width=_NUMBER),
            "Name": st.column_config.TextColumn(width=_NAME),
            **{_title(score): st.column_config.TextColumn(help=_help(score)) for score in scores},
        },
        alt="Runs, newest first" + ("; a star marks the best of each task on the same table" if starred else ""),
    )
    if scores:
        st.caption(_FOOT + (_STAR if starred else ""))
    places_chosen = chosen["selection"]["rows"]
    return runs[places_chosen[0]] if places_chosen else None


def actions(run: Run) -> None:
    """What can be done with the chosen run."""
    st.text_input(
        "Name", text.plain(run.name, 200), key=f"runs_name_{run.id}", max_chars=200, on_change=_rename, args=(run.id,)
    )
    with st.container(horizontal=True, key="runs_actions"):
        if st.button("Open", key="runs_open", type="primary"):
            current_run.restore(run, keep_draft=True)
            page_frame.go(places.EVALUATE if run.state in ("finished", "stopped") else places.TRAIN)
        if st.button("Go back to its settings", key="runs_restore", help="Makes them the draft; undo takes it back."):
            current_run.restore(run)
            page_frame.go(places.NETWORK)
        if run.state == "interrupted":
            st.button("Resume", key="runs_resume", on_click=run_orders.resume, args=(run.id,))
        st.button(
            "Delete",
            key="runs_delete",
            icon=":material/delete:",
            on_click=run_orders.delete,
            args=(run.id,),
            disabled=run.state in ACTIVE,
            help="You can undo this.",
        )


def show_undo() -> None:
    """The way back for a run that was just deleted."""
    run_id = run_orders.last_deleted()
    if run_id:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="runs_deleted"):
            st.markdown("The run was deleted.")
            st.button("Undo", key="runs_undo", on_click=run_orders.restore_deleted)


def show_lost() -> None:
    """The way back for runs that lie in their folders but are not listed, as after the records were lost."""
    number = server.count_unlisted()
    if number:
        lying = "{runs} in the workspace {are} not listed, since the records were lost."
        runs, are = text.format_count(number, "run", "runs"), "is" if number == 1 else "are"
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="runs_lost"):
            st.markdown(lying.format(runs=runs, are=are))
            st.button("List them again", key="runs_recover", on_click=run_orders.recover)


def _row(run: Run, tables: dict[str, str], best: dict[tuple[str, Score], float]) -> dict[str, Any]:
    took = clock(run.finished - run.started) if run.finished and run.started else ""
    return {
        "Run": run.number,
        "Name": text.plain(run.name, 60),
        "State": text.STATES[run.state],
        "Table": text.plain(tables.get(run.dataset_id, ""), 40),
        "Started": text.ago(time.time() - run.created),
        "Took": took,
        "Epochs": f"{run.epoch:.0f} of {run.epochs}",
        **{_title((score.name, score.metric)): _cell(run, score, best) for score in _scores(run)},
    }


def _title(score: Score) -> str:
    """A column's heading: no score without its metric and its rows."""
    name, metric = score
    return f"{text.plain(name, 30)}: {METRICS.get(metric, metric)}, test"


def _help(score: Score) -> str:
    metric = score[1]
    direction = " Lower is better." if metric in LOWER_IS_BETTER else ""
    return _HELP.format(metric=METRICS.get(metric, metric), direction=direction)


def _cell(run: Run, score: TaskScore, best: dict[tuple[str, Score], float]) -> str:
    """The score; the best one with a star, one below guessing with the words."""
    value, metric = score.value, score.metric
    shown = format_value(metric, value)
    if standing(metric, value, score.baseline) < 0:
        return f"{shown}, worse than guessing"
    return f"{shown} ★" if best.get((run.dataset_id, (score.name, metric))) == value else shown


def _scores(run: Run) -> list[TaskScore]:
    """By task its name, headline metric, value and that of guessing, of a run that came to its results."""
    return [score for score in (run.summary.tasks if run.summary else ()) if score.value is not None]


def _best(runs: Sequence[Run]) -> dict[tuple[str, Score], float]:
    """The best value of each task's metric among the runs over the same table, where it is better than guessing."""
    best: dict[tuple[str, Score], float] = {}
    for run in runs:
        for score in _scores(run):
            metric, value = score.metric, score.value
            if value is not None and standing(metric, value, score.baseline) > 0:
                key, better = (run.dataset_id, (score.name, metric)), min if metric in LOWER_IS_BETTER else max
                best[key] = better(value, best.get(key, value))
    return best


def _rename(run_id: str) -> None:
    name = widget_values.shown_value(f"runs_name_{run_id}").strip()
    if name:
        server.store().rename_run(run_id, name)
