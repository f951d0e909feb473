"""The folder of a finished training whose names mean harm, without a network in it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.plan import InputColumn, OutputTask, plan
from mtl_core.records.events import EpochEvent, NoteEvent
from mtl_core.records.history import History
from mtl_core.records.importance import ColumnImportance, Importances, TaskImportance
from mtl_core.records.results import (
    Calibration,
    Confusion,
    Evaluation,
    LabelScore,
    PrecisionRecall,
    Roc,
    Scatter,
    TaskEvaluation,
)
from mtl_core.records.summary import RunSummary
from mtl_core.records.verdicts import Difference, Rival, Sharing, Sharings, TaskVerdict, Verdicts

SCRIPT = "</script><script>window.harmed = 1</script>"
LINK = '"><img src=http://example.org/x onerror=window.harmed=1>'
BETTER = Difference(value=0.29, low=0.1, high=0.4, covers="rows", count=40, telling=30)
NUMBER = "cost %{x} <b>"
EXPERIMENT = Experiment(
    columns={name: Column(kind="numeric") for name in ("size", NUMBER)} | {LINK: Column(kind="yes_no")},
    tasks=(Task(column=LINK, kind="binary"), Task(column=NUMBER, kind="regression")),
)


def evaluation() -> Evaluation:
    told = {"baseline_rule": f"always {SCRIPT}", "notes": (f"{SCRIPT} is rare.",), "rows": 40}
    yes_no = TaskEvaluation(
        id="t0",
        name=LINK,
        kind="binary",
        metrics={"auc": 0.79, "accuracy": None},
        baseline={"auc": 0.5},
        sentence=f"Right for {SCRIPT}",
        confusion=Confusion(labels=(SCRIPT, LINK), counts=((10, 2), (1, 3))),
        roc=Roc(fpr=(0, 0.2, 1), tpr=(0, 0.7, 1)),
        precision_recall=PrecisionRecall(recall=(0, 0.5, 1), precision=(1, 0.8, 0.4)),
        calibration=Calibration(
            said=(0.2, 0.8), true=(0.3, 0.7), low=(0.1, 0.5), high=(0.5, 0.9), rows=(20, 20), brier=0.2, guess=0.25
        ),
        labels=(LabelScore(label=SCRIPT, rows=3, precision=None, recall=0.5, f1=0.1),),
        **told,
    )
    number = TaskEvaluation(
        id="t1",
        name=NUMBER,
        kind="regression",
        metrics={"mae": 2.0},
        baseline={"mae": 4.0},
        sentence="Off by 2",
        scatter=Scatter(true=(1, 2), predicted=(1.5, 2.5)),
        **told,
    )
    return Evaluation(rows=40, tasks=(yes_no, number))


def verdicts() -> Verdicts:
    rivals = {
        name: Rival(id=name, title=name, value=0.5, difference=BETTER) for name in ("guessing", "ridge regression")
    }
    told = TaskVerdict(
        id="t0",
        name=LINK,
        metric="auc",
        value=0.79,
        guessing=rivals["guessing"],
        references=(rivals["ridge regression"],),
        notes=(f"{SCRIPT} is left out.",),
    )
    return Verdicts(tasks=(told,))


def history() -> History:
    losses = {"t0": 0.9, "t1": 0.8}
    return History(
        summary=RunSummary(kept_epoch=2, epochs_done=3, seconds=1.5),
        epochs=tuple(EpochEvent(epoch=epoch, train=losses, validation=losses) for epoch in (1, 2, 3)),
        notes=(NoteEvent(epoch=0.0, sentence=f"Column {LINK} is not used."),),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What ``train`` leaves, but for the network itself."""
    inputs = (InputColumn(id="c0", name="size", kind="numeric", numbers=1),)
    tasks = (
        OutputTask(id="t0", name=LINK, kind="binary", classes=(SCRIPT, LINK), outputs=1),
        OutputTask(id="t1", name=NUMBER, kind="regression", outputs=1),
    )
    manifest = {
        "origin": {"name": f"{SCRIPT}.csv", "id": "0" * 64, "rows": 100, "train": 50, "validation": 10, "test": 40},
        "experiment": EXPERIMENT.model_dump(mode="json"),
        "plan": plan(EXPERIMENT, inputs, tasks).model_dump(mode="json"),
        "space": {"left_out": [{"name": "x", "reason": f"Column {SCRIPT} says nothing."}]},
    }
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
    column = ColumnImportance(column=SCRIPT, fall=0.2, low=0.1, high=0.3)
    resting = Importances(
        rows=40, repeats=5, tasks=(TaskImportance(id="t0", name=LINK, metric="auc", columns=(column,)),)
    )
    for name, record in (
        ("evaluation.json", evaluation()),
        ("verdict.json", verdicts()),
        ("importance.json", resting),
        (
            "sharing.json",
            Sharings(tasks=(Sharing(task=LINK, metric="auc", together=0.8, alone=0.5, difference=BETTER),)),
        ),
        ("history.json", history()),
    ):
        (tmp_path / name).write_text(record.model_dump_json(), "utf-8")
    return tmp_path
