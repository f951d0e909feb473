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
from mtl_core.comparison.comparing import MOST_SEEDS, TOGETHER, Entry, list_twins
from mtl_core.comparison.twins import group_by_seed, list_further_seeds
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.loading import quiet
from mtl_core.records.summary import RunSummary
from mtl_core.runs.results import HISTORY, SHARING, read_history
from mtl_core.tables.dataset import Dataset
from mtl_core.temporary import replace
from mtl_core.verdict.sharing import compare_with_alone
from mtl_core.verdict.sharing_over_seeds import compare_over_seeds

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
    told = "how many seeds --alone compares with, each of which deals other rows; 1 if not given"
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help=told)


def _train(options: argparse.Namespace) -> None:
    """Train on a table; DIR gets the settings, the metrics, the verdict and the bundle, once all are complete."""
    _require_seeds(options)
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
                _learn_alone(dataset, experiment, summary, folder, options.seeds)
    tell(options.out)


def _learn_alone(dataset: Dataset, experiment: Experiment, summary: RunSummary, folder: Path, seeds: int) -> None:
    """Train the twins of the run in ``folder``, with further seeds the run again, too, and leave there what sharing
    did, over the test rows or over several seeds, and the curves of the twins."""
    from mtl_core.workflow import job

    twins, done = list_twins(experiment), [(Entry(TOGETHER, experiment), summary)]
    entries, folders, curves = (*twins, *list_further_seeds(experiment, seeds)), {}, {}
    for number, entry in enumerate(entries, 1):
        say([f"{number} of {len(entries)}: {entry.name}"])
        into = folder / "alone" / str(number)
        with ProgressBar(entry.experiment.training.epochs) as progress:
            done.append((entry, job.run(dataset.folder, entry.experiment, into, progress)))
        if entry in twins:
            (task,) = entry.experiment.task_names
            folders[task], curves[task] = into, tuple(progress.epochs)
    told = read_history(folder).model_copy(update={"alone": curves})
    replace(folder / HISTORY, told.model_dump_json().encode())
    found = compare_with_alone(folder, folders) if seeds == 1 else compare_over_seeds(group_by_seed(done))
    replace(folder / SHARING, found.model_dump_json().encode())


def _require_seeds(options: argparse.Namespace) -> None:
    if not 1 <= options.seeds <= MOST_SEEDS or (options.seeds > 1 and not options.alone):
        raise ExperimentError(
            f"--seeds says how often together and --alone are trained; expected 1 to {MOST_SEEDS}, and --alone where "
            f"it is above 1, received {options.seeds}."
        )


def _require_twins(experiment: Experiment) -> None:
    if len(experiment.tasks) < 2 or not experiment.split.test:
        raise ExperimentError(
            "--alone sets several tasks beside networks that learn one, on test rows; it needs two tasks or more and "
            f"split.test above 0, but the number of tasks is {len(experiment.tasks)} and split.test is "
            f"{experiment.split.test:g}."
        )


COMMAND = Command("train", 1, "train on a table", _add_arguments, _train, _MORE)
