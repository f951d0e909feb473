"""The whole verdict of a run as a file, on the Export page."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

import streamlit as st

from mtl_core.comparison import twins
from mtl_core.errors import DataError, StoreError
from mtl_core.records.events import EpochEvent, NoteEvent
from mtl_core.records.history import History
from mtl_core.records.summary import RunSummary
from mtl_core.reports.findings import Beside, Findings, gather
from mtl_core.reports.page import write_html
from mtl_core.runs.store import Run
from pages.results.sections import downloads, fewer_rows
from pages.shared import server, sharing_found, text

_TOLD = (
    "What was trained, what came of it and how sure that is, with all figures. One page that opens in any browser "
    "without internet, and prints. It holds metrics and labels, but no rows of the table as they are."
)
_POINTS = 1_000  # epochs of the curves


def show(run: Run, folder: Path) -> None:
    """What the report is, as a page and as data."""
    st.subheader("The report")
    try:
        found = _findings(run, folder)
    except StoreError as error:
        st.caption(text.esc_md(str(error), 400))
        return
    st.caption(_TOLD)
    content = found.to_json()
    name = hashlib.sha256(content).hexdigest()
    for label, data, ending, kind in (
        ("Download the report", partial(write_html, found), ".html", "text/html"),
        ("As JSON", content, ".json", "application/json"),
    ):
        st.download_button(
            label,
            data,
            downloads.file_name(run, name, f"-report{ending}"),
            kind,
            key=f"export_report_{ending[1:]}",
            icon=":material/download:",
            on_click="ignore",
        )


def _findings(run: Run, folder: Path) -> Findings:
    store = server.store()
    notes = tuple(entry.event for entry in store.events(run.id, kinds=(NoteEvent,)))
    alone = {task: _list_epochs(twin) for task, twin in twins.find_alone(store, run).items()}
    history = History(summary=run.summary or RunSummary(), epochs=_list_epochs(run), notes=notes, alone=alone)
    beside = Beside(sharing=sharing_found.find(run), data_needs=fewer_rows.find(run))
    return gather(folder, history, _list_decisions(run), beside)


def _list_epochs(run: Run) -> tuple[EpochEvent, ...]:
    return tuple(entry.event for entry in server.store().decimate(run.id, EpochEvent, _POINTS))


def _list_decisions(run: Run) -> tuple[str, ...]:
    """What was decided while the table was read; nothing where the table is gone."""
    try:
        return server.table(run.dataset_id).report.losses
    except DataError:
        return ()
