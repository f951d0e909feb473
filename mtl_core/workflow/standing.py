"""A trained network beside guessing and reference models on the test rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mtl_core.evaluation.answered import Answered
from mtl_core.evaluation.standing import Standing, TaskRows
from mtl_core.exporting.trained import Trained
from mtl_core.features import plan_shapes
from mtl_core.records.results import Evaluation
from mtl_core.records.verdicts import Verdicts
from mtl_core.references.fitting import fit_references
from mtl_core.tables.splits.splitting import group_column
from mtl_core.verdict.kept import tabulate_samples
from mtl_core.verdict.samples import Array


def stand(
    trained: Trained, test: Answered, train: pd.DataFrame, positions: Array, evaluation: Evaluation
) -> tuple[Verdicts, pd.DataFrame]:
    """The verdicts on the ``test`` rows at ``positions`` [n] of the table, each task told by the metric that its
    ``evaluation`` is told by, and what they are made from, a row each."""
    space, experiment, rows = trained.space, trained.experiment, test.frame
    by = group_column(experiment)
    groups = rows[by].to_numpy() if by in rows else None
    beside = fit_references(space, train, rows, experiment.training.seed)
    found: list[Standing] = []
    tasks = zip(plan_shapes.tasks(space), space.targets, evaluation.tasks, test.outputs, beside, strict=True)
    for task, target, told, output, others in tasks:
        standing = TaskRows(task, target, rows, train, groups).stand(told.headline, output, others)
        found += [] if standing is None else [standing]
    return Verdicts(tasks=tuple(each.verdict for each in found)), _samples(found, positions, groups)


def _samples(found: Sequence[Standing], positions: Array, groups: Array | None) -> pd.DataFrame:
    return tabulate_samples(positions, groups, {each.verdict.id: (each.places, each.sample) for each in found})
