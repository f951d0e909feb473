"""What all sessions of the server share: the folder, the records, the launcher, the tables."""

from __future__ import annotations

import gc
import json
import logging
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mtl_core.disk import raise_refusals
from mtl_core.errors import DataError, StoreError
from mtl_core.features.space import FeatureSpace
from mtl_core.runs import kept_record, recovery
from mtl_core.runs.launcher import LocalLauncher
from mtl_core.runs.predictor_client import Predictor
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset

_log = logging.getLogger(__name__)


def begin() -> None:
    """Look after the queue from now on. Where that cannot be, the first page that is opened tries again and says so."""
    with _note():
        launcher()


def end() -> None:
    """End what waits; trainings go on."""
    with _note():
        predictor().close()
        launcher().close()


@contextmanager
def _note() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        _log.error("%s", error)


@st.cache_resource(show_spinner=False)
def workspace() -> Workspace:
    """The folder of tables and runs."""
    kept = Workspace.from_environment()
    with raise_refusals(StoreError):
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


def recover() -> str:
    """List the runs again from their folders; what was done, in words. Raises StoreError."""
    return recovery.recover(workspace()).sentence()


@raise_refusals(StoreError)
def keep_record(run_id: str) -> None:
    """Write down in a run's folder, where it has one, what the records hold of it now. Raises StoreError."""
    folder = workspace().run(run_id)
    if folder.is_dir():
        kept_record.write(folder, store().record(run_id))


def count_unlisted() -> int:
    """How many runs lie in their folders and are not listed."""
    return recovery.count_unlisted(store(), workspace())


@st.cache_resource(max_entries=16, show_spinner=False)
def table(dataset_id: str) -> Dataset:
    """A table by its id. Raises DataError."""
    return Dataset.open(workspace().dataset(dataset_id))


def table_names() -> dict[str, str]:
    """What each table is called, by its id."""
    return {row.id: row.name for row in store().dataset_rows()}


@st.cache_data(max_entries=64, show_spinner=False)
def read_seen(run_id: str) -> dict[str, str]:
    """What the training rows of a run hold, by column, in the words of its model card and of its ``predict.py``; empty
    where its bundle cannot be read, which whoever asks the network is told."""
    try:
        with zipfile.ZipFile(workspace().run(run_id) / "bundle.zip") as bundle:
            space = FeatureSpace.from_dict(json.loads(bundle.read("manifest.json"))["space"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, DataError) as error:
        _log.warning("The bundle of run %s cannot be read: %s", run_id, error)
        return {}
    return {column.name: column.seen for column in space.columns if column.seen}


def spare_modules() -> None:
    """Take all that is imported out of the garbage collector's sight; modules stay for good.

    Streamlit collects garbage after every rerun, also of a fragment, and would walk through every module each time:
    92 ms of the 173 ms of processor time that the Export page took.
    """
    _spare(len(sys.modules))


@st.cache_resource(max_entries=1, show_spinner=False)
def _spare(modules: int) -> None:
    gc.collect()
    gc.freeze()
