"""Export: what is taken away, and that the rows of the table can stay here."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
import streamlit as st

from mtl_core.runs.runs import Run
from mtl_core.runs.workspace import Workspace
from tests.pages.conftest import Opener
from tests.pages.test_runs import finished

__all__ = ["finished"]
ROWS = {"rows": [{"size": 1.75, "town": "there"}, {"size": 3.25, "town": "here"}], "answers": []}


@pytest.fixture
def handed_out(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Any, str]]:
    """What each button hands out, and its name."""
    found: dict[str, tuple[Any, str]] = {}

    def button(label: str, data: Any, file_name: str, *_: Any, key: str, **__: Any) -> None:
        found[key] = data, file_name

    monkeypatch.setattr(st, "download_button", button)
    return found


def model(handed_out: dict[str, tuple[Any, str]]) -> zipfile.ZipFile:
    content, _ = handed_out["export_bundle"]
    return zipfile.ZipFile(io.BytesIO(content()))


def test_rows_of_the_table_are_left_out_at_a_press(
    show: Opener, finished: Run, workspace: Workspace, handed_out: dict[str, tuple[Any, str]]
) -> None:
    with zipfile.ZipFile(workspace.run(finished.id) / "bundle.zip", "w") as archive:
        archive.writestr("expected.json", json.dumps(ROWS))
        archive.writestr("predict.py", "pass")
    app = show("results/export.py", run=finished.id)
    assert "holds 2 rows of your table as they are" in app.warning[0].value
    assert model(handed_out).namelist() == ["expected.json", "predict.py"]
    whole = handed_out["export_bundle"][1]
    app.toggle(key="export_rows").set_value(False).run()
    assert not app.exception
    taken = model(handed_out)
    assert taken.namelist() == ["predict.py"]
    assert all(b"there" not in taken.read(name) for name in taken.namelist())
    assert handed_out["export_bundle"][1] != whole  # else the browser might hand out the one before


def test_a_model_without_rows_asks_nothing(show: Opener, finished: Run, handed_out: dict[str, tuple[Any, str]]) -> None:
    app = show("results/export.py", run=finished.id)
    assert not app.toggle
    assert model(handed_out).namelist() == ["predict.py"]
