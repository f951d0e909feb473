"""Compare balancing methods on a table."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from mtl_core.cli.arguments import add_request
from mtl_core.cli.commands.command import Command
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.requesting import read_request
from mtl_core.cli.speaking import say
from mtl_core.comparison.comparing import Done, entries, lines, report
from mtl_core.quieting import quiet
from mtl_core.temporary import replace
from mtl_core.wording import printable
from mtl_core.workflow.comparison_cache import ComparisonCache


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table and what is learnt from it, the methods and how often each is tried."""
    add_request(parser)
    parser.add_argument("--methods", nargs="+", required=True, metavar="KIND", help="1 to 5 of balancing.kind")
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="how many runs each has; 3 if not given")
    parser.add_argument("--out", type=Path, required=True, metavar="comparison.json")


def _compare(options: argparse.Namespace) -> None:
    """Train with each method and seed, and every task alone; ``options.out`` gets what they come to.

    Runs that an earlier, interrupted call has finished are not trained again.
    """
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = read_request(options, Path(workspace))
        first = experiment.training.seed
        wanted = entries(experiment, options.methods, range(first, first + options.seeds))
        with quiet():
            from mtl_core.workflow import job
        halfway = ComparisonCache(options.out, dataset.id)
        done: list[Done] = []
        for number, entry in enumerate(wanted, 1):
            summary = halfway.summary(entry.experiment)
            known = " (done before)" if summary else ""
            say([f"{number} of {len(wanted)}: {entry.name}{known}"])
            if summary is None:
                with ProgressBar(entry.experiment.training.epochs) as progress:
                    folder = halfway.folder(entry.experiment)
                    summary = job.run(dataset.folder, entry.experiment, folder, progress)
                halfway.keep(entry.experiment, summary)
            done.append((entry, summary))
    replace(options.out, json.dumps(report(done), ensure_ascii=False, indent=2, allow_nan=False).encode())
    halfway.clear()
    print(printable("\n".join(lines(done))))


COMMAND = Command(
    "compare",
    2,
    "compare balancing methods on a table",
    _add_arguments,
    _compare,
    stopped="Stopped; the same command goes on from here.",
)
