"""Predict the rows of a table with a trained bundle."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from mtl_core.cli.arguments import add_reading
from mtl_core.cli.commands.command import Command
from mtl_core.cli.speaking import say
from mtl_core.cli.trained import bundle_at
from mtl_core.evaluation.predicting import predict_rows, training_formats
from mtl_core.exporting.contents import contents
from mtl_core.loading import quiet
from mtl_core.preparation.experiment_request import reading
from mtl_core.tables.intake.uploads import read_rows
from mtl_core.temporary import replace


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The bundle, the table, and the file of answers."""
    parser.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    parser.add_argument("table", type=Path, metavar="TABLE")
    add_reading(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="predictions.csv")


def _predict(options: argparse.Namespace) -> None:
    """Predict the rows of a table with a trained bundle.

    Texts are quoted and numbers are exact. A text that a spreadsheet would take for a formula stays as it is: this file
    is for programs.
    """
    found = contents(bundle_at(options.bundle))
    rows = read_rows(options.table, options.table.name, training_formats(found.space), reading(options.read))
    with quiet():
        from mtl_core.exporting.bundle import rebuild
    answered = predict_rows(found.manifest.experiment, found.space, rows, rebuild(found).outputs)
    say(answered.remarks)
    text = answered.answers.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    replace(options.out, text.encode())


COMMAND = Command("predict", 5, "predict the rows of a table", _add_arguments, _predict)
