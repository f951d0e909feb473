"""Tell who helps whom among the tasks of a trained network, or of one that is trained for it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from mtl_core.cli.arguments import add_request
from mtl_core.cli.commands.command import Command
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.requesting import read_request
from mtl_core.errors import DataError
from mtl_core.loading import quiet
from mtl_core.records.affinity import Affinities, Affinity
from mtl_core.runs.results import read_affinities
from mtl_core.temporary import replace
from mtl_core.verdict.affinities import format_affinity
from mtl_core.wording import printable

_NONE = (
    '"{name}" tells of no affinity between tasks: expected a training of two or more tasks that share weights, over at '
    "least 8 epochs; train again with such, or name a table."
)
_MORE = """\
DIR is what train left; its affinity.json is read and nothing is trained. A TABLE is trained on, with the arguments of
train. A line tells by which share of its loss each task gets better by a step on that task alone, with half the width
of the 95% interval; it is measured now and then while the network trains."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder or the table and what is learnt from it, and the file."""
    add_request(parser, "DIR_OR_TABLE")
    parser.add_argument("--out", type=Path, metavar="affinity.json", help="a file to write it to, besides")


def _tell_affinity(options: argparse.Namespace) -> None:
    """Print the table and the sentence; ``options.out`` gets all of it as JSON."""
    found = _read(options)
    print(printable("\n".join([*_lines(found), found.sentence()])))
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        replace(options.out, found.model_dump_json(indent=2).encode())


def _read(options: argparse.Namespace) -> Affinities:
    """What is known of the folder, or is found by a training. Raises MTLError."""
    name = options.tables[0].name
    if options.tables[0].is_dir():
        found = read_affinities(options.tables[0])
    else:
        with tempfile.TemporaryDirectory() as workspace:
            dataset, experiment = read_request(options, Path(workspace))
            with quiet():
                from mtl_core.workflow import job
            folder = Path(workspace) / "affinity"
            with ProgressBar(experiment.training.epochs) as progress:
                job.run(dataset.folder, experiment, folder, progress)
            found = read_affinities(folder)
    if found is None:
        raise DataError(_NONE.format(name=name))
    return found


def _lines(known: Affinities) -> list[str]:
    """A line for each task that is learnt, a column for each that is helped."""
    head = ["learning", *(f"helps {name}" for name in known.tasks)]
    rows = [
        [name, *("–" if one == other else _cell(cell) for other, cell in enumerate(row))]
        for one, (name, row) in enumerate(zip(known.tasks, known.ahead, strict=True))
    ]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    aligned = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    return [line.rstrip() for line in aligned]


def _cell(cell: Affinity | None) -> str:
    if cell is None:
        return "no labels in common"
    half = "" if cell.high is None else f" ± {format_affinity(cell.high - cell.value).removeprefix('+')}"
    return f"{format_affinity(cell.value)}{half}"


COMMAND = Command("affinity", 9, "tell which tasks help which", _add_arguments, _tell_affinity, _MORE)
