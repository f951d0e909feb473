"""The table of runs and what can be done with one; knows no figures."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from mtl_core.runs.results import LOWER_IS_BETTER
from mtl_core.runs.store import Run
from pages.results.views.verdicts import written
from pages.shared import frame, places, server, session, text
from pages.shared.components.status_bar import clock

_NUMBER, _NAME = 60, 240  # pixels


def choose(runs: Sequence[Run], starred: bool) -> Run | None:
    """The table, newest first; the run whose row is chosen. ``starred``: whether the best are marked."""
    tables = {row.id: row.name for row in server.store().dataset_rows()}
    best = _best(runs if starred else ())
    chosen = st.dataframe(
        pd.DataFrame([_row(run, tables, best) for run in runs]).fillna(""),  # not every run has every task
        key="runs_table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Run": st.column_config.NumberColumn(width=_NUMBER),
            "Name": st.column_config.TextColumn(width=_NAME),
        },
        alt="Runs, newest first" + ("; a star marks the best of each task on the same table" if starred else ""),
    )
    places_chosen = chosen["selection"]["rows"]
    return runs[places_chosen[0]] if places_chosen and places_chosen[0] < len(runs) else None


def actions(run: Run) -> None:
    """What can be done with the chosen run."""
    st.text_input(
        "Name", text.plain(run.name, 200), key=f"runs_name_{run.id}", max_chars=200, on_change=_rename, args=(run.id,)
    )
    with st.container(horizontal=True, key="runs_actions"):
        if st.button("Open", key="runs_open", type="primary"):
            session.restore(run, keep_draft=True)
            frame.go(places.EVALUATE if run.state in ("finished", "stopped") else places.TRAIN)
        if st.button("Go back to its settings", key="runs_restore", help="Makes them the draft; undo takes it back."):
            session.restore(run)
            frame.go(places.NETWORK)
        if run.state == "interrupted":
            st.button("Resume", key="runs_resume", on_click=session.resume, args=(run.id,))
        st.button(
            "Delete",
            key="runs_delete",
            icon=":material/delete:",
            on_click=session.delete_run,
            args=(run.id,),
            disabled=run.state in session.ACTIVE,
            help="You can undo this.",
        )


def deleted() -> None:
    """The way back for a run that was just deleted."""
    run_id = session.last_deleted()
    if run_id:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="runs_deleted"):
            st.markdown("The run was deleted.")
            st.button("Undo", key="runs_undo", on_click=session.restore_deleted)


def _row(run: Run, tables: dict[str, str], best: dict[tuple[str, str, str], float]) -> dict[str, Any]:
    scores = {
        text.plain(name, 30): written(metric, value)
        + (" ★" if best.get((run.dataset_id, name, metric)) == value else "")
        for name, metric, value in _scores(run)
    }
    took = clock(run.finished - run.started) if run.finished and run.started else ""
    return {
        "Run": run.number,
        "Name": text.plain(run.name, 60),
        "State": text.STATES[run.state],
        "Table": text.plain(tables.get(run.dataset_id, ""), 40),
        "Started": text.ago(time.time() - run.created),
        "Took": took,
        "Epochs": f"{run.epoch:.0f} of {run.epochs}",
        **scores,
    }


def _scores(run: Run) -> list[tuple[str, str, float]]:
    """Task name, headline metric and its value, of a run that came to its results."""
    tasks = (run.summary or {}).get("tasks", [])
    return [(task["name"], task["metric"], task["value"]) for task in tasks if task["value"] is not None]


def _best(runs: Sequence[Run]) -> dict[tuple[str, str, str], float]:
    """The best value of each task's metric among the runs over the same table."""
    best: dict[tuple[str, str, str], float] = {}
    for run in runs:
        for name, metric, value in _scores(run):
            key, better = (run.dataset_id, name, metric), min if metric in LOWER_IS_BETTER else max
            best[key] = better(value, best.get(key, value))
    return best


def _rename(run_id: str) -> None:
    name = session.shown(f"runs_name_{run_id}").strip()
    if name:
        server.store().rename_run(run_id, name)
