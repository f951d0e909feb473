"""Write all that is known of a trained network as one file."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from mtl_core.cli.commands.command import Command
from mtl_core.cli.speaking import say
from mtl_core.reports.findings import gather
from mtl_core.reports.page import write_html
from mtl_core.runs.results import read_history
from mtl_core.temporary import replace


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder that a training left, and the file."""
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="report.html", help=".json for the same as data")


def _report(options: argparse.Namespace) -> None:
    """Write the report as a page that needs no network, or as JSON where the file's name ends so."""
    found = gather(options.folder, read_history(options.folder))
    say(found.notes)
    write = found.to_json if options.out.suffix.lower() == ".json" else partial(write_html, found)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    replace(options.out, write())


COMMAND = Command("report", 7, "write all that is known of a trained network as one file", _add_arguments, _report)
