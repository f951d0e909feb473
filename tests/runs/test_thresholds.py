"""Another chance from which a task says yes, in all that a run left; the network itself is not asked."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import StoreError
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.runs.kept_answers import TEST, VALIDATION, read_answers
from mtl_core.runs.thresholds import BUNDLE, choose_for_bundle, choose_threshold, read_space, tell_thresholds

FRAME = pd.DataFrame(
    {
        "x": np.arange(8.0),
        "colour": ["red", "green", "blue", "red"] * 2,
        "*ill*": ["no", "yes"] * 4,
        "cost": np.arange(8.0),
    }
)
EXPERIMENT = Experiment(
    columns={
        "x": Column(kind="numeric"),
        "colour": Column(kind="category"),
        "*ill*": Column(kind="yes_no"),
        "cost": Column(kind="numeric"),
    },
    tasks=(
        Task(column="colour", kind="multiclass"),
        Task(column="*ill*", kind="binary"),
        Task(column="cost", kind="regression"),
    ),
)
SPACE = fit(FRAME, EXPERIMENT)
ILL = 1
PREDICTIONS: list[list[Any]] = [
    ["red", 0.1, 0.2, 0.7, "no", 0.75, 0.25, 3.5],
    ["blue", 0.8, 0.1, 0.1, "yes", 0.5, 0.5, 1.5],
    ["green", 0.2, 0.7, 0.1, "no", 0.875, 0.125, 0.5],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a run leaves, as far as thresholds stand in it."""
    with zipfile.ZipFile(tmp_path / BUNDLE, "w") as archive:
        archive.writestr("manifest.json", json.dumps({"space": SPACE.to_dict(), "version": "1"}))
        archive.writestr("README.md", f"# Card\n\n{tell_thresholds(SPACE)}")
        archive.writestr("expected.json", json.dumps({"rows": [[1]] * 3, "predictions": PREDICTIONS}))
        archive.writestr("weights", b"\x00\x01", compress_type=zipfile.ZIP_DEFLATED)
    table = pd.DataFrame([[row, "red", "yes", 1.0, *answers] for row, answers in enumerate(PREDICTIONS)])
    table.columns = [f"c{place}" for place in range(len(table.columns))]
    for name in (TEST, VALIDATION):
        table.to_parquet(tmp_path / name, index=False)
    return tmp_path


def held(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_answers_follow_wherever_they_stand_and_nothing_else_changes(folder: Path) -> None:
    before = held(folder / BUNDLE)
    choose_threshold(folder, ILL, 0.25)
    after = held(folder / BUNDLE)
    assert list(after) == list(before)
    assert after["weights"] == before["weights"]
    said = ["yes", "yes", "no"]
    expected = [[*row[:4], answer, *row[5:]] for row, answer in zip(PREDICTIONS, said, strict=True)]
    assert json.loads(after["expected.json"]) == {"rows": [[1]] * 3, "predictions": expected}
    for name in (TEST, VALIDATION):
        colour, ill, cost = read_answers(folder / name, read_space(folder / BUNDLE))
        assert ill.given.tolist() == said
        assert colour.given.tolist() == ["red", "blue", "green"]
        assert cost.given.tolist() == [3.5, 1.5, 0.5]
    assert read_space(folder / BUNDLE).targets[ILL].threshold == 0.25
    assert json.loads(after["manifest.json"])["version"] == "1"


def test_the_card_tells_the_threshold_in_force_and_no_other(folder: Path) -> None:
    heading = "## From which probability on it says yes"
    for threshold in (0.25, 0.125):
        choose_for_bundle(folder / BUNDLE, ILL, threshold)
        card = held(folder / BUNDLE)["README.md"].decode()
        assert card == f"# Card\n\n{heading}\n\n- \\*ill\\*: “yes” from {threshold} on\n"


def test_where_no_task_says_yes_or_no_the_card_has_no_such_part() -> None:
    columns = {name: EXPERIMENT.columns[name] for name in ("x", "cost")}
    number = fit(FRAME, Experiment(columns=columns, tasks=(Task(column="cost", kind="regression"),)))
    assert tell_thresholds(number) == ""


def test_a_bundle_alone_is_changed_alone(folder: Path) -> None:
    before = (folder / TEST).read_bytes()
    choose_for_bundle(folder / BUNDLE, ILL, 0.25)
    assert (folder / TEST).read_bytes() == before
    assert read_space(folder / BUNDLE).targets[ILL].threshold == 0.25


def test_a_run_without_validation_rows_has_none_to_change(folder: Path) -> None:
    (folder / VALIDATION).unlink()
    choose_threshold(folder, ILL, 0.25)
    assert not (folder / VALIDATION).exists()


@pytest.mark.parametrize("slot", [0, 2])
def test_other_tasks_have_no_threshold(folder: Path, slot: int) -> None:
    with pytest.raises(StoreError, match="is no yes-no task, so it has no threshold to choose"):
        choose_threshold(folder, slot, 0.5)


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.5, 1.5, float("nan")])
def test_a_threshold_lies_between_0_and_1(folder: Path, threshold: float) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(StoreError, match="must lie between 0 and 1, received"):
        choose_threshold(folder, ILL, threshold)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("members", "why"),
    [({"manifest.json": "{"}, "JSONDecodeError"), ({"manifest.json": "{}"}, "KeyError"), ({}, "KeyError")],
)
def test_a_bundle_that_cannot_be_read_is_told(tmp_path: Path, members: dict[str, str], why: str) -> None:
    with zipfile.ZipFile(tmp_path / BUNDLE, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(StoreError, match=rf"so no threshold can be chosen for it \({why}\); train again"):
        read_space(tmp_path / BUNDLE)


def test_a_bundle_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / BUNDLE).write_text("no archive")
    with pytest.raises(StoreError, match="BadZipFile"):
        read_space(tmp_path / BUNDLE)
    with pytest.raises(StoreError, match="FileNotFoundError"):
        read_space(tmp_path / "elsewhere.zip")
