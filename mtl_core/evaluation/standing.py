"""Whether a network's answers are better than guessing and than reference models about the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mtl_core.evaluation.judges.judge import Array
from mtl_core.evaluation.report import JUDGES
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.plan import OutputTask
from mtl_core.records.verdicts import Rival, TaskVerdict
from mtl_core.references.fitting import Beside
from mtl_core.verdict.paired import compare
from mtl_core.verdict.samples import Sample

GUESSING = "guessing"


@dataclass(frozen=True)
class Standing:
    """One task's verdict, and what the network's part of it is made of: ``sample`` of the rows at ``places``."""

    verdict: TaskVerdict
    sample: Sample
    places: Array


@dataclass(frozen=True)
class TaskRows:
    """One task and the rows that judge it; ``groups`` [n] are those that the table was split by, if it was."""

    task: OutputTask
    target: TargetEncoder
    frame: pd.DataFrame
    train: pd.DataFrame
    groups: Array | None = None

    def stand(self, metric: str, output: Array, beside: Beside) -> Standing | None:
        """The network's ``output`` about all of ``frame`` (a served model's) beside guessing and the references.

        None where the metric is not defined on these rows, as without a labelled one.
        """
        true, learnt = self.target.truth(self.frame), self.target.truth(self.train)
        places, learnt = np.flatnonzero(~pd.isna(true)), learnt[~pd.isna(learnt)]
        if not len(places) or not len(learnt):
            return None
        judge, task = JUDGES[self.task.kind], self.task
        output = self.target.constrain(output, self.frame)
        answers = {GUESSING: judge.guess(task, learnt, output), **beside.outputs}
        own = judge.sample(task, metric, true[places], output[places], learnt)
        samples = {
            name: judge.sample(task, metric, true[places], each[places], learnt) for name, each in answers.items()
        }
        titles = {GUESSING: "Guessing", **beside.titles}
        rivals = self._rivals(metric, own, samples, titles, places)
        if GUESSING not in rivals:
            return None
        guessing = rivals.pop(GUESSING)
        verdict = TaskVerdict(
            id=task.id,
            name=task.name,
            metric=metric,
            value=own.value,
            guessing=guessing,
            references=tuple(rivals.values()),
            notes=beside.notes,
        )
        return Standing(verdict, own, places)

    def _rivals(
        self, metric: str, own: Sample, samples: Mapping[str, Sample], titles: Mapping[str, str], places: Array
    ) -> dict[str, Rival]:
        """Those that can be compared."""
        groups = None if self.groups is None else self.groups[places]
        found = {name: compare(metric, own, sample, groups) for name, sample in samples.items()}
        return {
            name: Rival(id=name, title=titles[name], value=samples[name].value, difference=difference)
            for name, difference in found.items()
            if difference is not None
        }
