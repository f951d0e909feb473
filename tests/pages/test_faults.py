"""What a page shows where disk, records or files refuse: one sentence, last on the page, and no traceback."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import partialmethod
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import Experiment
from mtl_core.runs import kept_record
from mtl_core.runs.store import Run, Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.shared import fault, places
from tests.pages.conftest import Opener, words

PAGES = [place.file for place in places.ALL]


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test's runner tell faults as the server does: AppTest knows no ``on_script_error``."""
    monkeypatch.setattr(ScriptRunner, "__init__", partialmethod(ScriptRunner.__init__, on_script_error=fault.tell))


def the_one_sentence(app: AppTest) -> str:
    assert not app.exception, app.exception
    (error,) = app.error
    return str(error.value)


def _spoilt(path: Path) -> None:
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()
    path.write_bytes(b"\xa5" * 8192)


def _gone(path: Path) -> None:
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("damage", "sentence"), [(_spoilt, "are damaged"), (_gone, "are gone")])
def test_records_that_are_damaged_are_told_on_every_page(
    show: Opener, draft: Experiment, workspace: Workspace, page: str, damage: Callable[[Path], None], sentence: str
) -> None:
    app = show()
    damage(workspace.root / "records.db")
    app.switch_page(page).run()
    assert sentence in the_one_sentence(app)
    assert app.button(key="fault_again")
    app.button(key="fault_recover").click().run()
    assert not app.exception
    assert "Listed again from their folders" in str(app.success[0].value)


@pytest.mark.parametrize("page", PAGES)
def test_a_refusal_by_the_disk_is_told_on_every_page(
    show: Opener, draft: Experiment, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    app = show()

    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "records.db")

    monkeypatch.setattr("mtl_core.runs.store.Store.draft", refuse)
    app.switch_page(page).run()
    assert the_one_sentence(app).startswith("The disk reports a fault")
    with pytest.raises(KeyError):
        app.button(key="fault_recover")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"PAR1")])
def test_a_damaged_table_is_told_where_its_values_are_shown(
    show: Opener, draft: Experiment, table: Dataset, page: str, damage: Callable[[Path], object]
) -> None:
    damage(table.folder / "table.parquet")
    app = AppTest.from_file(str(Path(places.__file__).parents[1] / "studio.py"), default_timeout=60)
    app.query_params["w"] = "w" * 22
    app.run()
    app.switch_page(page).run()
    assert not app.exception, app.exception
    if app.error:
        assert "take the file in again" in the_one_sentence(app)


def test_a_press_that_cannot_be_done_is_told(
    show: Opener, draft: Experiment, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = show("build/train.py")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("mtl_core.runs.store.Store.create_run", refuse)
    next(button for button in app.button if "train" in str(button.key)).click().run()
    assert the_one_sentence(app).startswith("The disk is full; free some space")


@pytest.mark.parametrize("where", ["a file", "a folder where the records should be"])
def test_a_workspace_that_cannot_be_used_is_told(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    st.cache_resource.clear()
    place = tmp_path / "elsewhere"
    monkeypatch.setenv("MTL_WORKSPACE", str(place))
    if where == "a file":
        place.touch()
    else:
        (place / "records.db").mkdir(parents=True)
    app = AppTest.from_file(str(Path(places.__file__).parents[1] / "studio.py"), default_timeout=60).run()
    assert ("is expected to be a folder" if where == "a file" else "cannot be opened") in the_one_sentence(app)


def test_runs_that_are_not_listed_can_be_listed_again(
    show: Opener, store: Store, workspace: Workspace, run: Run
) -> None:
    folder = workspace.run(run.id)
    folder.mkdir()
    kept_record.write(folder, store.record(run.id))
    store.close()
    _gone(workspace.root / "records.db")
    app = show("results/runs.py")
    assert "1 run in the workspace is not listed" in words(app)
    app.button(key="runs_recover").click().run()
    assert "1 run and 1 table" in str(app.success[0].value)
    assert store.run(run.id).state == "interrupted"
    assert "not listed" not in words(app)


def test_a_fault_of_the_program_is_none_of_these() -> None:
    assert not fault.tell(KeyError("x"))
