"""How far new numbers will lie from their answers, as validation rows say, and whether test rows agree.

Split conformal prediction (Vovk, Gammerman & Shafer 2005; Lei et al., JASA 113, 2018, algorithm 2): of n absolute
errors the ⌈(n + 1) · level⌉-th smallest bounds that of a new row with at least that probability, if rows are alike. The
rows that bound also picked the epoch, which makes them a little too easy; how many test rows the band covers is said
beside it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answered import Answered
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.records.results import Band, Evaluation, TaskEvaluation
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.verdict.shares import share_interval
from mtl_core.wording import format_number

LEVEL = 0.9
_SENTENCE = (
    "9 of 10 new numbers should lie within ±{half} of the answer, as {chosen:,} validation rows say; of the test rows "
    "{covered:.0%} did (95% interval {low:.0%} to {high:.0%}){verdict}."
)

Array = npt.NDArray[Any]


def half_width(errors: npt.NDArray[np.float64], level: float = LEVEL) -> float | None:
    """The bound that ``errors`` [n] ≥ 0 give for a new one; None where n is too small for that level."""
    place = math.ceil((len(errors) + 1) * level)
    return None if place > len(errors) else float(np.sort(errors)[place - 1])


def with_bands(evaluation: Evaluation, space: FeatureSpace, validation: Answered, test: Answered) -> Evaluation:
    """The evaluation of the ``test`` rows with a band for each task that is a number."""
    tasks = [
        _with_band(task, *(_errors(target, part.frame, part.outputs[slot]) for part in (validation, test)))
        if TASK_KINDS[task.kind].numeric
        else task
        for slot, (task, target) in enumerate(zip(evaluation.tasks, space.targets, strict=True))
    ]
    return evaluation.model_copy(update={"tasks": tuple(tasks)})


def _errors(target: TargetEncoder, frame: pd.DataFrame, output: Array) -> npt.NDArray[np.float64]:
    """How far off the answers about rows with a label are."""
    true = target.truth(frame)
    known = ~pd.isna(true)
    errors: npt.NDArray[np.float64] = np.abs(true[known].astype(np.float64) - output[known, 0])
    return errors


def _with_band(
    task: TaskEvaluation, chosen: npt.NDArray[np.float64], judged: npt.NDArray[np.float64]
) -> TaskEvaluation:
    half = half_width(chosen)
    if half is None or not len(judged):
        return task
    hits = int((judged <= half).sum())
    low, high = (float(end) for end in share_interval(hits, len(judged)))
    band = Band(level=LEVEL, half=half, chosen=len(chosen), covered=hits / len(judged), low=low, high=high)
    return task.model_copy(update={"band": band, "notes": (*task.notes, _sentence(band))})


def _sentence(band: Band) -> str:
    too_narrow, too_wide = band.high < band.level, band.low > band.level
    held = ", so do not count on it" if too_narrow else ", so it is wider than need be" if too_wide else ""
    told = {"half": format_number(band.half), "chosen": band.chosen, "covered": band.covered}
    return _SENTENCE.format(**told, low=band.low, high=band.high, verdict=held)
