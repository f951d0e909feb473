"""The arguments that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_bundle(parser: argparse.ArgumentParser) -> None:
    """Where the trained network goes, and what of the table goes with it."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--no-example-rows",
        action="store_true",
        help="leave the rows of the table out of bundle.zip that its verify.py proves it by, up to 32",
    )


def add_request(parser: argparse.ArgumentParser, name: str = "TABLE") -> None:
    """What names a table and says what is to be learnt from it."""
    parser.add_argument("tables", type=Path, nargs="+", metavar=name)
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
    add_reading(parser)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """What overrules how a table is read."""
    parser.add_argument(
        "--read", action="append", default=[], metavar="field=value", help="how to read the table, as footer=drop"
    )
