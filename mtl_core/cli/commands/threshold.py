"""Have a trained network say yes from another probability on."""

from __future__ import annotations

import argparse
from pathlib import Path

from mtl_core.cli.commands.command import Command
from mtl_core.cli.speaking import say
from mtl_core.cli.trained import bundle_at
from mtl_core.errors import ExperimentError
from mtl_core.runs.thresholds import choose_for_bundle, read_space


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The bundle, the task and the probability."""
    parser.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    parser.add_argument("--task", required=True, metavar="NAME", help="a yes-no column that it predicts")
    parser.add_argument("--from", type=float, required=True, dest="least", metavar="P", help="above 0 and below 1")


def _choose(options: argparse.Namespace) -> None:
    """Write it into the bundle, whose own predict.py keeps to it as well."""
    path = bundle_at(options.bundle)
    names = [target.name for target in read_space(path).targets]
    if options.task not in names:
        template = 'The network has no task "{name}"; choose one of {names}.'
        raise ExperimentError(template.format(name=options.task, names=", ".join(names)))
    slot = names.index(options.task)
    choose_for_bundle(path, slot, options.least)
    say(read_space(path).targets[slot].chosen)


COMMAND = Command("threshold", 4, "have a trained network say yes from another probability on", _add_arguments, _choose)
