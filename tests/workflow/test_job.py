"""One training from a table to its files."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import ExperimentError
from mtl_core.evaluation.temperatures import FEWEST
from mtl_core.experiment import Column, Experiment, HardSharing, Split, Task, Training
from mtl_core.exporting.bundle import read
from mtl_core.exporting.trained import Trained
from mtl_core.preparation.preparing import prepare
from mtl_core.records.commands import Command, StopCommand
from mtl_core.records.events import Event
from mtl_core.records.examples import Examples
from mtl_core.records.importance import Importances
from mtl_core.records.results import Evaluation
from mtl_core.records.summary import RunSummary
from mtl_core.runs.results import read_affinities, read_verdicts
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.verdict import sentences
from mtl_core.verdict.kept import read_sample
from mtl_core.workflow import job

pytestmark = pytest.mark.engine

KINDS = {"x": "numeric", "city": "category", "ill": "yes_no", "colour": "category", "cost": "numeric"}


def table(rows: int = 200) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    x = rng.normal(size=rows)
    frame = pd.DataFrame(
        {
            "x": x,
            "city": rng.choice(["Rome", "Oslo"], rows),
            "ill": np.where(x > 0, "yes", "no"),
            "colour": np.select([x < -0.5, x > 0.5], ["blue", "red"], "green"),
            "cost": 1000 + 100 * x,
        }
    )
    frame.loc[rng.random(rows) < 0.3, "ill"] = None
    return frame


def taken_in(frame: pd.DataFrame, workspace: Path) -> Path:
    return take_in(frame.to_csv(index=False).encode(), "made.csv", workspace).folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(table(), tmp_path_factory.mktemp("workspace"))


def experiment(**changes: Any) -> Experiment:
    made = Experiment(
        columns={name: Column(kind=kind) for name, kind in KINDS.items()},
        tasks=(
            Task(column="ill", kind="binary"),
            Task(column="colour", kind="multiclass"),
            Task(column="cost", kind="regression"),
        ),
        split=Split(test=0.25),
        sharing=HardSharing(depth=1, layers=1, units=16),
        training=Training(epochs=30, batch_size=16, learning_rate=0.01),
    )
    return made.with_changes(changes)


class Listener:
    """Keeps what it is told."""

    def __init__(self, commands: tuple[Command, ...] = ()) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._commands = commands

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        self.events.append((kind, body))

    def commands(self) -> tuple[Command, ...]:
        given, self._commands = self._commands, ()
        return given


@pytest.fixture(scope="module")
def done(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunSummary, Listener]:
    run, listener = tmp_path_factory.mktemp("run"), Listener()
    return run, job.run(folder, experiment(), run, listener), listener


Done = tuple[Path, RunSummary, Listener]


def test_it_learns(done: Done) -> None:
    _, summary, _ = done
    assert summary.test["ill"]["auc"] > 0.95
    assert summary.test["colour"]["accuracy"] > 0.8
    assert summary.test["cost"]["mae"] < 40
    assert set(summary.validation) == {"ill", "colour", "cost"}
    assert [task.metric for task in summary.tasks] == ["auc", "accuracy", "mae"]
    assert summary.tasks[0].value > summary.tasks[0].baseline == 0.5
    assert sum(summary.rows.model_dump().values()) == 200
    assert RunSummary.model_validate_json(summary.model_dump_json()) == summary


def test_phases_come_in_order(done: Done) -> None:
    phases = [body["phase"] for kind, body in done[2].events if kind == "phase"]
    assert phases == ["preparing", "building", "training", "evaluating", "comparing", "exporting"]


def test_evaluation_is_over_the_test_rows(done: Done) -> None:
    run, summary, _ = done
    found = Evaluation.model_validate_json((run / "evaluation.json").read_bytes())
    assert found.rows == summary.rows.test
    assert found.metrics() == summary.test
    assert found.tasks[0].rows < found.rows == found.tasks[1].rows


def test_predictions_stand_beside_the_true_values(done: Done, folder: Path) -> None:
    found = pd.read_parquet(done[0] / "predictions.parquet")
    parts = prepare(Dataset.open(folder), experiment()).parts
    assert list(found["position"]) == list(parts.test)
    rows = table().iloc[parts.test].reset_index(drop=True)
    np.testing.assert_array_equal(found["cost (true)"], rows["cost"])
    labelled = rows["ill"].notna()
    assert list(found["ill (true)"][labelled]) == list(rows["ill"][labelled])
    assert found["ill (true)"][~labelled].isna().all()
    assert np.mean(found["colour"] == rows["colour"]) == pytest.approx(done[1].test["colour"]["accuracy"])


def test_bundle_predicts_as_the_run_did(done: Done) -> None:
    run, _, _ = done
    found = pd.read_parquet(run / "predictions.parquet")
    again = read(run / "bundle.zip").predict(table().iloc[found["position"]]).reset_index(drop=True)
    pd.testing.assert_frame_equal(again, found[again.columns], check_dtype=False, rtol=1e-5)


def test_examples_are_test_rows_and_name_the_worst(done: Done, folder: Path) -> None:
    found = Examples.model_validate_json((done[0] / "examples.json").read_bytes())
    predictions = pd.read_parquet(done[0] / "predictions.parquet").set_index("position")
    assert {row.position for row in found.rows} <= set(predictions.index)
    off = (predictions["cost"] - predictions["cost (true)"]).abs()
    assert found.rows[found.mistakes["t2"][0]].position == off.idxmax()
    for place in found.mistakes["t1"]:
        assert found.rows[place].answers["t1"].given != found.rows[place].answers["t1"].true


def test_what_the_answers_rest_on_is_kept(done: Done) -> None:
    found = Importances.model_validate_json((done[0] / "importance.json").read_bytes())
    assert [task.id for task in found.tasks] == ["t0", "t1", "t2"]
    assert found.rows == done[1].rows.test
    assert found.counting()  # what was learnt was learnt from something


def test_who_helps_whom_is_kept(done: Done) -> None:
    found = read_affinities(done[0])
    assert found is not None
    assert (found.tasks, found.epochs) == (("ill", "colour", "cost"), (1, 2, 3, 4, 6, 8, 11, 16, 23))
    assert all(found.ahead[place][place].sign == 1 for place in range(3))  # each learns by its own steps


def test_nothing_but_its_files_is_left(done: Done) -> None:
    names = {path.name for path in done[0].iterdir()}
    assert names == {
        "bundle.zip",
        "evaluation.json",
        "predictions.parquet",
        "examples.json",
        "importance.json",
        "affinity.json",
        "verdict.json",
        "samples.parquet",
        "validation.parquet",
        "checkpoints",
    }


def test_a_second_call_goes_on_from_the_checkpoint(done: Done, folder: Path) -> None:
    run, summary, _ = done
    listener = Listener()
    again = job.run(folder, experiment(), run, listener)
    assert again.test == summary.test
    assert again.kept_epoch == summary.kept_epoch
    assert not any(kind == "epoch" for kind, _ in listener.events)


def test_the_same_seed_gives_the_same_network(done: Done, folder: Path, tmp_path: Path) -> None:
    job.run(folder, experiment(), tmp_path, Listener())
    with zipfile.ZipFile(tmp_path / "bundle.zip") as mine, zipfile.ZipFile(done[0] / "bundle.zip") as theirs:
        same = {name for name in theirs.namelist() if mine.read(name) == theirs.read(name)}
        assert set(theirs.namelist()) - same <= {"model.keras"}  # Keras numbers its unnamed layers by process


def test_stop_keeps_what_was_learnt(folder: Path, tmp_path: Path) -> None:
    changed = experiment(**{"training.epochs": 10_000, "training.patience": 0})
    summary = job.run(folder, changed, tmp_path, Listener((StopCommand(),)))
    assert summary.stopped_by == "command"
    assert (tmp_path / "bundle.zip").is_file()


def test_without_rows_to_judge_there_are_no_numbers(folder: Path, tmp_path: Path) -> None:
    changed = experiment(**{"split.test": 0, "split.validation": 0, "training.epochs": 2})
    summary = job.run(folder, changed, tmp_path, Listener())
    assert summary.test == summary.validation == {}
    assert summary.tasks == ()
    assert not (tmp_path / "evaluation.json").exists()
    assert not (tmp_path / "predictions.parquet").exists()
    assert len(read(tmp_path / "bundle.zip").predict(table())) == 200


def test_the_network_is_asked_about_validation_rows_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """These are too few to choose a temperature by, so that its answers stay as they are."""
    asked, ask = [], Trained.outputs

    def count(trained: Trained, inputs: Any) -> Any:
        asked.append(len(next(iter(inputs.values()))))
        return ask(trained, inputs)

    monkeypatch.setattr(Trained, "outputs", count)
    changed = experiment(**{"split.test": 0, "split.validation": 0.2, "training.epochs": 2})
    summary = job.run(folder, changed, tmp_path, Listener())
    assert summary.rows.validation < FEWEST
    assert asked.count(summary.rows.validation) == 1


def test_test_rows_influence_nothing_that_is_learnt(done: Done, folder: Path, tmp_path: Path) -> None:
    """Every input of the test rows is replaced by nonsense; the network stays the same.

    Their labels do matter to which rows are drawn as test rows, so that the parts have equal shares of them.
    """
    parts = prepare(Dataset.open(folder), experiment()).parts
    frame = table()
    frame.loc[parts.test, "x"] = 1e9
    frame.loc[parts.test, "city"] = "Atlantis"
    other = taken_in(frame, tmp_path / "workspace")
    job.run(other, experiment(), tmp_path / "run", Listener())
    first, second = read(done[0] / "bundle.zip"), read(tmp_path / "run" / "bundle.zip")
    assert first.space == second.space
    for mine, theirs in zip(first.model.weights, second.model.weights, strict=True):
        np.testing.assert_array_equal(mine.numpy(), theirs.numpy())


def test_what_cannot_be_trained_is_refused_before_anything_is_written(folder: Path, tmp_path: Path) -> None:
    wrong = experiment().model_copy(update={"tasks": (Task(column="city", kind="regression"),)})
    with pytest.raises(ExperimentError):
        job.run(folder, wrong, tmp_path, Listener())
    assert list(tmp_path.iterdir()) == []


def test_a_network_that_is_too_large_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match="parameters"):
        job.run(
            folder, experiment(**{"sharing.units": 2048, "sharing.layers": 8, "sharing.depth": 0}), tmp_path, Listener()
        )


def test_each_task_stands_beside_guessing_and_references(done: Done) -> None:
    """By the very number that its evaluation is told by, and from what is kept of each row."""
    run, *_ = done
    judged = Evaluation.model_validate_json((run / "evaluation.json").read_bytes())
    found = read_verdicts(run)
    assert found is not None
    assert [task.name for task in found.tasks] == ["ill", "colour", "cost"]
    for verdict, task in zip(found.tasks, judged.tasks, strict=True):
        assert verdict.metric == task.headline
        assert verdict.value == pytest.approx(task.metrics[task.headline])
        assert verdict.guessing.value == pytest.approx(task.baseline[task.headline])
        assert verdict.guessing.difference.count == task.rows
        assert {rival.id for rival in verdict.references} == {"linear", "extra_trees", "boosting"}
        kept = read_sample(run, verdict)
        assert kept is not None
        assert kept.sample.value == pytest.approx(verdict.value)


def test_of_labels_that_are_chance_nothing_is_learnt(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    rows = 160
    chance = {
        "x": random.normal(size=rows),
        "city": random.choice(["Rome", "Oslo"], rows),
        "ill": random.choice(["yes", "no"], rows),
        "colour": random.choice(["red", "green", "blue"], rows),
        "cost": random.normal(1000, 100, rows),
    }
    other = taken_in(pd.DataFrame(chance), tmp_path)
    changes = {"training.epochs": 3, "sharing.units": 8}
    job.run(other, experiment(**changes), tmp_path / "run", Listener())
    found = read_verdicts(tmp_path / "run")
    assert found is not None
    told = [sentences.tell_claim(verdict) for verdict in found.tasks]
    assert told == ["Nothing was learnt that can be told from guessing with 40 rows."] * 3
