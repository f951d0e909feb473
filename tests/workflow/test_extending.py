"""One more task for a trained network."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.exporting.bundle import read
from mtl_core.exporting.trained import weights_of
from mtl_core.plan import InputColumn, OutputTask, Plan, alone, plan, require_unchanged
from mtl_core.preparation.experiment_request import extend_experiment
from mtl_core.records.events import Event
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training import Silent
from mtl_core.workflow import job
from mtl_core.workflow.extending import extend
from tests.networks.shared_plans import CASES, planned

pytestmark = pytest.mark.engine

KINDS = {"x": "numeric", "city": "category", "ill": "yes_no", "cost": "numeric"}
SHARING = {
    "hard": {"kind": "hard", "depth": 1},
    "adapters": {"kind": "adapters", "rank": 2},
    "task_tokens": {"kind": "task_tokens"},
    "mmoe": {"kind": "mmoe", "experts": 2},
    "chain": {"kind": "chain", "depth": 1},
    "members": {"kind": "hard", "depth": 1, "members": 3},
}


def table(rows: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=rows)
    return pd.DataFrame(
        {
            "x": x,
            "city": rng.choice(["Rome", "Oslo"], rows),
            "ill": np.where(x > 0, "yes", "no"),
            "cost": 1000 + 100 * x,
            "colour": np.select([x < -0.5, x > 0.5], ["blue", "red"], "green"),
        }
    )


def taken_in(frame: pd.DataFrame, workspace: Path) -> Dataset:
    return take_in(frame.to_csv(index=False).encode(), "made.csv", workspace)


def settings(sharing: dict[str, Any]) -> Experiment:
    return parse_experiment(
        {
            "columns": {name: {"kind": kind} for name, kind in KINDS.items()},
            "tasks": [{"column": "ill", "kind": "binary"}, {"column": "cost", "kind": "regression"}],
            "sharing": {"units": 8, "layers": 1, **sharing},
            "training": {"epochs": 3, "batch_size": 32, "learning_rate": 0.02},
        }
    )


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The bundle of a network of two tasks for each of a few ways of sharing."""
    made_ = {}
    dataset = taken_in(table(120, 0)[list(KINDS)], tmp_path_factory.mktemp("first"))
    for name, sharing in SHARING.items():
        folder = tmp_path_factory.mktemp(name)
        job.run(dataset.folder, settings(sharing), folder, Silent())
        made_[name] = folder / "bundle.zip"
    return made_


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Another table, with the new labels and without the old ones."""
    return taken_in(table(200, 1)[["colour", "city", "x"]], tmp_path_factory.mktemp("later"))


@pytest.mark.parametrize("name", SHARING)
def test_a_task_is_added_and_the_others_stay_to_the_bit(
    bases: dict[str, Path], later: Dataset, tmp_path: Path, name: str
) -> None:
    base = read(bases[name])
    experiment = extend_experiment(later, base.experiment, "colour", ["training.epochs=40"])
    summary = extend(bases[name], later.folder, experiment, tmp_path, Silent())
    assert set(summary.test["ill"].values()) == set(summary.test["cost"].values()) == {None}
    assert summary.test["colour"]["accuracy"] > 0.7
    grown = read(tmp_path / "bundle.zip")
    assert [task.name for task in grown.plan.tasks] == ["ill", "cost", "colour"]
    assert grown.origin.extends == "made.csv"
    rows = table(50, 2)
    before, after = base.predict(rows), grown.predict(rows)
    pd.testing.assert_frame_equal(before, after[list(before.columns)], check_exact=True)
    assert set(after.columns) - set(before.columns) == {"colour", "colour:blue", "colour:green", "colour:red"}


def test_all_tasks_learn_on(bases: dict[str, Path], tmp_path: Path) -> None:
    base = read(bases["adapters"])
    dataset = taken_in(table(120, 3), tmp_path)
    experiment = extend_experiment(dataset, base.experiment, "colour:multiclass", [])
    summary = extend(bases["adapters"], dataset.folder, experiment, tmp_path / "grown", Silent(), frozen=False)
    assert all(summary.test[name] for name in ("ill", "cost", "colour"))
    grown = read(tmp_path / "grown" / "bundle.zip")
    before, after = (weights_of(bundle.model, bundle.plan) for bundle in (base, grown))
    for kernel in ("trunk_1/kernel", "t0_adapted_1_down/kernel"):
        moved = np.abs(before[kernel] - after[kernel]).max()
        assert 0 < moved < 0.5  # it begins where it was


class Log(Silent):
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        self.events.append((kind, body))


def test_on_its_own_table_the_other_tasks_numbers_stay_the_same(tmp_path: Path) -> None:
    dataset, log = taken_in(table(150, 4), tmp_path), Log()
    first, second = tmp_path / "first", tmp_path / "second"
    before = settings(SHARING["adapters"])
    summary = job.run(dataset.folder, before, first, Silent())
    experiment = extend_experiment(dataset, before, "colour", ["training.epochs=3", "sharing.ranks.colour=5"])
    grown = job.extend(first / "bundle.zip", dataset.folder, experiment, second, log)
    assert list(grown.test) == ["ill", "cost", "colour"]
    assert grown.rows == summary.rows
    for part in ("test", "validation"):
        assert {name: getattr(grown, part)[name] for name in ("ill", "cost")} == getattr(summary, part)
    judged = [json.loads((folder / "evaluation.json").read_bytes())["tasks"] for folder in (first, second)]
    assert judged[1][:2] == judged[0]
    answers = [pd.read_parquet(folder / "predictions.parquet") for folder in (first, second)]
    pd.testing.assert_frame_equal(answers[0], answers[1][list(answers[0].columns)], check_exact=True)
    phases = [body["phase"] for kind, body in log.events if kind == "phase"]
    assert phases == ["preparing", "building", "training", "evaluating", "comparing", "exporting"]
    assert read(second / "bundle.zip").plan.arrays["t2_adapted_1_up/kernel"] == (5, 8)
    again = job.extend(first / "bundle.zip", dataset.folder, experiment, second, log)  # from its last checkpoint
    assert again.test == grown.test


def test_what_cannot_be_added_is_said(bases: dict[str, Path], later: Dataset, tmp_path: Path) -> None:
    bundle = bases["hard"]
    base = read(bundle)
    with pytest.raises(ExperimentError, match="reads column"):
        extend_experiment(later, base.experiment, "city", [])
    full = taken_in(table(60, 3), tmp_path)
    with pytest.raises(ExperimentError, match="already"):
        extend_experiment(full, base.experiment, "ill", [])
    wider = extend_experiment(later, base.experiment, "colour", ["sharing.units=9"])
    with pytest.raises(ExperimentError, match="stay as they are"):
        extend(bundle, later.folder, wider, tmp_path, Silent())
    everything = extend_experiment(later, base.experiment, "colour", [])
    with pytest.raises(ExperimentError, match="not in table"):
        extend(bundle, later.folder, everything, tmp_path, Silent(), frozen=False)


@pytest.mark.parametrize("case", CASES)
def test_the_part_of_one_task_is_all_that_its_output_comes_from(case: str) -> None:
    drawn = planned(CASES[case], text=True)
    part = alone(drawn, "t1")
    assert {block.id for block in drawn.path("t1")} <= {block.id for block in part.blocks}
    seen: set[str] = set()
    for block in part.blocks:
        assert {*block.sources, *block.borrows} <= seen
        seen.add(block.id)


def test_the_command_line_extends_a_bundle(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base, out = tmp_path / "base", tmp_path / "out"
    table(90, 0)[list(KINDS)].to_csv(tmp_path / "first.csv", index=False)
    table(90, 1)[["x", "city", "colour"]].to_csv(tmp_path / "later.csv", index=False)
    quick = ["--set", "training.epochs=2"]
    named = ["--target", "ill", "--target", "cost", "--set", "sharing.kind=adapters"]
    assert main(["train", str(tmp_path / "first.csv"), *named, *quick, "--out", str(base)]) == 0
    command = ["extend", str(base), str(tmp_path / "later.csv"), "--out", str(out), *quick]
    assert main([*command, "--target", "colour"]) == 0
    left = ["bundle", "evaluation", "experiment", "history", "importance", "metrics", "samples", "verdict"]
    assert sorted(path.stem for path in out.iterdir()) == left
    assert Experiment.from_json((out / "experiment.json").read_bytes()).task_names == ("ill", "cost", "colour")
    metrics = json.loads((out / "metrics.json").read_bytes())["test"]
    assert metrics["colour"]["accuracy"] is not None
    assert metrics["ill"]["auc"] is None
    card = zipfile.ZipFile(out / "bundle.zip").read("README.md").decode()
    assert "The last task was added with this table." in card
    capsys.readouterr()
    assert main([*command, "--target", "city"]) == 2
    assert "reads column" in capsys.readouterr().err


def test_tags_can_be_added_to_a_network_that_read_the_text_before() -> None:
    text = InputColumn(id="c0", name="text", kind="text", tokens=9, length=4)
    kinds = {"a": "binary", "b": "tags"}
    tasks = [
        OutputTask(id="t0", name="a", kind="binary", outputs=1),
        OutputTask(id="t1", name="b", kind="tags", outputs=3, classes=("A", "B", "O"), text="c0"),
    ]

    def drawn(count: int) -> Plan:
        data = {
            "columns": {"text": {"kind": "text"}, "a": {"kind": "yes_no"}, "b": {"kind": "text"}},
            "tasks": [{"column": task.name, "kind": kinds[task.name]} for task in tasks[:count]],
        }
        return plan(parse_experiment(data), [text], tasks[:count])

    before, after = drawn(1), drawn(2)
    assert before.blocks[0] != after.blocks[0]  # it gives the state at each token too
    require_unchanged(before, after)
    assert alone(after, "t1").tasks == (tasks[1],)
