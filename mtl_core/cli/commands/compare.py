"""Compare balancing methods, or other settings, on a table; or runs that have finished."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mtl_core.cli.arguments import add_request
from mtl_core.cli.commands.command import Command
from mtl_core.cli.comparing_runs import compare_folders, name_pictures
from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.cli.requesting import read_request
from mtl_core.cli.speaking import say
from mtl_core.comparison import differing
from mtl_core.comparison.candidates import combine, read_values
from mtl_core.comparison.comparing import Done, Entry, entries, headlines, lines, report, tell_best, vary
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.loading import quiet
from mtl_core.reports.compared import draw_compared, list_pairs, write_pictures
from mtl_core.temporary import replace
from mtl_core.wording import printable
from mtl_core.workflow.comparison_cache import ComparisonCache

_MORE = """\
A TABLE is trained on, with the arguments of train, --methods or --vary, and --out. RUN … are 2 to 8 folders that train
left, or of runs in the workspace, all of one table: they are set beside each other on the test rows that they have in
common, and nothing is trained."""
_FOLDERS = "Runs in folders are compared as they are, but --methods or --vary asks for training; leave it out."
_LACKING = (
    'To compare on the table "{table}", expected --methods or --vary, and --out; give both, or name the folders '
    "of 2 to 8 finished runs instead."
)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The table and what is learnt from it, what is compared and how often each is tried."""
    add_request(parser, "TABLE_OR_RUN")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--methods", nargs="+", metavar="KIND", help="1 to 5 of balancing.kind, beside each task alone")
    what.add_argument(
        "--vary",
        action="append",
        metavar="path=value,value",
        help="values of any setting; given several times, all combinations, 2 to 8 of them",
    )
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="how many runs each has; 3 if not given")
    parser.add_argument("--out", type=Path, metavar="comparison.json", help="needed with a table")


def _compare(options: argparse.Namespace) -> None:
    """Set runs beside each other where folders are named; else train and compare on a table."""
    if any(path.is_dir() for path in options.tables):
        if options.methods or options.vary:
            raise ExperimentError(_FOLDERS)
        compare_folders(options.tables, options.out)
    elif not (options.methods or options.vary) or options.out is None:
        raise ExperimentError(_LACKING.format(table=options.tables[0].name))
    else:
        _train(options)


def _train(options: argparse.Namespace) -> None:
    """Train with each method, and every task alone, or each candidate, with every seed; ``options.out`` gets what they
    come to.

    Runs that an earlier, interrupted call has finished are not trained again.
    """
    with tempfile.TemporaryDirectory() as workspace:
        dataset, experiment = read_request(options, Path(workspace))
        first = experiment.training.seed
        wanted = _list_entries(options, experiment, range(first, first + options.seeds))
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
    _leave(options.out, dataset.name, experiment.task_names, done)
    halfway.clear()


def _leave(out: Path, table: str, tasks: Sequence[str], done: Sequence[Done]) -> None:
    """Print what the trainings come to; ``out`` gets it, and a page beside it each two tasks in a picture."""
    metrics = headlines(done)
    found = report(done) | {"differences": _list_differences(differing.find_pairs(done, metrics))}
    replace(out, json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False).encode())
    told = [*differing.tell(done, metrics), *tell_best(done, metrics)]
    groups = list(dict.fromkeys(entry.group for entry, _ in done))
    pairs = list_pairs([task for task in tasks if task in metrics])
    pictures = [draw_compared(done, metrics, groups, pair, tasks) for pair in pairs]
    replace(name_pictures(out), write_pictures(f"Compared on {table}", told, pictures))
    print(printable("\n".join([*lines(done), *told])))


def _list_entries(options: argparse.Namespace, experiment: Experiment, seeds: range) -> tuple[Entry, ...]:
    if options.methods:
        return entries(experiment, options.methods, seeds)
    found = combine(experiment, read_values(options.vary))
    say(found.notes)
    return vary(experiment, found.candidates, seeds)


def _list_differences(by_task: Mapping[str, Sequence[differing.Pair]]) -> dict[str, list[dict[str, Any]]]:
    """What ``find_pairs`` found, as plain data."""
    return {
        task: [{"better": p.better, "worse": p.worse, **p.difference.model_dump()} for p in pairs]
        for task, pairs in by_task.items()
    }


COMMAND = Command(
    "compare",
    2,
    "compare balancing methods or other settings on a table, or finished runs",
    _add_arguments,
    _compare,
    _MORE,
    stopped="Stopped; the same command goes on from here.",
)
