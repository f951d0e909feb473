"""Train on a table."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from mtl_core.cli.arguments import add_bundle, add_request
from mtl_core.cli.commands.command import Command
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.requesting import read_request
from mtl_core.cli.speaking import say
from mtl_core.cli.trained import leave_in, tell, write
from mtl_core.comparison.comparing import list_twins
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.quieting import quiet
from mtl_core.runs.results import SHARING
from mtl_core.tables.dataset import Dataset
from mtl_core.temporary import replace
from mtl_core.verdict.sharing import compare_with_alone

_MORE = """\
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

DIR gets experiment.json, metrics.json, history.json, bundle.zip and what was judged. With split.test=0, "test" in
metrics.json is {}."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table and what is learnt from it, and where the network goes."""
    add_request(parser)
    add_bundle(parser)
    parser.add_argument(
        "--alone",
        action="store_true",
        help="also learn each task alone, to judge whether sharing helps; DIR gets sharing.json besides",
    )


def _train(options: argparse.Namespace) -> None:
    """Train on a table; DIR gets the settings, the metrics, the verdict and the bundle, once all are complete."""
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = read_request(options, Path(workspace))
        if options.alone:
            _require_twins(experiment)
        with quiet():
            from mtl_core.workflow import job  # here, because it loads TensorFlow, which takes seconds
        with leave_in(options.out) as folder, ProgressBar(experiment.training.epochs) as progress:
            summary = job.run(dataset.folder, experiment, folder, progress)
            write(folder, experiment, summary, options.no_example_rows, progress)
            if options.alone:
                _learn_alone(dataset, experiment, folder)
    tell(options.out)


def _learn_alone(dataset: Dataset, experiment: Experiment, folder: Path) -> None:
    """Train the twins of the run in ``folder``, and leave there what sharing did."""
    from mtl_core.workflow import job

    entries, folders = list_twins(experiment), {}
    for number, entry in enumerate(entries, 1):
        say([f"{number} of {len(entries)}: {entry.name}"])
        (name,) = entry.experiment.task_names
        folders[name] = folder / "alone" / str(number)
        with ProgressBar(entry.experiment.training.epochs) as progress:
            job.run(dataset.folder, entry.experiment, folders[name], progress)
    found = compare_with_alone(folder, folders)
    replace(folder / SHARING, found.model_dump_json().encode())


def _require_twins(experiment: Experiment) -> None:
    if len(experiment.tasks) < 2 or not experiment.split.test:
        raise ExperimentError(
            "--alone sets several tasks beside networks that learn one, on test rows; it needs two tasks or more and "
            f"split.test above 0, but the number of tasks is {len(experiment.tasks)} and split.test is "
            f"{experiment.split.test:g}."
        )


COMMAND = Command("train", 1, "train on a table", _add_arguments, _train, _MORE)
