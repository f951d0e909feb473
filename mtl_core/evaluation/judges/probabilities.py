"""What P(yes) is worth: precision by recall, and whether it means what it says."""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt
from sklearn.metrics import brier_score_loss, precision_recall_curve

from mtl_core.evaluation.judges.classes import Labels
from mtl_core.records.results import Calibration, PrecisionRecall
from mtl_core.verdict.shares import share_interval

_POINTS = 200
_GROUPS = 10
_LEAST = 10  # rows in a group; of fewer a share says next to nothing


class Probabilities(TypedDict):
    """The parts of a judgement that are about P(yes)."""

    precision_recall: PrecisionRecall | None
    calibration: Calibration | None


def probabilities(
    true: Labels, scores: npt.NDArray[np.float64], train: Labels, classes: tuple[str, ...]
) -> Probabilities:
    """Of P(yes) ``scores`` [n] where ``true`` [n] is the first or the second of the ``classes``; the share of yes that
    guessing says is that of ``train``. Nothing where the rows hold one of the two only."""
    known = np.isin(true, list(classes))
    yes, said = true[known] == classes[1], scores[known]
    if not 0 < yes.sum() < len(yes):
        return {"precision_recall": None, "calibration": None}
    share = float((train == classes[1]).mean())
    return {"precision_recall": _precision_recall(yes, said), "calibration": _calibration(yes, said, share)}


def _precision_recall(yes: npt.NDArray[np.bool_], said: npt.NDArray[np.float64]) -> PrecisionRecall:
    precision, recall, _ = precision_recall_curve(yes, said)
    places = np.unique(np.linspace(0, len(recall) - 1, _POINTS).round().astype(int))[::-1]
    return PrecisionRecall(recall=tuple(recall[places].tolist()), precision=tuple(precision[places].tolist()))


def _calibration(yes: npt.NDArray[np.bool_], said: npt.NDArray[np.float64], share: float) -> Calibration:
    """Groups of equal size, rows of one probability in the order they stand."""
    groups: list[npt.NDArray[Any]] = np.array_split(
        np.argsort(said, kind="stable"), int(np.clip(len(yes) // _LEAST, 1, _GROUPS))
    )
    rows, hits = [len(group) for group in groups], [int(yes[group].sum()) for group in groups]
    low, high = share_interval(hits, rows)
    return Calibration(
        said=tuple(float(said[group].mean()) for group in groups),
        true=tuple(hit / number for hit, number in zip(hits, rows, strict=True)),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
        rows=tuple(rows),
        brier=float(brier_score_loss(yes, said)),
        guess=float(brier_score_loss(yes, np.full(len(yes), share))),
    )
