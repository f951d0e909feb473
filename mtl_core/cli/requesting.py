"""The table and the experiment that the arguments of a command ask for."""

from __future__ import annotations

import argparse
from pathlib import Path

from mtl_core.cli.speaking import say
from mtl_core.experiment import Experiment
from mtl_core.preparation.experiment_request import reading, request_experiment
from mtl_core.preparation.preparing import relate_tasks
from mtl_core.tables.checks.experiment_checks import require, require_rows
from mtl_core.tables.checks.losses import of_columns, warnings
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in_together


def read_request(options: argparse.Namespace, workspace: Path) -> tuple[Dataset, Experiment]:
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
