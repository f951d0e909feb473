"""Teach a trained network another task."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from mtl_core.cli.arguments import add_bundle, add_reading
from mtl_core.cli.commands.command import Command
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.speaking import say
from mtl_core.cli.trained import bundle_at, leave_in, tell, write
from mtl_core.exporting.contents import contents
from mtl_core.loading import quiet
from mtl_core.preparation.experiment_request import extend_experiment, reading
from mtl_core.tables.checks.losses import of_columns
from mtl_core.tables.intake.uploads import take_in_together


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The bundle, the table with the new task's labels, and where the whole network goes."""
    parser.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    parser.add_argument("table", type=Path, metavar="TABLE")
    parser.add_argument("--target", required=True, metavar="NAME[:KIND]", help="the column to predict besides")
    parser.add_argument(
        "--tune", action="store_true", help="let all tasks learn on, from a table with the labels of all"
    )
    parser.add_argument("--set", action="append", default=[], metavar="path=value", help="a setting to change")
    add_reading(parser)
    add_bundle(parser)


def _extend(options: argparse.Namespace) -> None:
    """Teach a bundle's network another task; DIR gets what ``train`` leaves there, of the whole network."""
    bundle = bundle_at(options.bundle)
    before = contents(bundle).manifest.experiment
    with tempfile.TemporaryDirectory() as workspace:
        dataset = take_in_together([(options.table.name, options.table)], Path(workspace), reading(options.read))
        say(dataset.report.losses)
        experiment = extend_experiment(dataset, before, options.target, options.set)
        say(of_columns(dataset, experiment))
        with quiet():
            from mtl_core.workflow import job
        with leave_in(options.out) as folder, ProgressBar(experiment.training.epochs) as progress:
            summary = job.extend(bundle, dataset.folder, experiment, folder, progress, frozen=not options.tune)
            write(folder, experiment, summary, options.no_example_rows, progress)
    tell(options.out)


COMMAND = Command("extend", 3, "teach a trained network another task", _add_arguments, _extend)
