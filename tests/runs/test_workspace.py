from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mtl_core.errors import StoreError
from mtl_core.runs.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path / "w")
    made.create()
    return made


def test_the_environment_says_where(monkeypatch, tmp_path):
    monkeypatch.setenv("MTL_WORKSPACE", str(tmp_path))
    monkeypatch.delenv("MTL_DATABASE_URL", raising=False)
    assert Workspace.from_environment().database_url == f"sqlite:///{tmp_path}/records.db"
    monkeypatch.setenv("MTL_DATABASE_URL", "postgresql://somewhere")
    assert Workspace.from_environment().database_url == "postgresql://somewhere"
    monkeypatch.delenv("MTL_WORKSPACE")
    assert Workspace.from_environment().root == Path.cwd() / "workspace"


def test_folders_are_their_owners_alone(workspace):
    for folder in (workspace.root, workspace.root / "datasets", workspace.root / "runs", workspace.logs):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("name", ["", "..", "../../etc", "abc", "g" * 32, "ab/" * 12, "ab" * 40, "AB" * 16])
def test_only_our_ids_are_names(workspace, name):
    for folder in (workspace.run, workspace.dataset):
        with pytest.raises(StoreError, match="expected an id"):
            folder(name)
    assert workspace.run("ab" * 16) == workspace.root / "runs" / ("ab" * 16)


def test_removing(workspace):
    folder = workspace.run("ab" * 16)
    (folder / "checkpoints").mkdir(parents=True)
    (folder / "bundle.zip").write_text("x")
    workspace.remove(folder)
    workspace.remove(folder)
    assert list((workspace.root / "runs").iterdir()) == []


def test_what_the_dead_left_half_written_is_tidied_away(workspace):
    command = [sys.executable, "-c", "import os; print(os.getpid())"]
    dead = subprocess.run(command, capture_output=True, text=True, check=True)
    gone, mine = dead.stdout.strip(), os.getpid()
    run = workspace.run("ab" * 16)
    run.mkdir()
    (run / f".tmp-{gone}").write_text("half a checkpoint")
    (run / f".tmp-{gone}-bundle").mkdir()
    (run / f".tmp-{mine}").write_text("being written")
    (run / ".tmp-mine").write_text("not our way of naming")
    (workspace.logs / "empty.log").touch()
    (workspace.logs / "full.log").write_text("Traceback")
    workspace.tidy()
    assert sorted(path.name for path in run.iterdir()) == [f".tmp-{mine}", ".tmp-mine"]
    assert [path.name for path in workspace.logs.iterdir()] == ["full.log"]
