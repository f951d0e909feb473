"""The commands and their arguments."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn, TypeAlias

import mtl_core
from mtl_core.cli import commands
from mtl_core.cli.speaking import say
from mtl_core.exporting.members import FORMATS
from mtl_core.processes.web_server import serve

_TRAIN_HELP = """\
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

DIR gets experiment.json, metrics.json and bundle.zip. With split.test=0, "test" in metrics.json is {}."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence and leave with exit code 2."""
        say([f"{message[:1].upper()}{message[1:]}; see {self.prog} --help."])
        sys.exit(2)


_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def _name() -> str:
    """What the command was called by."""
    called = Path(sys.argv[0]).name
    return "python -m mtl_core" if called in ("__main__.py", "-m") else called


def make_parser() -> argparse.ArgumentParser:
    """All commands and their arguments; ``command`` of what it parses does the work."""
    parser = Parser(prog=_name(), description="Train one network on several tasks, and predict with it.")
    parser.add_argument("--version", action="version", version=f"MTL Studio {mtl_core.__version__}")
    parser.set_defaults(stopped="Stopped; nothing was written.")
    known = parser.add_subparsers(required=True, metavar="train|compare|extend|export|predict|serve|fetch|recover")
    _add_training(known)
    _add_using(known)
    _add_upkeep(known)
    return parser


def _add_upkeep(known: _Commands) -> None:
    """The commands around the work: serve, fetch and recover."""
    serving = known.add_parser("serve", help="serve the pages, to use in a browser")
    serving.set_defaults(command=lambda options: serve(options.address, options.port, options.host))
    serving.add_argument("--address", default="127.0.0.1", help="127.0.0.1 if not given: this machine alone")
    serving.add_argument("--host", action="append", default=[], metavar="NAME", help="a name that others reach it by")
    serving.add_argument("--port", type=int, default=8501, help="8501 if not given")
    fetching = known.add_parser("fetch", help="bring a pretrained text encoder by its name")
    fetching.set_defaults(command=commands.fetch)
    fetching.add_argument("name", metavar="NAME", help="such as bert_tiny_en_uncased, or hf://USER/MODEL")
    recovering = known.add_parser("recover", help="list runs again whose records were damaged or lost")
    recovering.set_defaults(command=commands.recover)


def _add_training(known: _Commands) -> None:
    """The commands that learn from a table: train and compare."""
    raw = argparse.RawDescriptionHelpFormatter
    training = known.add_parser("train", help="train on a table", formatter_class=raw, epilog=_TRAIN_HELP)
    training.set_defaults(command=commands.train)
    _add_request(training)
    _add_bundle(training)
    comparing = known.add_parser("compare", help="compare balancing methods on a table")
    comparing.set_defaults(command=commands.compare, stopped="Stopped; the same command goes on from here.")
    _add_request(comparing)
    comparing.add_argument("--methods", nargs="+", required=True, metavar="KIND", help="1 to 5 of balancing.kind")
    comparing.add_argument("--seeds", type=int, default=3, metavar="N", help="how many runs each has; 3 if not given")
    comparing.add_argument("--out", type=Path, required=True, metavar="comparison.json")


def _add_using(known: _Commands) -> None:
    """The commands that begin with a bundle: extend, export and predict."""
    extending = known.add_parser("extend", help="teach a trained network another task")
    extending.set_defaults(command=commands.extend)
    extending.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    extending.add_argument("table", type=Path, metavar="TABLE")
    extending.add_argument("--target", required=True, metavar="NAME[:KIND]", help="the column to predict besides")
    extending.add_argument(
        "--tune", action="store_true", help="let all tasks learn on, from a table with the labels of all"
    )
    extending.add_argument("--set", action="append", default=[], metavar="path=value", help="a setting to change")
    _add_reading(extending)
    _add_bundle(extending)
    exporting = known.add_parser("export", help="write a trained network in a format of its own")
    exporting.set_defaults(command=commands.export)
    exporting.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    told = "; ".join(f"{name}: {format_.purpose}" for name, format_ in FORMATS.items())
    exporting.add_argument("--format", choices=FORMATS, required=True, help=told)
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE")
    predicting = known.add_parser("predict", help="predict the rows of a table")
    predicting.set_defaults(command=commands.predict)
    predicting.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    predicting.add_argument("table", type=Path, metavar="TABLE")
    _add_reading(predicting)
    predicting.add_argument("--out", type=Path, required=True, metavar="predictions.csv")


def _add_bundle(parser: argparse.ArgumentParser) -> None:
    """Where the trained network goes, and what of the table goes with it."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--no-example-rows",
        action="store_true",
        help="leave the rows of the table out of bundle.zip that its verify.py proves it by, up to 32",
    )


def _add_request(parser: argparse.ArgumentParser) -> None:
    """What names a table and says what is to be learnt from it."""
    parser.add_argument("tables", type=Path, nargs="+", metavar="TABLE")
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
    _add_reading(parser)


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """What overrules how a table is read."""
    parser.add_argument(
        "--read", action="append", default=[], metavar="field=value", help="how to read the table, as footer=drop"
    )
