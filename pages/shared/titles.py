"""What a browser's tab says: the page, how far what it trains is, and the table."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run
from mtl_core.tables.dataset import Dataset
from pages.shared import text

_STATES = {**{state: word.lower() for state, word in text.STATES.items()}, "stopped": "stopped"}


def show(page: str, dataset: Dataset | None, progress: str) -> None:
    """Set the title; again whenever there is progress, so that a tab behind others tells of it."""
    st.set_page_config(page_title=write_title(page, dataset, progress))


def write_title(page: str, dataset: Dataset | None, progress: str) -> str:
    """ "Train · training 12/200 · wine – MTL Studio"."""
    table = text.plain(PurePath(dataset.name).stem, 40) if dataset is not None else ""
    return f"{' · '.join(filter(None, (page, progress, table)))} – MTL Studio"


def of_run(run: Run | None) -> str:
    """ "training 12/200"; nothing where there is no run."""
    if run is None:
        return ""
    far = f" {run.epoch:.0f}/{run.epochs}" if run.state in ACTIVE and run.epoch else ""
    return _STATES[run.state] + far


def of_comparison(finished: int, runs: int, working: bool) -> str:
    """ "2/6" while it is at work; then "finished", or "5/6 finished" where not all of them did."""
    if working:
        return f"{finished}/{runs}"
    return "finished" if finished == runs else f"{finished}/{runs} finished"
