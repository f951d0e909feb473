from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mtl_core import workflow
from mtl_core.loading import pause_collecting, quiet
from mtl_core.processes import worker

ROOT = Path(__file__).parent.parent


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands for loading: a module more."""
    monkeypatch.setitem(sys.modules, "mtl_loaded", ModuleType("mtl_loaded"))


@pytest.fixture
def frozen() -> int:
    """How many objects collections leave out so far."""
    return gc.get_freeze_count()


@pytest.mark.parametrize("context", [pause_collecting, quiet])
def test_what_is_loaded_is_never_collected(context, frozen: int, request: pytest.FixtureRequest) -> None:
    with context():
        assert not gc.isenabled()
        request.getfixturevalue("load")
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen


def test_where_nothing_is_loaded_all_is_collected_as_before(frozen: int) -> None:
    with pause_collecting():
        pass
    assert gc.isenabled()
    assert gc.get_freeze_count() <= frozen


def test_a_library_that_cannot_be_loaded_leaves_nothing_changed(capfd: pytest.CaptureFixture[str]) -> None:
    def load() -> None:
        os.write(2, b"native words\n")
        raise ImportError

    with pytest.raises(ImportError), quiet():
        load()
    os.write(2, b"seen\n")
    assert gc.isenabled()
    assert capfd.readouterr().err == "seen\n"


def test_whoever_does_without_collections_goes_on_so() -> None:
    gc.disable()
    try:
        with pause_collecting():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_worker_loads_its_job_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What stands for the job, and for TensorFlow with it, tells whether garbage was collected meanwhile."""
    (tmp_path / "job.py").write_text("import gc\nCOLLECTS = gc.isenabled()\n", "utf-8")
    monkeypatch.setattr(workflow, "__path__", [str(tmp_path)])
    monkeypatch.setattr(workflow, "job", None, raising=False)  # so that what stands there now comes back
    monkeypatch.setitem(sys.modules, "mtl_core.workflow.job", None)
    del workflow.job, sys.modules["mtl_core.workflow.job"]
    assert worker.load_job().COLLECTS is False  # type: ignore[attr-defined]


def test_the_command_line_is_loaded_so() -> None:
    told = "import gc, mtl_core.__main__; print(gc.get_freeze_count() > 0)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
