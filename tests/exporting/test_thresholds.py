"""A threshold that is chosen after training holds wherever the model answers, and says so."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.errors import StoreError
from mtl_core.evaluation.answers import answers
from mtl_core.evaluation.examples import explain_rows
from mtl_core.exporting.bundle import read
from mtl_core.exporting.members import EXAMPLES
from mtl_core.exporting.trained import Trained
from mtl_core.features.space import TARGET_KINDS
from mtl_core.runs.kept_answers import TEST, read_answers
from mtl_core.runs.thresholds import BUNDLE, choose_threshold, read_space
from tests.elsewhere import run_elsewhere

Table = Callable[..., pd.DataFrame]
CHOSEN = 0.37


@pytest.fixture
def run(bundle_path: Path, tmp_path: Path) -> Path:
    """A run's folder with its bundle."""
    shutil.copy(bundle_path, tmp_path / "bundle.zip")
    return tmp_path


@pytest.fixture
def cut(run: Path, trained: Trained, table: Table) -> float:
    """A threshold that half of the rows lie above."""
    chances = trained.predict(table(seed=1))["ill:yes"]
    return round(float(chances.median()), 3)


def test_nothing_chosen_answers_as_before(run: Path, trained: Trained, table: Table) -> None:
    before = trained.predict(table(seed=1))
    assert read_space(run / BUNDLE).targets[0].threshold == 0.5
    choose_threshold(run, 0, 0.9)
    choose_threshold(run, 0, 0.5)
    pd.testing.assert_frame_equal(read(run / "bundle.zip").predict(table(seed=1)), before, check_exact=True)
    assert (before["ill"] == np.where(before["ill:yes"] >= 0.5, "yes", "no")).all()


def test_bundle_page_and_command_line_conclude_by_it(
    run: Path, table: Table, cut: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    choose_threshold(run, 0, cut)
    bundle, rows = read(run / "bundle.zip"), table(seed=1)
    found = bundle.predict(rows)
    assert set(found["ill"]) == {"no", "yes"}
    assert (found["ill"] == np.where(found["ill:yes"] >= cut, "yes", "no")).all()
    shown = explain_rows(bundle.space, bundle.outputs, rows.head(8), range(8))
    assert [row.answers["t0"].given for row in shown] == found["ill"].head(8).tolist()
    sure = [row.answers["t0"].sure for row in shown]
    assert sure == pytest.approx([row[f"ill:{row['ill']}"] for _, row in found.head(8).iterrows()])
    rows.to_csv(tmp_path / "rows.csv", index=False)
    assert main(["predict", str(run), str(tmp_path / "rows.csv"), "--out", str(tmp_path / "answers.csv")]) == 0
    assert pd.read_csv(tmp_path / "answers.csv")["ill"].tolist() == found["ill"].tolist()
    assert f'Task "ill" says "yes" from a probability of {cut:.3g} on, as was chosen.' in capsys.readouterr().err


def test_elsewhere_it_verifies_itself_and_says_so(run: Path, table: Table, cut: float, tmp_path: Path) -> None:
    choose_threshold(run, 0, cut)
    home = tmp_path / "elsewhere"
    with zipfile.ZipFile(run / "bundle.zip") as archive:
        archive.extractall(home)
    table(seed=1).to_csv(home / "rows.csv", index=False)
    verified = python(home, "verify.py")
    assert verified.stdout.startswith(f"verified: {EXAMPLES}/{EXAMPLES}")
    told = python(home, "predict.py", "rows.csv", "--out", "found.csv")
    assert f"from a probability of {cut:.3g} on" in told.stderr
    found = pd.read_csv(home / "found.csv")
    assert (found["ill"] == np.where(found["ill:yes"].astype(np.float32) >= np.float32(cut), "yes", "no")).all()


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = run_elsewhere(folder, *arguments)
    assert done.returncode == 0, done.stderr
    return done


def test_card_and_kept_answers_have_it(run: Path, trained: Trained, table: Table) -> None:
    rows = table(seed=1)
    outputs = trained.outputs(trained.space.transform(rows))
    said = answers(trained.space.targets, outputs, rows)
    kept = pd.concat([pd.Series(range(len(rows)), name="position"), rows[["ill", "colour", "cost"]], said], axis=1)
    kept.columns = [f"c{place}" for place in range(kept.shape[1])]  # by place, since names may be given twice
    kept.to_parquet(run / TEST)
    choose_threshold(run, 0, CHOSEN)
    (found, *_) = read_answers(run / TEST, read_space(run / BUNDLE))
    assert (found.given == np.where(found.chances[:, 1] >= np.float32(CHOSEN), "yes", "no")).all()
    for _ in range(2):  # chosen again, it stands there once
        with zipfile.ZipFile(run / "bundle.zip") as archive:
            card = archive.read("README.md").decode()
            manifest = json.loads(archive.read("manifest.json"))
        assert card.count("From which probability on it says yes") == 1
        assert "- ill: “yes” from 0.37 on" in card
        assert manifest["space"]["targets"][0]["threshold"] == CHOSEN
        choose_threshold(run, 0, CHOSEN)


def test_a_bundle_of_an_earlier_version_says_yes_from_an_even_chance_on(run: Path) -> None:
    with zipfile.ZipFile(run / "bundle.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    del manifest["space"]["targets"][0]["threshold"]
    members |= {"manifest.json": json.dumps(manifest).encode(), "README.md": b"# A network\n"}
    with zipfile.ZipFile(run / "bundle.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    assert read_space(run / BUNDLE).targets[0].threshold == 0.5
    choose_threshold(run, 0, CHOSEN)
    assert read(run / "bundle.zip").space.targets[0].threshold == CHOSEN


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.1, float("nan")])
def test_a_threshold_out_of_bounds_is_refused(run: Path, threshold: float) -> None:
    with pytest.raises(StoreError, match="must lie between 0 and 1"):
        choose_threshold(run, 0, threshold)


@pytest.mark.parametrize("kind", TARGET_KINDS)
def test_a_kind_without_threshold_offers_none(kind: str) -> None:
    """Those that have one keep it as part of what is learnt; all others conclude as they decide."""
    target = TARGET_KINDS[kind]
    stored = {field.name for field in dataclasses.fields(target)}  # type: ignore[arg-type]
    assert (target.threshold is not None) == ("threshold" in stored)
    assert (kind == "binary") == ("threshold" in stored)


def test_another_task_has_none_to_choose(run: Path) -> None:
    for slot in (1, 2):
        with pytest.raises(StoreError, match="no yes-no task"):
            choose_threshold(run, slot, 0.4)


def test_command_line_chooses_it(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["threshold", str(run), "--task", "ill", "--from", "0.37"]) == 0
    assert 'says "yes" from a probability of 0.37 on' in capsys.readouterr().err
    assert read_space(run / BUNDLE).targets[0].threshold == CHOSEN
    for task, least, said in (
        ("colour", "0.3", "no yes-no task"),
        ("nothing", "0.3", "choose one of ill, colour, cost"),
        ("ill", "2", "between 0 and 1"),
    ):
        assert main(["threshold", str(run), "--task", task, "--from", least]) == 2
        assert said in capsys.readouterr().err


def test_without_a_model_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="train again"):
        choose_threshold(tmp_path, 0, 0.4)
