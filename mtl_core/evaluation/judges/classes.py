"""What yes-no tasks and tasks with several classes have in common when judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import confusion_matrix

from mtl_core.records.results import Confusion
from mtl_core.verdict.samples import Sample, make_sample

Labels = npt.NDArray[Any]
"""Labels as text, [n]."""


def commonest(train: Labels, classes: Sequence[str]) -> str:
    """The label that most training rows have; the first of ``classes`` among equals."""
    counts = Counter(train.tolist())
    return max(classes, key=lambda label: counts[label])


def sample_hits(metric: str, right: npt.NDArray[np.bool_]) -> Sample:
    """Which of n answers are ``right``, as a share of all."""
    return make_sample(metric, right, np.ones(len(right)))


def rule(label: str) -> str:
    """The baseline in words."""
    return f'Always answers "{label}", the commonest answer in the training rows.'


def unseen_note(true: Labels, classes: Sequence[str]) -> tuple[str, ...]:
    """A note on labels that no training row had, if there are any."""
    unseen = true[~np.isin(true, list(classes))]
    if not len(unseen):
        return ()
    names = ", ".join(f'"{label}"' for label in sorted(set(unseen))[:5])
    template = "Rows with a label that no training row has ({names}): {rows:,}; they count as wrong."
    return (template.format(rows=len(unseen), names=names),)


def confusion(true: Labels, predicted: Labels, classes: Sequence[str]) -> Confusion:
    """Counts over the known classes, followed by the labels that training never saw."""
    labels = [*classes, *sorted(set(true) - set(classes))]
    counts = confusion_matrix(true, predicted, labels=labels)
    return Confusion(labels=tuple(labels), counts=tuple(tuple(row) for row in counts.tolist()))


def sure_and_wrong(right: npt.NDArray[np.bool_], chances: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The probability of the answer [n] by those of all classes [n, K], where it is not ``right``, else 0."""
    return np.where(right, 0.0, chances.max(axis=1))
