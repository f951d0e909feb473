"""Tell the columns of a table, and what the product takes each for."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from mtl_core.cli.arguments import add_reading
from mtl_core.cli.commands.command import Command
from mtl_core.preparation.experiment_request import reading
from mtl_core.tables.intake.uploads import take_in


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table, and how it is read."""
    parser.add_argument("table", type=Path, metavar="TABLE")
    add_reading(parser)


def _tell(options: argparse.Namespace) -> None:
    """Print a line for each column."""
    with tempfile.TemporaryDirectory() as workspace:
        dataset = take_in(options.table, options.table.name, Path(workspace), reading(options.read))
        for column in dataset.columns:
            print(f"{column.name}: {column.kind}")


COMMAND = Command("columns", 9, "tell the columns of a table", _add_arguments, _tell)
