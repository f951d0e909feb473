"""The command line, ``python -m mtl_core train …``, ``compare …``, ``extend …`` and ``predict …``: it reads arguments
and calls what does the work.

Exit codes: 0 done, 2 bad input (one sentence on stderr), 130 stopped with Ctrl-C. Whatever the code, the files
asked for are complete or absent.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

import mtl_core
from mtl_core import disk
from mtl_core.comparison.comparing import Done, entries, lines, report
from mtl_core.errors import MTLError, TrainingError
from mtl_core.evaluation.predicting import predict_rows, training_formats
from mtl_core.experiment import Experiment
from mtl_core.exporting.archive import replace
from mtl_core.exporting.contents import contents, refusing
from mtl_core.exporting.members import FORMATS
from mtl_core.preparation.experiment_request import extend_experiment, reading, request_experiment
from mtl_core.preparation.preparing import relate_tasks
from mtl_core.processes.web_server import serve
from mtl_core.quieting import quiet
from mtl_core.records.commands import Command
from mtl_core.records.events import EpochEvent, Event, NoteEvent, PhaseEvent, ProgressEvent, StateEvent
from mtl_core.runs import recovery
from mtl_core.runs.results import example_rows, without_example_rows
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.checks.experiment_checks import require, require_rows
from mtl_core.tables.checks.losses import of_columns, warnings
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import read_rows, take_in_together
from mtl_core.temporary import prefix
from mtl_core.wording import printable
from mtl_core.workflow.comparison_cache import ComparisonCache

_TRAIN_HELP = """\
TABLE is a table, a file of tagged tokens (CoNLL), a .zip with a folder of texts for each label, or two files: texts,
one a line, and as many labels, as in: train texts.txt labels.csv --target label …
KIND is binary, multiclass, multilabel (cells such as "sport;politics"; [] is no label, an empty cell is missing), tags
(a tag for each token of a text, set apart by blanks; tasks.NAME.tokens names the text) or regression; without it, the
kind is inferred from the column. --join topics sport politics makes the yes-no columns sport and politics one
multilabel task.
--set reaches every field of the experiment, for example training.epochs=20, sharing.depth=0, split.test=0.3,
balancing.weights.NAME=2, columns.NAME.kind=category. A FILE.json may leave out any group: columns are
then inferred, tasks taken from --target, and the rest is the default.

--read overrules how the table is read: skip_lines=2, header=no, header_rows=2, footer=drop (totals below the table),
delimiter=;, encoding=cp1252, decimal=, …

DIR gets experiment.json, metrics.json and bundle.zip. With split.test=0, "test" in metrics.json is {}."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence and leave with exit code 2."""
        _say([f"{message[:1].upper()}{message[1:]}; see {self.prog} --help."])
        sys.exit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    options = _parser().parse_args(arguments)
    try:
        options.command(options)
    except MTLError as error:
        _say([str(error)])
        return 2
    except OSError as error:
        _say([disk.sentence(error)])
        return 2
    except KeyboardInterrupt:
        _say([options.stopped])
        return 130
    return 0


def train(options: argparse.Namespace) -> None:
    """Train on a table; DIR gets the settings, the metrics and the bundle, once all of them are complete."""
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = _asked(options, Path(workspace))
        with quiet():
            from mtl_core.workflow import job  # here, because it loads TensorFlow, which takes seconds
        with _left_in(options.out) as folder, Progress(experiment.training.epochs) as progress:
            _write(folder, experiment, job.run(dataset.folder, experiment, folder, progress), options.no_example_rows)


def compare(options: argparse.Namespace) -> None:
    """Train with each method and seed, and every task alone; ``options.out`` gets what they come to.

    Runs that an earlier, interrupted call has finished are not trained again.
    """
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = _asked(options, Path(workspace))
        first = experiment.training.seed
        wanted = entries(experiment, options.methods, range(first, first + options.seeds))
        with quiet():
            from mtl_core.workflow import job
        halfway = ComparisonCache(options.out, dataset.id)
        done: list[Done] = []
        for number, entry in enumerate(wanted, 1):
            summary = halfway.summary(entry.experiment)
            known = " (done before)" if summary else ""
            _say([f"{number} of {len(wanted)}: {entry.name}{known}"])
            if summary is None:
                with Progress(entry.experiment.training.epochs) as progress:
                    folder = halfway.folder(entry.experiment)
                    summary = job.run(dataset.folder, entry.experiment, folder, progress)
                halfway.keep(entry.experiment, summary)
            done.append((entry, summary))
    replace(options.out, json.dumps(report(done), ensure_ascii=False, indent=2, allow_nan=False).encode())
    halfway.clear()
    print(printable("\n".join(lines(done))))


def _asked(options: argparse.Namespace, workspace: Path) -> tuple[Dataset, Experiment]:
    """The table, and the experiment on it that the arguments ask for. Raises DataError and ExperimentError."""
    dataset = take_in_together([(file.name, file) for file in options.tables], workspace, reading(options.read))
    _say(dataset.report.losses)
    require_rows(dataset)
    experiment = request_experiment(
        dataset, options.target, options.ignore, options.experiment, options.set, options.join
    )
    if options.relate:
        experiment = relate_tasks(dataset, experiment)
    _say(of_columns(dataset, experiment))
    require(dataset, experiment)
    _say(warnings(dataset, experiment))
    return dataset, experiment


def _say(sentences: Iterable[str]) -> None:
    """Tell on stderr what should be known, a line each."""
    for sentence in sentences:
        print(printable(sentence), file=sys.stderr)


@contextmanager
def _left_in(out: Path) -> Iterator[Path]:
    """A folder for experiment.json, metrics.json and bundle.zip, which are moved to ``out`` once all are complete."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=prefix(), dir=out) as folder:
        yield Path(folder)
        for name in ("experiment.json", "metrics.json", "bundle.zip"):
            Path(folder, name).replace(out / name)


def _write(folder: Path, experiment: Experiment, summary: Mapping[str, Any], no_example_rows: bool) -> None:
    """Leave experiment.json and metrics.json in ``folder``, and take the table's rows out of bundle.zip if asked to."""
    metrics = {name: summary[name] for name in ("test", "validation", "seconds")}
    (folder / "experiment.json").write_text(experiment.to_json() + "\n", encoding="utf-8")
    text = json.dumps(metrics, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8")
    if no_example_rows:
        replace(folder / "bundle.zip", without_example_rows(folder / "bundle.zip"))


def extend(options: argparse.Namespace) -> None:
    """Teach a bundle's network another task; DIR gets what ``train`` leaves there, of the whole network."""
    bundle = _bundle(options.bundle)
    before = contents(bundle).manifest.experiment
    with tempfile.TemporaryDirectory() as workspace:
        dataset = take_in_together([(options.table.name, options.table)], Path(workspace), reading(options.read))
        _say(dataset.report.losses)
        experiment = extend_experiment(dataset, before, options.target, options.set)
        _say(of_columns(dataset, experiment))
        with quiet():
            from mtl_core.workflow import job
        with _left_in(options.out) as folder, Progress(experiment.training.epochs) as progress:
            summary = job.extend(bundle, dataset.folder, experiment, folder, progress, frozen=not options.tune)
            _write(folder, experiment, summary, options.no_example_rows)


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
    _say(answered.remarks)
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
    _say([prove(wanted, content, network, held)])
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


class Progress:
    """Shows a training as a bar of epochs on stderr."""

    def __init__(self, epochs: int) -> None:
        bar = "{desc} {percentage:3.0f}%|{bar}| {n:.1f}/{total_fmt} epochs [{elapsed}<{remaining}]{postfix}"
        self._bar = tqdm(total=epochs, desc="preparing", bar_format=bar, file=sys.stderr)

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def report(self, event: Event) -> None:
        """Show an event. Raises TrainingError where training would wait for a person."""
        match event:
            case StateEvent(state="paused", sentence=sentence):
                raise TrainingError(sentence)
            case PhaseEvent(phase=phase):
                self._bar.set_description_str(phase)
            case ProgressEvent(epoch=epoch) | EpochEvent(epoch=epoch):
                self._bar.update(max(0.0, epoch - self._bar.n))
            case NoteEvent(sentence=sentence):
                self._bar.write(printable(sentence), file=sys.stderr)

    def commands(self) -> Sequence[Command]:
        """Nobody commands it but Ctrl-C."""
        return ()


def _name() -> str:
    """What the command was called by."""
    called = Path(sys.argv[0]).name
    return "python -m mtl_core" if called in ("__main__.py", "-m") else called


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog=_name(), description="Train one network on several tasks, and predict with it.")
    parser.add_argument("--version", action="version", version=f"MTL Studio {mtl_core.__version__}")
    parser.set_defaults(stopped="Stopped; nothing was written.")
    commands = parser.add_subparsers(required=True, metavar="serve|train|compare|extend|export|fetch|predict|recover")
    serving = commands.add_parser("serve", help="serve the pages, to use in a browser")
    serving.set_defaults(command=lambda options: serve(options.address, options.port, options.host))
    serving.add_argument("--address", default="127.0.0.1", help="127.0.0.1 if not given: this machine alone")
    serving.add_argument("--host", action="append", default=[], metavar="NAME", help="a name that others reach it by")
    serving.add_argument("--port", type=int, default=8501, help="8501 if not given")
    raw = argparse.RawDescriptionHelpFormatter
    training = commands.add_parser("train", help="train on a table", formatter_class=raw, epilog=_TRAIN_HELP)
    training.set_defaults(command=train)
    _add_request(training)
    _add_bundle(training)
    comparing = commands.add_parser("compare", help="compare balancing methods on a table")
    comparing.set_defaults(command=compare, stopped="Stopped; the same command goes on from here.")
    _add_request(comparing)
    comparing.add_argument("--methods", nargs="+", required=True, metavar="KIND", help="1 to 5 of balancing.kind")
    comparing.add_argument("--seeds", type=int, default=3, metavar="N", help="how many runs each has; 3 if not given")
    comparing.add_argument("--out", type=Path, required=True, metavar="comparison.json")
    extending = commands.add_parser("extend", help="teach a trained network another task")
    extending.set_defaults(command=extend)
    extending.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    extending.add_argument("table", type=Path, metavar="TABLE")
    extending.add_argument("--target", required=True, metavar="NAME[:KIND]", help="the column to predict besides")
    extending.add_argument(
        "--tune", action="store_true", help="let all tasks learn on, from a table with the labels of all"
    )
    extending.add_argument("--set", action="append", default=[], metavar="path=value", help="a setting to change")
    _add_reading(extending)
    _add_bundle(extending)
    exporting = commands.add_parser("export", help="write a trained network in a format of its own")
    exporting.set_defaults(command=export)
    exporting.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    told = "; ".join(f"{name}: {format_.purpose}" for name, format_ in FORMATS.items())
    exporting.add_argument("--format", choices=FORMATS, required=True, help=told)
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE")
    fetching = commands.add_parser("fetch", help="bring a pretrained text encoder by its name")
    fetching.set_defaults(command=fetch)
    fetching.add_argument("name", metavar="NAME", help="such as bert_tiny_en_uncased, or hf://USER/MODEL")
    predicting = commands.add_parser("predict", help="predict the rows of a table")
    predicting.set_defaults(command=predict)
    predicting.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    predicting.add_argument("table", type=Path, metavar="TABLE")
    _add_reading(predicting)
    predicting.add_argument("--out", type=Path, required=True, metavar="predictions.csv")
    recovering = commands.add_parser("recover", help="list runs again whose records were damaged or lost")
    recovering.set_defaults(command=recover)
    return parser


def _add_bundle(parser: argparse.ArgumentParser) -> None:
    """Where the trained network goes, and what of the table goes with it."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--no-example-rows",
        action="store_true",
        help="leave the rows of the table out of bundle.zip that its verify.py proves it by, up to 32",
    )


def _add_request(parser: argparse.ArgumentParser) -> None:
    """What names a table and says what is to be learnt from it."""
    parser.add_argument("tables", type=Path, nargs="+", metavar="TABLE")
    parser.add_argument("--target", action="append", default=[], metavar="NAME[:KIND]", help="a column to predict")
    parser.add_argument(
        "--join", action="append", nargs="+", default=[], metavar="NAME", help="a task's name, its yes-no columns"
    )
    parser.add_argument(
        "--ignore", action="extend", nargs="+", default=[], metavar="NAME", help="columns that are no input"
    )
    parser.add_argument(
        "--relate", action="store_true", help="tell a task graph how strongly the tasks' labels go together"
    )
    parser.add_argument("--experiment", type=Path, metavar="FILE.json", help="settings to start from")
    parser.add_argument("--set", action="append", default=[], metavar="path=value", help="a setting to change")
    _add_reading(parser)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """What overrules how a table is read."""
    parser.add_argument(
        "--read", action="append", default=[], metavar="field=value", help="how to read the table, as footer=drop"
    )


if __name__ == "__main__":
    sys.exit(main())
