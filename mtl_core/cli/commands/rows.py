"""Tell how few training rows are enough, together and alone."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from mtl_core.cli.arguments import add_request
from mtl_core.cli.commands.command import Command
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.requesting import read_request
from mtl_core.cli.speaking import say
from mtl_core.comparison.data_shares import SHARES, list_trainings
from mtl_core.loading import quiet
from mtl_core.runs.results import VERDICTS
from mtl_core.temporary import replace
from mtl_core.verdict.data_need_sentences import COVERS, HOW, tell_need
from mtl_core.verdict.data_needs import Training, measure_needs
from mtl_core.verdict.kept import SAMPLES
from mtl_core.wording import format_count, printable
from mtl_core.workflow.comparison_cache import ComparisonCache

_MORE = """\
All tasks together and each alone are learnt from 10, 25, 50 and 100% of the training rows, or from other --shares and
all, and judged on the same test rows. With one seed intervals are over these rows; with several, over the seeds, each
of which deals other rows."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table and what is learnt from it, how often, and the file."""
    add_request(parser)
    told = "of the training rows, beside all of them; 0.1 0.25 0.5 if not given"
    parser.add_argument("--shares", type=float, nargs="+", default=SHARES[:-1], metavar="S", help=told)
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="how many times each is trained; 1 to 10")
    parser.add_argument("--out", type=Path, required=True, metavar="rows.json")


def _tell_rows(options: argparse.Namespace) -> None:
    """Train from each share; ``options.out`` gets the lines, and a sentence a task is printed. Trainings that an
    earlier, interrupted call has finished are not done again."""
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = read_request(options, Path(workspace))
        first = experiment.training.seed
        wanted = list_trainings(experiment, range(first, first + options.seeds), sorted({*options.shares, 1.0}))
        with quiet():
            from mtl_core.workflow import job
        halfway, done = ComparisonCache(options.out, dataset.id), []
        say([format_count(len(wanted), "training", "trainings")])
        for number, entry in enumerate(wanted, 1):
            one = entry.experiment
            summary, folder = halfway.summary(one), halfway.folder(one)
            say([f"{number} of {len(wanted)}: {entry.name}{' (done before)' if summary else ''}"])
            if summary is None:
                with ProgressBar(one.training.epochs) as progress:
                    summary = job.run(dataset.folder, one, folder, progress)
                halfway.keep(one, summary, left=(VERDICTS, SAMPLES))
            done.append(Training(one, summary, folder))
    of = {"table": dataset.id, "experiment": experiment.to_json()}
    found = measure_needs(done).model_copy(update=of)
    replace(options.out, found.model_dump_json(indent=2).encode())
    halfway.clear()
    print(printable("\n".join([*(tell_need(need) for need in found.tasks), HOW, COVERS[found.covers]])))


COMMAND = Command(
    "rows",
    10,
    "tell how few training rows are enough, together and alone",
    _add_arguments,
    _tell_rows,
    _MORE,
    stopped="Stopped; the same command goes on from here.",
)
