"""The command line: what it writes, what it says, and its exit codes."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.experiment import Experiment
from mtl_core.records.events import EpochEvent
from mtl_core.records.summary import RunSummary
from mtl_core.records.verdicts import Difference, Rival, TaskVerdict, Verdicts
from mtl_core.runs.results import VERDICTS, read_history
from mtl_core.verdict.kept import SAMPLES, tabulate_samples
from mtl_core.verdict.samples import Ratio

ROOT = Path(__file__).parents[2]


def table(rows: int = 240, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    size = rng.normal(10, 3, rows).round(2)
    return pd.DataFrame(
        {
            "size": size,
            "city": rng.choice(["Rome", "Oslo", "Łódź"], rows),
            "since": (np.datetime64("2024-01-15") + rng.integers(0, 900, rows)).astype("datetime64[D]").astype(str),
            "code": [f"{i:05d}" for i in rng.integers(0, 9, rows)],
            "ill": np.where(size > 10, "yes", np.where(rng.random(rows) < 0.3, "", "no")),
            "price": (size * 100).round(),
        }
    )


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    table().to_csv(tmp_path / "table.csv", index=False)
    return tmp_path / "table.csv"


def mtl(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mtl_core", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.engine
def test_train_predict_and_the_bundle_alone_agree(csv_file: Path, tmp_path: Path) -> None:
    targets = ("--target", "ill", "--target", "price:regression", "--ignore", "code")
    settings = ("--set", "training.epochs=6", "--set", "sharing.units=16")
    done = mtl("train", "table.csv", *targets, *settings, "--out", "made/here", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    *told, resting = done.stdout.splitlines()
    assert "est on" in resting or "nothing can be told from chance" in resting
    assert [line.split(":")[0] for line in told] == ["ill", "price"]
    assert all("guessing" in line and "95% interval" in line for line in told)
    assert "epochs" in done.stderr
    assert "cuda" not in done.stderr.lower()
    out = tmp_path / "made" / "here"
    left = ["bundle.zip", "evaluation.json", "experiment.json", "history.json", "importance.json", "metrics.json"]
    assert sorted(path.name for path in out.iterdir()) == [*left, "samples.parquet", "verdict.json"]
    assert [epoch["epoch"] for epoch in json.loads((out / "history.json").read_bytes())["epochs"]] == [1, 2, 3, 4, 5, 6]
    assert Experiment.from_json((out / "experiment.json").read_bytes()).training.epochs == 6
    metrics = json.loads((out / "metrics.json").read_bytes())
    assert set(metrics) == {"test", "validation", "seconds"}
    assert set(metrics["test"]["ill"]) == {"auc", "average_precision", "accuracy", "f1"}
    assert set(metrics["test"]["price"]) == {"mae", "rmse", "r2"}

    fresh = table(rows=50, seed=1).drop(columns=["ill", "price"])
    fresh.to_csv(tmp_path / "fresh.csv", index=False)
    done = mtl("predict", "made/here", "fresh.csv", "--out", "answers.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert all("lie" in line and "outside of what the training rows hold" in line for line in done.stderr.splitlines())
    answers = pd.read_csv(tmp_path / "answers.csv", quoting=csv.QUOTE_NONNUMERIC)
    assert list(answers.columns) == ["row", "ill", "ill:no", "ill:yes", "price"]
    assert len(answers) == 50

    with zipfile.ZipFile(out / "bundle.zip") as archive:
        archive.extractall(tmp_path / "elsewhere")
    command = [sys.executable, "-I", "predict.py", str(tmp_path / "fresh.csv"), "--out", str(tmp_path / "alone.csv")]
    alone = subprocess.run(
        command, cwd=tmp_path / "elsewhere", capture_output=True, text=True, check=False, timeout=300
    )
    assert (alone.returncode, alone.stderr) == (0, done.stderr)
    found = pd.read_csv(tmp_path / "alone.csv", quoting=csv.QUOTE_NONNUMERIC)
    assert list(found["ill"]) == list(answers["ill"])
    np.testing.assert_allclose(found.drop(columns="ill"), answers.drop(columns="ill"), rtol=1e-5, atol=1e-6)


HEARING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("mtl_core", run_name="__main__", alter_sys=True)
"""


@pytest.mark.engine
def test_ctrl_c_leaves_nothing(csv_file: Path, tmp_path: Path) -> None:
    """Started as by a person: what is started in the background, as tests may be, inherits that it hears no Ctrl-C."""
    command = [sys.executable, "-c", HEARING, "train", str(csv_file), "--target", "ill", "--out", str(tmp_path / "out")]
    command += ["--set", "training.epochs=10000", "--set", "training.patience=0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        deadline = time.monotonic() + 200
        while not list((tmp_path / "out").glob(".tmp-*/checkpoints")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=100)
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert said.endswith(b"Stopped; nothing was written.\n")
    assert list((tmp_path / "out").iterdir()) == []


OUT = ["--out", "out"]
FAULTS = {
    "no command": ([], "required"),
    "no out": (["train", "table.csv", "--target", "ill"], "--out"),
    "no target": (["train", "table.csv", *OUT], "--target"),
    "unknown option": (["train", "table.csv", "--targets", "ill", *OUT], "--targets"),
    "no table": (["train", "nowhere.csv", "--target", "ill", *OUT], "nowhere.csv"),
    "a folder": (["train", ".", "--target", "ill", *OUT], "not there"),
    "empty": (["train", "empty.csv", "--target", "b", *OUT], "empty"),
    "header only": (["train", "header.csv", "--target", "b", *OUT], "header"),
    "one row": (["train", "row.csv", "--target", "b", *OUT], "has 1 row, expected at least 20"),
    "one column": (["train", "column.csv", "--target", "b", *OUT], "has one column"),
    "no labels": (["train", "odd.csv", "--target", "none", *OUT], "every cell is empty"),
    "one label": (["train", "odd.csv", "--target", "same", *OUT], 'every cell that is filled holds "a"'),
    "infinite": (["train", "odd.csv", "--target", "endless", *OUT], "1 infinite number, expected finite ones"),
    "beyond all sizes": (["train", "odd.csv", "--target", "huge", *OUT], "1e+308"),
    "too many classes": (["train", "odd.csv", "--target", "name:multiclass", *OUT], "5,000 classes"),
    "too many columns": (["train", "wide.csv", "--target", "c0", *OUT], "10,000 columns, expected at most 5,000"),
    "half a Parquet": (["train", "half.parquet", "--target", "b", *OUT], "incomplete or damaged"),
    "a protected workbook": (["train", "secret.xlsx", "--target", "b", *OUT], "protected by a password"),
    "PDF": (["train", "paper.csv", "--target", "b", *OUT], "PDF"),
    "unknown column": (["train", "table.csv", "--target", "prise", *OUT], '"price"'),
    "wrong kind": (["train", "table.csv", "--target", "city:regression", *OUT], "city"),
    "unknown setting": (["train", "table.csv", "--target", "ill", "--set", "training.speed=9", *OUT], "training.speed"),
    "bad value": (["train", "table.csv", "--target", "ill", "--set", "training.epochs=-1", *OUT], "training.epochs"),
    "no experiment": (["train", "table.csv", "--experiment", "none.json", *OUT], "none.json"),
    "out is a file": (["train", "table.csv", "--target", "ill", "--out", "empty.csv"], "empty.csv"),
    "no inputs": (
        ["train", "table.csv", "--target", "ill", "--ignore", "size", "city", "since", "code", "price", *OUT],
        "input",
    ),
    "no bundle": (["predict", "nowhere", "table.csv", *OUT], "nowhere"),
    "folder without bundle": (["predict", ".", "table.csv", *OUT], "bundle.zip"),
    "bundle is a table": (["predict", "table.csv", "table.csv", *OUT], "table.csv"),
}


def test_a_total_is_told_of_and_left_out_if_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["train", str(ROOT / "tests" / "cases" / "08b_footer_sum__t.csv"), "--target", "y:binary", *OUT]
    assert code(asked) == 2
    first, *rest = capsys.readouterr().err.splitlines()
    assert first.startswith("The last row looks like a total but counts as a case")
    assert len(rest) == 1
    assert code([*asked, "--read", "footer=drop", "--set", "training.epochs=1"]) == 0
    assert "The last row is a total and left out" in capsys.readouterr().err


@pytest.mark.parametrize("fault", FAULTS)
def test_bad_input_is_one_sentence(
    fault: str,
    csv_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "header.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "paper.csv").write_bytes(b"%PDF-1.7 \x00\x01")
    write_odd(tmp_path)
    arguments, says = FAULTS[fault]
    assert code(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    *warnings, fault_told = printed.err.splitlines()
    assert says in fault_told
    assert all(warning.endswith(".") and "Traceback" not in warning for warning in warnings)
    assert printed.err.endswith(".\n")
    assert not (tmp_path / "out").exists()


def write_odd(folder: Path) -> None:
    """Tables that are whole and yet cannot be learnt from, and files that are not whole."""
    rows = range(5_000)
    odd = {
        "none": "",
        "same": "a",
        "endless": ["inf", *rows[1:]],
        "huge": ["1e308", *rows[1:]],
        "name": [f"n{row}" for row in rows],
    }
    pd.DataFrame({"size": [row % 7 for row in rows], **odd}).to_csv(folder / "odd.csv", index=False)
    (folder / "row.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / "column.csv").write_text("b\n1\n2\n", encoding="utf-8")
    wide = [",".join(f"c{place}" for place in range(10_000)), ",".join(["1"] * 10_000)]
    (folder / "wide.csv").write_text("\n".join(wide) + "\n", encoding="utf-8")
    (folder / "half.parquet").write_bytes(b"PAR1" + bytes(400))
    marked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1_000) + "EncryptedPackage".encode("utf-16-le")
    (folder / "secret.xlsx").write_bytes(marked)


def code(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


def test_each_task_is_learnt_alone_if_asked_and_set_beside(
    csv_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A training stands for each: what it leaves are errors, half as large together as alone."""
    errors = np.random.default_rng(0).gamma(2, 1, 40)

    def run(dataset: Path, experiment: Experiment, folder: Path, observer: ProgressBar) -> RunSummary:
        leave_errors(folder, experiment, errors / len(experiment.tasks))
        observer.report(EpochEvent(epoch=1, validation={"t0": len(experiment.tasks) / 10}))
        return RunSummary(seconds=1.0)

    monkeypatch.setattr("mtl_core.workflow.job", SimpleNamespace(run=run), raising=False)
    asked = ["train", str(csv_file), "--target", "size", "--target", "price", "--out", str(tmp_path / "out")]
    assert main([*asked, "--alone"]) == 0
    told = capsys.readouterr()
    assert "1 of 2: size alone, seed 0\n" in told.err
    assert "Sharing helped size: off by " in told.out
    assert "Over 2 tasks, together is 50.0% better than alone on average (Δm; 95% interval " in told.out
    found = json.loads((tmp_path / "out" / "sharing.json").read_bytes())
    assert [each["task"] for each in found["tasks"]] == ["size", "price"]
    assert found["delta_m"]["value"] == pytest.approx(0.5)
    assert not (tmp_path / "out" / "alone").exists()
    curves = read_history(tmp_path / "out").alone
    assert {task: [epoch.validation["t0"] for epoch in told] for task, told in curves.items()} == {
        "size": [0.1],
        "price": [0.1],
    }
    assert main(asked) == 0
    assert not (tmp_path / "out" / "sharing.json").exists()  # it was of another training
    assert "Sharing" not in capsys.readouterr().out


def test_together_and_alone_are_compared_over_seeds_if_asked(
    csv_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A training stands for each: its error is half as large together as alone, whatever the seed."""

    def run(dataset: Path, experiment: Experiment, folder: Path, observer: object) -> RunSummary:
        folder.mkdir(parents=True, exist_ok=True)
        error = (10 + experiment.training.seed) / len(experiment.tasks)
        names = experiment.task_names
        scores = tuple({"id": f"t{k}", "name": name, "metric": "mae", "value": error} for k, name in enumerate(names))
        return RunSummary(tasks=scores, test={name: {"mae": error} for name in names}, seconds=1.0)

    monkeypatch.setattr("mtl_core.workflow.job", SimpleNamespace(run=run), raising=False)
    asked = ["train", str(csv_file), "--target", "size", "--target", "price", "--out", str(tmp_path / "out")]
    assert main([*asked, "--alone", "--seeds", "3"]) == 0
    told = capsys.readouterr()
    assert "1 of 8: size alone, seed 0\n" in told.err
    assert "8 of 8: price alone, seed 2\n" in told.err
    assert "Sharing helped size: off by 5.5 together, 11 alone" in told.out
    found = json.loads((tmp_path / "out" / "sharing.json").read_bytes())
    assert [(each["difference"]["covers"], each["difference"]["count"]) for each in found["tasks"]] == [
        ("seeds", 3)
    ] * 2
    for wrong in (["--seeds", "3"], ["--alone", "--seeds", "0"], ["--alone", "--seeds", "11"]):
        assert main([*asked, *wrong]) == 2
        assert "--seeds says how often" in capsys.readouterr().err


def leave_errors(folder: Path, experiment: Experiment, errors: npt.NDArray[np.float64]) -> None:
    """What a training leaves whose tasks all have these absolute errors."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = np.arange(len(errors))
    beside = Difference(value=1.0, low=None, high=None, covers="rows", count=40, telling=40)
    guessing = Rival(id="guessing", title="Guessing", value=4.0, difference=beside)
    tasks = tuple(
        TaskVerdict(id=f"t{slot}", name=name, metric="mae", value=1.0, guessing=guessing)
        for slot, name in enumerate(experiment.task_names)
    )
    samples = {task.id: (rows, Ratio(errors, np.ones(len(errors)))) for task in tasks}
    tabulate_samples(rows, None, samples).to_parquet(folder / SAMPLES)
    (folder / VERDICTS).write_text(Verdicts(tasks=tasks).model_dump_json())
    (folder / "bundle.zip").touch()


def test_one_task_is_alone_already(csv_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["train", str(csv_file), "--target", "size", "--out", str(tmp_path / "out"), "--alone"]
    assert main(asked) == 2
    assert "needs two tasks or more and split.test above 0, but the number of tasks is 1" in capsys.readouterr().err
    assert main([*asked, "--target", "price", "--set", "split.test=0"]) == 2
    assert "split.test is 0." in capsys.readouterr().err
