"""What a browser's tab says: the page, what its run does, and the table; knows no page's content."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from mtl_core.runs.store import Run
from mtl_core.tables.dataset import Dataset
from pages.shared import session, text

_STATES = {**{state: word.lower() for state, word in text.STATES.items()}, "stopped": "stopped"}


def show(page: str, dataset: Dataset | None, run: Run | None) -> None:
    """Set the title; again whenever the run has moved on, so that a tab behind others tells how far it is."""
    st.set_page_config(page_title=write_title(page, dataset, run))


def write_title(page: str, dataset: Dataset | None, run: Run | None) -> str:
    """ "Train · training 12/200 · wine – MTL Studio"."""
    parts = [page]
    if run is not None:
        far = f" {run.epoch:.0f}/{run.epochs}" if run.state in session.ACTIVE and run.epoch else ""
        parts.append(_STATES[run.state] + far)
    if dataset is not None:
        parts.append(text.plain(PurePath(dataset.name).stem, 40))
    return f"{' · '.join(parts)} – MTL Studio"
