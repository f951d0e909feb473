"""A fresh server of the real app on an empty workspace, and a browser, for the tests of one file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mtl_core.runs import process_control
from tests.end_to_end.browser import ROOT, Server, launched
from tests.end_to_end.steps import SECONDS


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of tables and runs."""
    return tmp_path_factory.mktemp("studio") / "workspace"


@pytest.fixture(scope="module")
def server(workspace: Path) -> Iterator[Server]:
    """The app, served; its workers end with the test run."""
    environment = {"MTL_WORKSPACE": str(workspace), "MTL_TWIN_SECONDS": "0"}  # trainings follow where a test asks
    with Server(ROOT / "app.py", workspace.parent / "log.txt", environment) as server:
        yield server
    end_workers(workspace)


def end_workers(workspace: Path) -> None:
    """Workers outlive a server on purpose, but not the tests."""
    with sqlite3.connect(workspace / "records.db") as records:
        workers = records.execute("select pid, pid_start from workers").fetchall()
    for pid, start in workers:
        process_control.end(pid, start)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium; every page has its own context."""
    expect.set_options(timeout=60 * SECONDS)
    with launched() as browser:
        yield browser
