"""The app in one process on an empty workspace, without workers: what the page tests share."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import Experiment, Task
from mtl_core.runs.store import Run, Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.shared import draft_data
from tests.read_once import take_in_once

STUDIO = Path(__file__).parents[2] / "pages" / "studio.py"
W = "w" * 22


@pytest.fixture(autouse=True, scope="session")
def packages_scanned_once() -> Iterator[None]:
    """Streamlit looks through all installed packages for components whenever a test opens the app."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """An empty workspace; neither a worker nor the predictor is ever started."""
    monkeypatch.setenv("MTL_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("MTL_SPARES", "0")
    monkeypatch.delenv("MTL_DATABASE_URL", raising=False)
    monkeypatch.setattr("mtl_core.runs.launcher.LocalLauncher.start", lambda launcher: None)
    monkeypatch.setattr("mtl_core.runs.predictor_client.Predictor.warm", lambda predictor, bundle: None)
    made = Workspace.from_environment()
    made.create()
    yield made
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    """The records of the workspace, as a second process sees them."""
    opened = Store(workspace.database_url)
    yield opened
    opened.close()


@pytest.fixture
def table(workspace: Workspace, store: Store) -> Dataset:
    """A small table: two numbers, a category, a yes-no target and a number target, labels missing."""
    return add_table(workspace, store, small_frame())


def small_frame(rows: int = 80) -> pd.DataFrame:
    number = pd.Series(range(rows)) % 17
    return pd.DataFrame(
        {
            "size": number * 1.5 + 0.25,
            "age": (number * 7) % 13 + 0.5,
            "town": number.map(lambda value: ("here", "there", "elsewhere")[value % 3]),
            "ill": number.map(lambda value: "yes" if value % 4 == 0 else "no").where(pd.Series(range(rows)) % 5 > 0),
            "cost": (number * 11) % 19 + 0.75,
        }
    )


def add_table(workspace: Workspace, store: Store, frame: pd.DataFrame, name: str = "small.csv") -> Dataset:
    text = io.StringIO()
    frame.to_csv(text, index=False)
    dataset = take_in_once(text.getvalue().encode(), name, workspace.root)
    store.add_dataset(dataset.id, dataset.name, dataset.rows, len(dataset.columns))
    return dataset


TASKS = (Task(column="ill", kind="binary"), Task(column="cost", kind="regression"))


@pytest.fixture
def draft(store: Store, table: Dataset) -> Experiment:
    """The draft of workspace ``W``: the small table with two tasks."""
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    experiment = draft_data.experiment(data)
    assert experiment is not None
    return experiment


@pytest.fixture
def run(store: Store, table: Dataset, draft: Experiment) -> Run:
    """A queued run of that draft."""
    return store.create_run(table.id, draft.to_json(), "small", "key")


Opener = Callable[..., AppTest]


@pytest.fixture
def show() -> Opener:
    """Open a page of the app as workspace ``W``; fails on any exception."""

    def opened(page: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(STUDIO), default_timeout=60)
        app.query_params["w"] = W
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page:
            app.switch_page(page).run()
        assert not app.exception, app.exception
        return app

    return opened


def words(app: AppTest) -> str:
    """All text of the main part that a person reads."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.error, app.warning, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def kept(store: Store) -> draft_data.Data:
    draft = store.draft(W)
    assert draft is not None
    data: draft_data.Data = json.loads(draft.experiment_json or "")
    return data


def drafted(store: Store, table: Dataset, *tasks: Task, **fields: Any) -> None:
    data = draft_data.change_fields(draft_data.with_tasks(draft_data.blank(table), tasks), fields)
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
