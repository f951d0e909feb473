"""What a training leaves in its folder: judgement, answers, examples and bundle."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answered import Answered
from mtl_core.evaluation.answers import answers, distinct
from mtl_core.evaluation.bands import with_bands
from mtl_core.evaluation.examples import examples
from mtl_core.evaluation.importance import importances
from mtl_core.evaluation.report import evaluate
from mtl_core.evaluation.temperatures import tell_temperatures, with_notes, with_temperatures
from mtl_core.experiment import Experiment
from mtl_core.exporting.bundle import write
from mtl_core.exporting.origin import Origin
from mtl_core.exporting.trained import Trained
from mtl_core.features.space import FeatureSpace
from mtl_core.records.events import NoteEvent, PhaseEvent
from mtl_core.records.results import Evaluation, TaskEvaluation, TaskScore
from mtl_core.records.summary import PartRows, RunSummary
from mtl_core.runs.kept_answers import TEST, VALIDATION
from mtl_core.runs.results import AFFINITY, IMPORTANCE, VERDICTS
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.splits.splitting import Parts
from mtl_core.temporary import replace
from mtl_core.training import Arrays, Observer, Outcome
from mtl_core.verdict.affinities import average_looks
from mtl_core.verdict.kept import SAMPLES
from mtl_core.workflow.standing import stand

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """A table's rows: ``frame`` holds all inputs and labels; ``extends`` names the table of an earlier training."""

    dataset: Dataset
    frame: pd.DataFrame
    parts: Parts
    extends: str | None = None
    settled: int = 0  # tasks, the first ones, whose answers are to stay as they are

    @property
    def train(self) -> pd.DataFrame:
        """Those that were learnt from."""
        return self.frame.take(self.parts.train)


def arrays(space: FeatureSpace, frame: pd.DataFrame) -> Arrays:
    """The rows of ``frame`` as the network takes them."""
    values, mask = space.encode_targets(frame)
    return Arrays(space.transform(frame), values, mask)


def finish(trained: Trained, rows: Rows, outcome: Outcome, folder: Path, observer: Observer) -> RunSummary:
    """Leave in ``folder`` bundle.zip; affinity.json, if several tasks shared weights; and, if rows were kept apart to
    judge, evaluation.json, predictions.parquet, validation.parquet, examples.json, importance.json, verdict.json and
    samples.parquet.

    Returns what the run comes to, but for its seconds. Raises MTLError.
    """
    observer.report(PhaseEvent(phase="evaluating"))
    parts = rows.parts
    _leave_affinities(folder, trained.experiment, outcome)
    trained, validation = _settle(trained, rows)
    test = _ask(trained, rows, parts.test)
    told = {} if validation is None else tell_temperatures(trained.space, validation, rows.settled)
    for name, sentence in told.items():
        observer.report(NoteEvent(epoch=float(outcome.epochs_done), sentence=f"{name}: {sentence}"))
    judged = {"test": _judge(trained, rows, test), "validation": _judge(trained, rows, validation)}
    if test is not None and judged["test"] is not None:
        if validation is not None:
            judged["test"] = with_bands(judged["test"], trained.space, validation, test)
            judged["test"] = with_notes(judged["test"], told)
            _leave_answers(folder / VALIDATION, trained.space, validation, parts.validation)
        _leave_judged(folder, trained, rows, test, judged["test"])
        observer.report(PhaseEvent(phase="comparing"))
        verdicts, samples = stand(trained, test, rows.train, parts.test, judged["test"])
        replace(folder / VERDICTS, verdicts.model_dump_json().encode())
        replace(folder / SAMPLES, samples.to_parquet(index=False))
    observer.report(PhaseEvent(phase="exporting"))
    _export(folder / "bundle.zip", trained, rows, judged["test"])
    return _summarise(trained, parts, outcome, judged)


def _settle(trained: Trained, rows: Rows) -> tuple[Trained, Answered | None]:
    """With averages that are right on average and probabilities that mean what they say, as far as validation rows tell
    (of averages training rows, where there are none), and its answers about these.

    The network is asked about them once, and once more where what it answers is changed by that.
    """
    validation = _ask(trained, rows, rows.parts.validation)
    space = _without_bias(trained.space, validation or Answered.ask(trained.space, trained.outputs, rows.train))
    if validation is not None:
        space = with_temperatures(space, validation, rows.settled)
    if space == trained.space:
        return trained, validation
    settled = dataclasses.replace(trained, space=space)
    return settled, _ask(settled, rows, rows.parts.validation)


def _without_bias(space: FeatureSpace, seen: Answered) -> FeatureSpace:
    pairs = zip(space.targets, seen.outputs, strict=True)
    targets = tuple(target.without_bias(target.truth(seen.frame), output) for target, output in pairs)
    return dataclasses.replace(space, targets=targets)


def _ask(trained: Trained, rows: Rows, part: Positions) -> Answered | None:
    """The network about the rows of a part; None without any."""
    return Answered.ask(trained.space, trained.outputs, rows.frame.take(part)) if len(part) else None


def _judge(trained: Trained, rows: Rows, part: Answered | None) -> Evaluation | None:
    return None if part is None else evaluate(trained.space, part.outputs, part.frame, rows.train)


def _leave_judged(folder: Path, trained: Trained, rows: Rows, test: Answered, evaluation: Evaluation) -> None:
    """What was found out about the test rows: metrics, answers, examples, and what the answers rest on."""
    space, positions = trained.space, rows.parts.test
    closer = examples(space, trained.outputs, test.frame, positions)
    told_by = [task.headline for task in evaluation.tasks]
    resting = importances(space, trained.outputs, test.frame, rows.train, told_by)
    replace(folder / "evaluation.json", evaluation.model_dump_json().encode())
    _leave_answers(folder / TEST, space, test, positions)
    replace(folder / "examples.json", closer.model_dump_json().encode())
    replace(folder / IMPORTANCE, resting.model_dump_json().encode())


def _leave_affinities(folder: Path, experiment: Experiment, outcome: Outcome) -> None:
    """Who helps whom, if it was looked at while training."""
    if outcome.looks:
        found = average_looks(outcome.looks, experiment.task_names, experiment.training.learning_rate)
        replace(folder / AFFINITY, found.model_dump_json().encode())


def _leave_answers(path: Path, space: FeatureSpace, part: Answered, positions: Positions) -> None:
    """Of each row of a part its position in the table, its true labels as they were read, and the answers."""
    rows = part.frame
    true = [
        pd.Series(target.to_cells(target.truth(rows), rows), rows.index, name=f"{target.name} (true)")
        for target in space.targets
    ]
    said = answers(space.targets, part.outputs, rows)
    found = pd.concat([pd.Series(positions, rows.index, name="position"), *true, said], axis=1)
    replace(path, found.set_axis(distinct(list(found.columns)), axis=1).to_parquet(index=False))


def _export(path: Path, trained: Trained, rows: Rows, test: Evaluation | None) -> None:
    dataset, parts = rows.dataset, rows.parts
    origin = Origin(
        name=dataset.name,
        id=dataset.id,
        rows=dataset.rows,
        train=len(parts.train),
        validation=len(parts.validation),
        test=len(parts.test),
        extends=rows.extends,
    )
    write(path, trained, origin, rows.train, rows.frame.take(parts.test if len(parts.test) else parts.train), test)


def _summarise(trained: Trained, parts: Parts, outcome: Outcome, judged: dict[str, Evaluation | None]) -> RunSummary:
    test = judged["test"]
    return RunSummary(
        tasks=tuple(_score(task) for task in (test.tasks if test else ())),
        **{part: evaluation.metrics() if evaluation else {} for part, evaluation in judged.items()},
        rows=PartRows(train=len(parts.train), validation=len(parts.validation), test=len(parts.test)),
        kept_epoch=outcome.kept_epoch,
        epochs_done=outcome.epochs_done,
        stopped_by=outcome.stopped_by,
        parameters=trained.plan.parameters,
    )


def _score(task: TaskEvaluation) -> TaskScore:
    value, guessed = task.metrics[task.headline], task.baseline[task.headline]
    return TaskScore(id=task.id, name=task.name, metric=task.headline, value=value, baseline=guessed)
