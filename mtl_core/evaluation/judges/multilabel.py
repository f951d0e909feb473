"""The judgement of a task of several labels at once: F1, subset accuracy, AUC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score, precision_recall_fscore_support, roc_auc_score

from mtl_core.evaluation.headline import tell
from mtl_core.evaluation.judges.judge import Array, Judge
from mtl_core.evaluation.judges.log_odds import log_odds
from mtl_core.features.label_sets import indicators
from mtl_core.features.targets.multilabel import SetTarget
from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement, LabelScore
from mtl_core.verdict.samples import Sample, make_sample

Sets = npt.NDArray[Any]
"""Tuples of labels, [n]."""


class MultilabelJudge(Judge):
    """Judges the probabilities of labels, each on its own."""

    def judge(self, task: OutputTask, true: Sets, output: npt.NDArray[Any], train: Sets) -> Judgement:
        """Compare probabilities ``output`` [n, K] with sets ``true`` [n], n > 0; the baseline knows ``train``.

        A label that training never saw counts as missed wherever it stands.
        """
        labels = _all_labels(task.classes, true)
        unseen = list(labels[len(task.classes) :])
        wanted = indicators(true, labels)
        said = indicators(SetTarget.decide(task.classes, output), labels)
        usual = indicators(train, labels).sum(axis=0) > len(train) / 2
        constant = np.repeat(usual[None], len(true), axis=0)
        metrics = _metrics(wanted, said, output.astype(np.float64))
        baseline = _metrics(wanted, constant, np.zeros(output.shape))
        headline, sentence = tell(metrics, baseline, rows=len(true))
        return Judgement(
            metrics=metrics,
            baseline=baseline,
            baseline_rule=_rule(tuple(label for label, common in zip(labels, usual, strict=True) if common)),
            headline=headline,
            sentence=sentence,
            notes=(*_unseen_note(wanted, unseen), *_find_undefined(metrics)),
            labels=_scores(labels, wanted, said),
        )

    def faults(self, classes: Sequence[str], true: Array, output: Array) -> Array:
        """How far from the truth the worst label is that was wrongly said or not said, else 0."""
        wanted = indicators(true, classes)
        faults: Array = np.where(wanted == (output >= 0.5), 0.0, np.abs(wanted - output)).max(axis=1)
        return faults

    def sample(self, task: OutputTask, metric: str, true: Array, output: Array, train: Array) -> Sample:
        """Labels found among those said or wanted; else which rows have all right."""
        labels = _all_labels(task.classes, true)
        wanted, said = indicators(true, labels), indicators(SetTarget.decide(task.classes, output), labels)
        if metric == "micro_f1":
            return make_sample(metric, 2 * (wanted & said).sum(axis=1), wanted.sum(axis=1) + said.sum(axis=1))
        return make_sample(metric, (wanted == said).all(axis=1), np.ones(len(true)))

    def guess(self, task: OutputTask, train: Array, output: Array) -> Array:
        """The labels that more than half of the training rows have."""
        usual = indicators(train, task.classes).sum(axis=0) > len(train) / 2
        return np.tile(usual, (len(output), 1)).astype(float)

    def support(self, output: Array, given: Array) -> npt.NDArray[np.float64]:
        """All labels of the set that was given, and no other: each is a question of its own."""
        return log_odds(np.where(given >= 0.5, output, 1 - output).prod(axis=1))


def _all_labels(classes: Sequence[str], true: Sets) -> tuple[str, ...]:
    """Those that were learnt, then those that stand in ``true`` alone."""
    return (*classes, *sorted({label for labels in true for label in labels} - set(classes)))


def _metrics(wanted: npt.NDArray[Any], said: npt.NDArray[Any], chances: npt.NDArray[Any]) -> dict[str, float | None]:
    """Both [n, labels], ``chances`` [n, K] of the first K; means over labels pass over those no row tells apart."""
    occurring = (wanted | said).any(axis=0)
    any_label = bool(occurring.any())
    aucs = [
        roc_auc_score(column, chance)
        for column, chance in zip(wanted.T, chances.T, strict=False)
        if 0 < column.sum() < len(column)
    ]
    return {
        "micro_f1": float(f1_score(wanted, said, average="micro", zero_division=0)) if any_label else None,
        "macro_f1": _macro_f1(wanted[:, occurring], said[:, occurring]) if any_label else None,
        "subset_accuracy": float((wanted == said).all(axis=1).mean()),
        "label_accuracy": float((wanted == said).mean()),
        "macro_auc": float(np.mean(aucs)) if aucs else None,
    }


def _macro_f1(wanted: npt.NDArray[Any], said: npt.NDArray[Any]) -> float:
    hits = 2 * (wanted & said).sum(axis=0)
    return float(np.mean(hits / (wanted.sum(axis=0) + said.sum(axis=0))))


def _rule(labels: tuple[str, ...]) -> str:
    if not labels:
        return "Always answers no label at all: none stands in more than half of the training rows."
    template = "Always answers {labels}: the labels that more than half of the training rows have."
    return template.format(labels=", ".join(f'"{label}"' for label in labels))


def _unseen_note(wanted: npt.NDArray[Any], unseen: list[str]) -> tuple[str, ...]:
    if not unseen:
        return ()
    template = "Rows with a label that was not learnt ({names}): {rows:,}; it counts as missed."
    rows = int(wanted[:, -len(unseen) :].any(axis=1).sum())
    return (template.format(names=", ".join(f'"{label}"' for label in unseen[:5]), rows=rows),)


def _find_undefined(metrics: dict[str, float | None]) -> tuple[str, ...]:
    names = [name for name, value in metrics.items() if value is None]
    template = "Not defined here: {names}, because the rows with labels all have the same."
    return (template.format(names=", ".join(names)),) if names else ()


def _scores(labels: tuple[str, ...], wanted: npt.NDArray[Any], said: npt.NDArray[Any]) -> tuple[LabelScore, ...]:
    precision, recall, f1, rows = precision_recall_fscore_support(wanted, said, average=None, zero_division=np.nan)
    found = zip(labels, rows.tolist(), precision, recall, f1, strict=True)
    return tuple(
        LabelScore(label=label, rows=count, precision=_none_if_nan(p), recall=_none_if_nan(r), f1=_none_if_nan(f))
        for label, count, p, r, f in found
    )


def _none_if_nan(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


JUDGE = MultilabelJudge()
