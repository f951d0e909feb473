"""Say what stands against a training, or should be known before it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from mtl_core.cli.arguments import add_request
from mtl_core.cli.commands.command import Command
from mtl_core.cli.requesting import read_request
from mtl_core.preparation.preparing import columns
from mtl_core.tables.splits.splitting import split
from mtl_core.wording import printable

_MORE = """\
Takes the arguments of train, and trains nothing. Whatever should be known is told as train tells it, on stderr; what
stands against the training ends the command with exit code 2; how the rows are dealt is printed."""


def _check(options: argparse.Namespace) -> None:
    """Print how the rows are dealt, once the request stands."""
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = read_request(options, Path(workspace))
        parts = split(dataset.values(experiment, columns(experiment)), experiment)
    print(printable("\n".join([parts.sentence(), *parts.notes])))


COMMAND = Command("check", 0, "say what should be known before a training", add_request, _check, _MORE)
