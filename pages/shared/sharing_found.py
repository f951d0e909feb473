"""What sharing did to the tasks of a run, from the runs that learnt each of them alone."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.records.verdicts import Sharings
from mtl_core.runs.store import Run
from mtl_core.verdict import sharing
from pages.shared import server
from pages.shared.session import twins


def find(run: Run) -> Sharings | None:
    """What it did to the tasks that can be compared; None before one was learnt alone."""
    workspace = server.workspace()
    folders = {
        Experiment.from_json(twin.experiment).task_names[0]: str(workspace.run(twin.id))
        for twin in twins.find(run)
        if twin.state == "finished"
    }
    return _compare(str(workspace.run(run.id)), tuple(folders.items())) if folders else None


@st.cache_data(max_entries=32, show_spinner=False)
def _compare(together: str, alone: tuple[tuple[str, str], ...]) -> Sharings:
    """Of runs that have ended, so that it stays as it is."""
    return sharing.compare_with_alone(Path(together), {name: Path(folder) for name, folder in alone})
