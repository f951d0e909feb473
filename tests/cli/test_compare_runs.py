"""The command that sets finished runs beside each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtl_core.cli import comparing_runs
from mtl_core.cli.main import main
from mtl_core.runs import kept_record
from tests.comparison.test_runs_beside import ran


def test_folders_are_compared_and_nothing_is_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {name: ran(tmp_path / name, worse, rate=rate) for name, worse, rate in (("a", 1.5, 0.001), ("b", 1, 0.01))}
    monkeypatch.setattr(comparing_runs, "_read", lambda folder: known[folder.name])
    out = tmp_path / "new" / "compared.json"
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split("  ") == ["test rows", "stay (mae)", "cost (mae)"]
    assert lines[4].split() == ["setting", "a", "b"]
    assert lines[5].split() == ["training.learning_rate", "0.001", "0.01"]
    assert lines[7].startswith("stay: b is better than a: off by ")
    found = json.loads(out.read_bytes())
    assert found["settings"] == {"training.learning_rate": {"a": 0.001, "b": 0.01}}
    assert found["pairs"]["stay"][0]["high"] < 0  # a over b
    assert found["runs"]["a"]["cost"]["metric"] == "mae"
    assert "none of these 2 is beaten on all tasks" in lines[-1]  # both left the same values
    page = (out.parent / "compared-pictures.html").read_text("utf-8")
    assert page.count('data-figure="') == 1
    assert "none of the others gains more on both stay and cost than a or b." in page
    assert lines[-1] in page


def test_a_run_of_the_workspace_has_the_name_that_a_person_gave_it(tmp_path: Path) -> None:
    assert comparing_runs._name(tmp_path) == str(tmp_path)
    record = {"datasets": [{}], **{name: [] for name in ("parents", "compared_runs", "events")}}
    kept_record.write(tmp_path, {**record, "runs": [{"name": "my wine", "number": 3}]})
    assert comparing_runs._name(tmp_path) == "my wine (run 3)"
    kept_record.write(tmp_path, {**record, "runs": [{"name": "my wine", "number": 3}], "numbers": [{"number": 1}]})
    assert comparing_runs._name(tmp_path) == "my wine (run 1)"


def test_what_is_no_run_and_what_asks_for_training_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["compare", str(tmp_path), str(tmp_path)]
    for more, why in (
        ([], "holds no bundle.zip"),
        (["--vary", "sharing.depth=1,2"], "asks for training; leave it out"),
    ):
        assert main([*asked, *more]) == 2
        told = capsys.readouterr().err.strip()
        assert why in told
        assert len(told.splitlines()) == 1


def test_a_table_needs_to_be_told_what_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(tmp_path / "wine.csv"), "--target", "alcohol"]) == 2
    assert 'the table "wine.csv", expected --methods or --vary, and --out' in capsys.readouterr().err
