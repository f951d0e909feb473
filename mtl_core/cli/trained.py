"""What a command that trains leaves and tells, and where a bundle is found."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.experiment import Experiment
from mtl_core.records.history import History
from mtl_core.records.summary import RunSummary
from mtl_core.records.verdicts import Sharings
from mtl_core.runs.results import (
    AFFINITY,
    EVALUATION,
    HISTORY,
    IMPORTANCE,
    SHARING,
    VERDICTS,
    read_affinities,
    read_importances,
    read_sharing,
    read_verdicts,
    without_example_rows,
)
from mtl_core.temporary import prefix, replace
from mtl_core.verdict import sentences
from mtl_core.verdict.kept import SAMPLES
from mtl_core.wording import printable

_FOUND = (EVALUATION, VERDICTS, IMPORTANCE, SHARING, AFFINITY, SAMPLES)


@contextmanager
def leave_in(out: Path) -> Iterator[Path]:
    """A folder for experiment.json, metrics.json, history.json, bundle.zip, affinity.json where tasks share weights,
    and, where rows were kept apart to judge, evaluation.json, verdict.json, importance.json, sharing.json and
    samples.parquet, by which it can be set beside other runs, which are moved to ``out`` once all are complete."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=prefix(), dir=out) as folder:
        yield Path(folder)
        move(Path(folder), out)


def move(folder: Path, out: Path) -> None:
    """Move what a training left in ``folder`` to ``out``, in the place of that of an earlier training."""
    for name in _FOUND:
        Path(out, name).unlink(missing_ok=True)  # which it may not have
    for name in ("experiment.json", "metrics.json", HISTORY, *_FOUND, "bundle.zip"):
        if Path(folder, name).exists():
            Path(folder, name).replace(out / name)


def write(
    folder: Path, experiment: Experiment, summary: RunSummary, no_example_rows: bool, told: ProgressBar | None = None
) -> None:
    """Leave experiment.json, metrics.json and history.json, with the curves of what was ``told``, in ``folder``, and
    take the table's rows out of bundle.zip if asked to."""
    metrics = summary.model_dump(include={"test", "validation", "seconds"})
    (folder / "experiment.json").write_text(experiment.to_json() + "\n", encoding="utf-8")
    text = json.dumps(metrics, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8")
    curves = {"epochs": told.epochs, "notes": told.notes} if told is not None else {}
    replace(folder / HISTORY, History(summary=summary, **curves).model_dump_json().encode())
    if no_example_rows:
        replace(folder / "bundle.zip", without_example_rows(folder / "bundle.zip"))


def tell(out: Path) -> None:
    """Say of each task whether anything was learnt, and how it stands to the reference models; then whether sharing
    helped, where that was asked, what the answers rest on, and who helps whom."""
    found = read_verdicts(out)
    for verdict in found.tasks if found else ():
        print(printable(f"{verdict.name}: {sentences.tell_in_full(verdict)}"))
    shared = read_sharing(out)
    if shared is not None:
        _tell_sharing(shared)
    resting = read_importances(out)
    if resting is not None:
        print(printable(resting.sentence()))
    between = read_affinities(out)
    if between is not None:
        print(printable(between.sentence()))


def _tell_sharing(shared: Sharings) -> None:
    for each in shared.tasks:
        told = sentences.tell_sharing(each.task, each.metric, each.together, each.alone, each.difference)
        print(printable(told))
    if shared.delta_m is not None:
        print(printable(sentences.tell_delta_m(shared.delta_m, len(shared.tasks))))


def bundle_at(path: Path) -> Path:
    """The bundle at ``path`` or in that folder."""
    return path / "bundle.zip" if path.is_dir() else path
