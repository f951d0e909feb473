from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mtl_core.errors import StoreError
from mtl_core.runs.workspace import Workspace
from mtl_core.temporary import prefix


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
    mine = prefix("checkpoint")
    gone = mine.replace(f"-{os.getpid()}-", f"-{dead.stdout.strip()}-")
    assert gone != mine
    run = workspace.run("ab" * 16)
    run.mkdir()
    (run / gone).write_text("half a checkpoint")
    (run / f"{gone}-folder").mkdir()
    (run / f"{gone}-folder" / gone).mkdir()
    (run / mine).write_text("being written")
    (workspace.logs / "empty.log").touch()
    (workspace.logs / "full.log").write_text("Traceback")
    workspace.tidy()
    assert [path.name for path in run.iterdir()] == [mine]
    assert [path.name for path in workspace.logs.iterdir()] == ["full.log"]


ELSEWHERE = {
    "another machine": ("mtl_core.temporary.machine", "vm-0123abcd"),
    "another machine of that name": ("mtl_core.temporary._read", "another id"),
    "another container of that machine": ("mtl_core.temporary._namespace", "pid:[4026530000]"),
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_what_another_machine_writes_is_left_for_a_week(workspace, monkeypatch, where):
    name, value = ELSEWHERE[where]
    with monkeypatch.context() as there:
        there.setattr(name, lambda *_: value)
        there.setattr(os, "getpid", lambda: 2**22 + 1)  # no process of this machine can have it
        foreign = workspace.root / prefix("intake")
    unknown = workspace.root / ".tmp-4194305-by-an-earlier-version"
    foreign.mkdir()
    unknown.mkdir()
    workspace.tidy()
    assert foreign.exists()
    assert unknown.exists()
    for path in (foreign, unknown):
        os.utime(path, (0, 0))
    workspace.tidy()
    assert list(workspace.root.glob(".tmp-*")) == []


def test_what_was_half_written_before_the_machine_started_again_is_tidied_away(workspace, monkeypatch):
    with monkeypatch.context() as before:
        before.setattr("mtl_core.temporary.boot", lambda: "the boot before")
        (workspace.root / prefix("intake")).mkdir()  # by a pid that another process has now
    workspace.tidy()
    assert list(workspace.root.glob(".tmp-*")) == []
