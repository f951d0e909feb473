"""The table of runs and what can be done with those that are chosen."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import pandas as pd
import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.experiment.differences import find_differences
from mtl_core.records.metrics import LOWER_IS_BETTER, TITLES, standing
from mtl_core.records.results import TaskScore
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Mark, Run
from mtl_core.verdict.sharing import is_better
from pages.results.sections import run_marks, runs_over_each_other, which_is_better
from pages.results.sections.task_scores import format_value
from pages.shared import page_layout, places, server, text
from pages.shared.components.status_bar import clock
from pages.shared.session import current_run, run_orders, widget_values

_NUMBER, _NAME = 60, 240  # pixels
_HELP = "{metric}, on the rows of each run that were kept apart to judge.{direction}"
_FOOT = "Scores are on the test rows of each run, which it never saw in training."
_STAR = " ★ is better at a task than guessing, and by more than chance than all other runs here on the same table."
Score = tuple[str, str]
"""A task's name and the metric that it is scored by."""


def choose(runs: Sequence[Run], marks: Mapping[str, Mark], table_id: str | None, starred: bool) -> list[Run]:
    """The list, newest first; the runs whose rows are chosen. Scores are of runs on the table, where one is given;
    ``starred``: whether the best are marked.

    A row is known to the browser by its place alone, so with other rows the table is another one, nothing chosen.
    """
    tables = server.table_names()
    scored = [run for run in runs if table_id in (None, run.dataset_id)]
    cells = _write_scores(scored, _best(scored if starred else ()))
    scores = list(dict.fromkeys((score.name, score.metric) for run in scored for score in _scores(run)))
    rows = [_row(run, tables) | cells.get(run.id, {}) | run_marks.cells(marks.get(run.id, Mark())) for run in runs]
    chosen = st.dataframe(
        _without_empty(pd.DataFrame(rows)).fillna(""),  # not every run has every task
        key=f"runs_table_{sha256(' '.join(run.id for run in runs).encode()).hexdigest()[:16]}",
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            "Run": st.column_config.NumberColumn(width=_NUMBER),
            "Name": st.column_config.TextColumn(width=_NAME),
            **{_title(score): st.column_config.TextColumn(help=_help(score)) for score in scores},
        },
        alt="Runs, newest first" + ("; a star marks what is best at a task by more than chance" if starred else ""),
    )
    if scores:
        st.caption(_FOOT + (_STAR if starred else ""))
    return [runs[place] for place in chosen["selection"]["rows"] if place < len(runs)]


def actions(run: Run, mark: Mark) -> None:
    """What can be done with the chosen run."""
    st.text_input(
        "Name", text.plain(run.name, 200), key=f"runs_name_{run.id}", max_chars=200, on_change=_rename, args=(run.id,)
    )
    run_marks.edit(run, mark)
    with st.container(horizontal=True, key="runs_actions"):
        if st.button("Open", key="runs_open", type="primary"):
            current_run.restore(run, keep_draft=True)
            page_layout.go(places.EVALUATE if run.state in ("finished", "stopped") else places.TRAIN)
        if st.button("Go back to its settings", key="runs_restore", help="Makes them the draft; undo takes it back."):
            current_run.restore(run)
            page_layout.go(places.NETWORK)
        if run.state == "interrupted":
            st.button("Resume", key="runs_resume", on_click=run_orders.resume, args=(run.id,))
        _delete_button("Delete", [run])


def actions_for_several(runs: Sequence[Run]) -> None:
    """In what the chosen runs differ, how they learnt, and what can be done with all of them."""
    names = _call(runs)
    found = find_differences([Experiment.from_json(run.experiment) for run in runs])
    if found:
        st.markdown("**In what they differ**")
        columns = zip(*found.values(), strict=True)
        cells = {name: list(map(_write, column)) for name, column in zip(names, columns, strict=True)}
        st.dataframe(pd.DataFrame({"Setting": [text.plain(path, 100) for path in found], **cells}), hide_index=True)
    else:
        st.markdown("They have the same settings.")
    which_is_better.show(runs)
    runs_over_each_other.show(list(zip(names, runs, strict=True)), "runs_curves")
    _delete_button(f"Delete these {len(runs)}", runs)


def _call(runs: Sequence[Run]) -> list[str]:
    """What each run is called beside the others: by its number, and by its table where they are of several."""
    if len({run.dataset_id for run in runs}) == 1:
        return [f"Run {run.number}" for run in runs]
    tables = server.table_names()
    return [f"{text.plain(tables.get(run.dataset_id, ''), 40)} {run.number}" for run in runs]


def _delete_button(label: str, runs: Sequence[Run]) -> None:
    st.button(
        label,
        key="runs_delete",
        icon=":material/delete:",
        on_click=run_orders.delete,
        args=tuple(run.id for run in runs),
        disabled=any(run.state in ACTIVE for run in runs),
        help="You can undo this.",
    )


def _write(value: Any) -> str:
    """A setting's value as --set takes it."""
    return "" if value is None else text.plain(value if isinstance(value, str) else json.dumps(value), 60)


def _without_empty(table: pd.DataFrame) -> pd.DataFrame:
    """The table without the marks that nobody has made."""
    unused = [name for name in run_marks.COLUMNS if not table[name].any()]
    return table.drop(columns=unused)


def show_undo() -> None:
    """The way back for what was just deleted."""
    deleted = run_orders.last_deleted()
    if deleted:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="runs_deleted"):
            st.markdown("The run was deleted." if len(deleted) == 1 else f"{len(deleted)} runs were deleted.")
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


def _row(run: Run, tables: Mapping[str, str]) -> dict[str, Any]:
    took = clock(run.finished - run.started) if run.finished and run.started else ""
    return {
        "Run": run.number,
        "Name": text.plain(run.name, 60),
        "State": text.STATES[run.state],
        "Table": text.plain(tables.get(run.dataset_id, ""), 40),
        "Started": text.ago(time.time() - run.created),
        "Took": took,
        "Epochs": f"{run.epoch:.0f} of {run.epochs}",
    }


def _write_scores(runs: Sequence[Run], best: Mapping[tuple[str, Score], str]) -> dict[str, dict[str, str]]:
    """By run and heading its scores."""
    return {
        run.id: {_title((score.name, score.metric)): _cell(run, score, best) for score in _scores(run)} for run in runs
    }


def _title(score: Score) -> str:
    """A column's heading: no score without its metric and its rows."""
    name, metric = score
    return f"{text.plain(name, 30)}: {TITLES.get(metric, metric)}, test"


def _help(score: Score) -> str:
    metric = score[1]
    direction = " Lower is better." if metric in LOWER_IS_BETTER else ""
    return _HELP.format(metric=TITLES.get(metric, metric), direction=direction)


def _cell(run: Run, score: TaskScore, best: Mapping[tuple[str, Score], str]) -> str:
    """The score; the best one with a star, one below guessing with the words."""
    value, metric = score.value, score.metric
    shown = format_value(metric, value)
    if standing(metric, value, score.baseline) < 0:
        return f"{shown}, worse than guessing"
    return f"{shown} ★" if best.get((run.dataset_id, (score.name, metric))) == run.id else shown


def _scores(run: Run) -> list[TaskScore]:
    """By task its name, headline metric, value and that of guessing, of a run that came to its results."""
    return [score for score in (run.summary.tasks if run.summary else ()) if score.value is not None]


def _best(runs: Sequence[Run]) -> dict[tuple[str, Score], str]:
    """By table, task and metric the run whose value is the best by more than chance, and better than guessing."""
    scored: dict[tuple[str, Score], list[tuple[float, str]]] = {}
    for run in runs:
        for score in _scores(run):
            if score.value is not None and standing(score.metric, score.value, score.baseline) > 0:
                value = score.value if score.metric in LOWER_IS_BETTER else -score.value
                scored.setdefault((run.dataset_id, (score.name, score.metric)), []).append((value, run.id))
    best = {}
    for (table, told), found in scored.items():
        (_, first), *others = sorted(found)
        if all(_is_better(told[0], first, other) for _, other in others):
            best[(table, told)] = first
    return best


@st.cache_data(max_entries=4096, show_spinner=False)
def _is_better(task: str, run_id: str, other_id: str) -> bool:
    """Whether a finished run answers a task better than another one by more than chance."""
    workspace = server.workspace()
    return is_better(task, workspace.run(run_id), workspace.run(other_id))


def _rename(run_id: str) -> None:
    name = widget_values.shown_value(f"runs_name_{run_id}").strip()
    if name:
        run_orders.rename(run_id, name)
