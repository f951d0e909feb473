"""How the targets of an experiment relate before anything is trained: how strongly, and over how many common rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtl_core.experiment import Experiment
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.label_cells import has_label
from mtl_core.tables.labels.relation import relation
from mtl_core.tables.labels.targets import TARGET_COLUMNS, labels

_SAMPLE = 20_000  # rows
_FEWEST = 10  # common rows; below that any number is chance
_WEAK, _STRONG = 0.1, 0.5


@dataclass(frozen=True)
class TaskRelations:
    """All tasks with all, [T][T], symmetric: strength from 0 to 1, None where fewer than ten rows have both labels, and
    the share of the rows looked at that have both."""

    names: tuple[str, ...]
    strength: tuple[tuple[float | None, ...], ...]
    common: tuple[tuple[float, ...], ...]

    def sentence(self) -> str:
        """The pair that goes together most."""
        pairs = [
            (strength, one, other)
            for one, row in enumerate(self.strength)
            for other, strength in enumerate(row[:one])
            if strength is not None
        ]
        if not pairs:
            return "No two targets have labels in the same rows often enough to say how they go together."
        strength, one, other = max(pairs)
        found = {"one": self.names[other], "other": self.names[one], "strength": strength}
        return _word(strength).format(**found)


def _word(strength: float) -> str:
    if strength < _WEAK:
        return 'No two targets go together: at most {strength:.2f} of 1, "{one}" and "{other}".'
    if strength < _STRONG:
        return 'Strongest: "{one}" and "{other}" go together somewhat ({strength:.2f} of 1).'
    return 'Strongest: "{one}" and "{other}" go together clearly ({strength:.2f} of 1).'


def measure_relations(dataset: Dataset, experiment: Experiment) -> TaskRelations:
    """How the tasks' labels relate in the table (a sample of 20,000 rows of a larger one). Raises DataError."""
    frame = dataset.values(experiment, list(experiment.label_columns))
    if len(frame) > _SAMPLE:
        frame = frame.iloc[np.sort(np.random.default_rng(0).choice(len(frame), _SAMPLE, replace=False))]
    found = [(TARGET_COLUMNS[task.kind], labels(frame, task)) for task in experiment.tasks]
    size = len(found)
    strength: list[list[float | None]] = [[1.0] * size for _ in found]
    common = [[float(has_label(known).mean())] * size for _, known in found]
    for one, (column, mine) in enumerate(found):
        for other, (rival, theirs) in enumerate(found[:one]):
            both = has_label(mine) & has_label(theirs)
            common[one][other] = common[other][one] = float(both.mean())
            enough = both.sum() >= _FEWEST
            value = relation(column.encode(mine[both]), rival.encode(theirs[both])) if enough else None
            strength[one][other] = strength[other][one] = value
    return TaskRelations(experiment.task_names, tuple(map(tuple, strength)), tuple(map(tuple, common)))
