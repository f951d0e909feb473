"""What each command does, from its arguments to the files that it leaves."""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.speaking import say
from mtl_core.comparison.comparing import Done, entries, lines, report
from mtl_core.evaluation.predicting import predict_rows, training_formats
from mtl_core.experiment import Experiment
from mtl_core.exporting.contents import contents, refusing
from mtl_core.exporting.members import FORMATS
from mtl_core.preparation.experiment_request import extend_experiment, reading, request_experiment
from mtl_core.preparation.preparing import relate_tasks
from mtl_core.quieting import quiet
from mtl_core.runs import recovery
from mtl_core.runs.results import (
    IMPORTANCE,
    VERDICTS,
    example_rows,
    read_importances,
    read_verdicts,
    without_example_rows,
)
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.checks.experiment_checks import require, require_rows
from mtl_core.tables.checks.losses import of_columns, warnings
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import read_rows, take_in_together
from mtl_core.temporary import prefix, replace
from mtl_core.verdict import sentences
from mtl_core.wording import printable
from mtl_core.workflow.comparison_cache import ComparisonCache


def train(options: argparse.Namespace) -> None:
    """Train on a table; DIR gets the settings, the metrics, the verdict and the bundle, once all are complete."""
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = _read_request(options, Path(workspace))
        with quiet():
            from mtl_core.workflow import job  # here, because it loads TensorFlow, which takes seconds
        with _leave_in(options.out) as folder, ProgressBar(experiment.training.epochs) as progress:
            _write(folder, experiment, job.run(dataset.folder, experiment, folder, progress), options.no_example_rows)
    _tell(options.out)


def compare(options: argparse.Namespace) -> None:
    """Train with each method and seed, and every task alone; ``options.out`` gets what they come to.

    Runs that an earlier, interrupted call has finished are not trained again.
    """
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = _read_request(options, Path(workspace))
        first = experiment.training.seed
        wanted = entries(experiment, options.methods, range(first, first + options.seeds))
        with quiet():
            from mtl_core.workflow import job
        halfway = ComparisonCache(options.out, dataset.id)
        done: list[Done] = []
        for number, entry in enumerate(wanted, 1):
            summary = halfway.summary(entry.experiment)
            known = " (done before)" if summary else ""
            say([f"{number} of {len(wanted)}: {entry.name}{known}"])
            if summary is None:
                with ProgressBar(entry.experiment.training.epochs) as progress:
                    folder = halfway.folder(entry.experiment)
                    summary = job.run(dataset.folder, entry.experiment, folder, progress)
                halfway.keep(entry.experiment, summary)
            done.append((entry, summary))
    replace(options.out, json.dumps(report(done), ensure_ascii=False, indent=2, allow_nan=False).encode())
    halfway.clear()
    print(printable("\n".join(lines(done))))


def _read_request(options: argparse.Namespace, workspace: Path) -> tuple[Dataset, Experiment]:
    """The table, and the experiment on it that the arguments ask for. Raises DataError and ExperimentError."""
    dataset = take_in_together([(file.name, file) for file in options.tables], workspace, reading(options.read))
    say(dataset.report.losses)
    require_rows(dataset)
    experiment = request_experiment(
        dataset, options.target, options.ignore, options.experiment, options.set, options.join
    )
    if options.relate:
        experiment = relate_tasks(dataset, experiment)
    say(of_columns(dataset, experiment))
    require(dataset, experiment)
    say(warnings(dataset, experiment))
    return dataset, experiment


@contextmanager
def _leave_in(out: Path) -> Iterator[Path]:
    """A folder for experiment.json, metrics.json, bundle.zip and, where rows were kept apart to judge, verdict.json and
    importance.json, which are moved to ``out`` once all are complete."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=prefix(), dir=out) as folder:
        yield Path(folder)
        for name in (VERDICTS, IMPORTANCE):
            Path(out, name).unlink(missing_ok=True)  # of an earlier training
        for name in ("experiment.json", "metrics.json", VERDICTS, IMPORTANCE, "bundle.zip"):
            if Path(folder, name).exists():
                Path(folder, name).replace(out / name)


def _write(folder: Path, experiment: Experiment, summary: Mapping[str, Any], no_example_rows: bool) -> None:
    """Leave experiment.json and metrics.json in ``folder``, and take the table's rows out of bundle.zip if asked to."""
    metrics = {name: summary[name] for name in ("test", "validation", "seconds")}
    (folder / "experiment.json").write_text(experiment.to_json() + "\n", encoding="utf-8")
    text = json.dumps(metrics, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8")
    if no_example_rows:
        replace(folder / "bundle.zip", without_example_rows(folder / "bundle.zip"))


def _tell(out: Path) -> None:
    """Say of each task whether anything was learnt, and how it stands to the reference models; then what the answers
    rest on."""
    found = read_verdicts(out)
    for verdict in found.tasks if found else ():
        print(printable(f"{verdict.name}: {sentences.tell_in_full(verdict)}"))
    resting = read_importances(out)
    if resting is not None:
        print(printable(resting.sentence()))


def extend(options: argparse.Namespace) -> None:
    """Teach a bundle's network another task; DIR gets what ``train`` leaves there, of the whole network."""
    bundle = _bundle(options.bundle)
    before = contents(bundle).manifest.experiment
    with tempfile.TemporaryDirectory() as workspace:
        dataset = take_in_together([(options.table.name, options.table)], Path(workspace), reading(options.read))
        say(dataset.report.losses)
        experiment = extend_experiment(dataset, before, options.target, options.set)
        say(of_columns(dataset, experiment))
        with quiet():
            from mtl_core.workflow import job
        with _leave_in(options.out) as folder, ProgressBar(experiment.training.epochs) as progress:
            summary = job.extend(bundle, dataset.folder, experiment, folder, progress, frozen=not options.tune)
            _write(folder, experiment, summary, options.no_example_rows)
    _tell(options.out)


def predict(options: argparse.Namespace) -> None:
    """Predict the rows of a table with a trained bundle.

    Texts are quoted and numbers are exact. A text that a spreadsheet would take for a formula stays as it is: this file
    is for programs.
    """
    found = contents(_bundle(options.bundle))
    rows = read_rows(options.table, options.table.name, training_formats(found.space), reading(options.read))
    with quiet():
        from mtl_core.exporting.bundle import rebuild
    answered = predict_rows(found.manifest.experiment, found.space, rows, rebuild(found).outputs)
    say(answered.remarks)
    text = answered.answers.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    replace(options.out, text.encode())


def export(options: argparse.Namespace) -> None:
    """Write a bundle's network in a format of its own, read it back, and say how many example rows it answers alike."""
    path = _bundle(options.bundle)
    found = contents(path)
    with quiet():
        from mtl_core.exporting.bundle import rebuild
        from mtl_core.exporting.proof import prove

    wanted, network = FORMATS[options.format], rebuild(found)
    content = wanted.to_bytes(network)
    with refusing():
        held = example_rows(path)
    say([prove(wanted, content, network, held)])
    options.out.parent.mkdir(parents=True, exist_ok=True)
    replace(options.out, content)


def fetch(options: argparse.Namespace) -> None:
    """Bring a pretrained encoder into the folder of presets."""
    with quiet():
        from mtl_core.pretrained.fetching import fetch as fetched

        name = fetched(options.name)
    print(f"Use it with --set text.encoder=pretrained --set text.preset={name}")


def recover(_: argparse.Namespace) -> None:
    """List the runs of the workspace again from their folders."""
    print(recovery.recover(Workspace.from_environment()).sentence())


def _bundle(path: Path) -> Path:
    """The bundle at ``path`` or in that folder."""
    return path / "bundle.zip" if path.is_dir() else path
