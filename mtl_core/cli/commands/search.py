"""Find better settings on a table."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mtl_core.cli.arguments import add_bundle, add_request
from mtl_core.cli.commands.command import Command
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.requesting import read_request
from mtl_core.cli.speaking import say
from mtl_core.cli.trained import move, write
from mtl_core.experiment import Experiment
from mtl_core.loading import quiet
from mtl_core.records.budget import Budget
from mtl_core.records.searches import Search
from mtl_core.records.summary import RunSummary
from mtl_core.search.sentences import JUDGED_BY, tell_cost, tell_end, tell_outcome
from mtl_core.wording import printable

_TRIALS = 20
_MORE = """\
Learning rate, width, depth, dropout, way of sharing and balancing are sought, from the settings that the experiment has
(--experiment, --set), which are the first trial. A trial is judged by the validation rows alone, and given up where it
is hopeless. Then the best settings are trained beside yours and compared on the test rows.

DIR gets search.json with all trials, and of the best settings what train leaves. The same command again goes on, with
more trials if more are asked for."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table and what is learnt from it, how long to search, and where the best network goes."""
    add_request(parser)
    told = "how many trials in all, {trials} if neither is given"
    parser.add_argument("--trials", type=int, metavar="N", help=told.format(trials=_TRIALS))
    parser.add_argument("--minutes", type=float, metavar="M", help="how long trials may take in all")
    add_bundle(parser)


def _search(options: argparse.Namespace) -> None:
    """Try settings, train the best beside the person's own; DIR gets the search, and the network of the best."""
    budget = Budget(_TRIALS if options.trials is None and options.minutes is None else options.trials, options.minutes)
    out: Path = options.out
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = read_request(options, Path(workspace))
        with quiet():
            from mtl_core.workflow import searching

        @contextmanager
        def follow(sentence: str) -> Iterator[ProgressBar]:
            say([sentence])
            with ProgressBar(experiment.training.epochs) as progress:
                yield progress

        def tell(search: Search) -> None:
            say([tell_end(search), *tell_cost(search, budget)])

        def leave(folder: Path, best: Experiment, summary: RunSummary) -> None:
            write(folder, best, summary, options.no_example_rows)
            move(folder, out)

        say([JUDGED_BY])
        audience = searching.Audience(follow, tell, leave)
        found = searching.search(dataset.folder, experiment, out, budget, audience)
        for name in (searching.OWN, searching.BEST):
            shutil.rmtree(out / name, ignore_errors=True)
    print(printable("\n".join(tell_outcome(found))))


COMMAND = Command(
    "search",
    9,
    "find better settings on a table",
    _add_arguments,
    _search,
    _MORE,
    stopped="Stopped; the same command goes on from here.",
)
