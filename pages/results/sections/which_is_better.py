"""Which of several chosen runs is better at what, told by the test rows that they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from mtl_core.comparison import runs_beside
from mtl_core.comparison.runs_beside import MOST, FinishedRun
from mtl_core.errors import MTLError
from mtl_core.experiment import Experiment
from mtl_core.runs.store import Run
from pages.shared import server, text

_TOO_MANY = "Which is better at what is told of at most {most} runs at once; choose fewer."


def show(runs: Sequence[Run]) -> None:
    """A sentence for each task, and one for all; why it cannot be told, where the runs have no test rows in common.
    Nothing before two have finished."""
    done = [run for run in runs if run.state in ("finished", "stopped")]
    if len(done) < 2:
        return
    st.markdown("**Which is better**")
    if len(done) > MOST:
        st.caption(_TOO_MANY.format(most=MOST))
        return
    workspace = server.workspace()
    tables = server.table_names()
    known = tuple(
        (
            f"run {run.number}",
            str(workspace.run(run.id)),
            run.dataset_id,
            tables.get(run.dataset_id, ""),
            run.experiment,
        )
        for run in done
    )
    try:
        told = _compare(known)
    except MTLError as error:
        st.caption(text.esc_md(str(error), 600))
        return
    for sentence in told:
        st.markdown(text.esc_md(sentence, 1_000))


@st.cache_data(max_entries=32, show_spinner=False)
def _compare(known: tuple[tuple[str, str, str, str, str], ...]) -> list[str]:
    """Of runs that have ended, so that it stays as it is; each a name, folder, table's id and name, and experiment."""
    runs = [
        FinishedRun(name, Path(folder), (table, called), Experiment.from_json(experiment))
        for name, folder, table, called, experiment in known
    ]
    return [*runs_beside.tell(runs_beside.find_pairs(runs)), *runs_beside.tell_best(runs_beside.measure(runs))]
