"""What all sessions of the server share: the folder, the records, the launcher, the tables; knows no session."""

from __future__ import annotations

import streamlit as st

from mtl_core.runs.launcher import LocalLauncher
from mtl_core.runs.predictor import Predictor
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """The folder of tables and runs."""
    kept = Workspace.from_environment()
    kept.create()
    return kept


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The records that web and workers share."""
    return Store(workspace().database_url)


@st.cache_resource(show_spinner=False)
def launcher() -> LocalLauncher:
    """What starts workers; one for the whole server."""
    started = LocalLauncher(store(), workspace())
    started.start()
    return started


@st.cache_resource(show_spinner=False)
def predictor() -> Predictor:
    """What predicts with finished runs; one for the whole server."""
    return Predictor(workspace())


@st.cache_resource(max_entries=16, show_spinner=False)
def table(dataset_id: str) -> Dataset:
    """A table by its id. Raises DataError."""
    return Dataset.open(workspace().dataset(dataset_id))
