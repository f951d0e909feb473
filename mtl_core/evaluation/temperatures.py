"""Probabilities that mean what they say: one temperature a task, chosen on validation rows.

Temperature scaling (Guo, Pleiss, Sun & Weinberger, ICML 2017, section 4.2): logits are divided by the temperature that
makes the labels of rows most likely that were not learnt from. Which class is likeliest stays.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from mtl_core.evaluation.answered import Answered
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.records.results import Evaluation

FEWEST = 50
"""Rows by which a temperature is chosen; of fewer it would rather follow their chances than the network's."""
LOWEST, HIGHEST = 0.1, 10.0
_FOLDS = 5
_CERTAIN = 1e-7  # a probability is taken to be at least so much; below, float32 knows no difference from 1
_SENTENCE = (
    "Its probabilities were brought to what {rows:,} validation rows show, by a temperature of {temperature:.3g}; no "
    "answer changes by that."
)

Floats = npt.NDArray[np.float64]


def with_temperatures(space: FeatureSpace, validation: Answered, settled: int = 0) -> FeatureSpace:
    """The space with a temperature for each task whose probabilities the ``validation`` rows ask to change; the first
    ``settled`` tasks stay as they are."""
    pairs = list(zip(space.targets, validation.outputs, strict=True))
    tempered = [_temper(target, validation, output) for target, output in pairs[settled:]]
    return dataclasses.replace(space, targets=(*space.targets[:settled], *tempered))


def tell_temperatures(space: FeatureSpace, validation: Answered, settled: int = 0) -> dict[str, str]:
    """A sentence for each task, by its name, that has got a temperature by the ``validation`` rows."""
    return {
        target.name: _SENTENCE.format(
            rows=int(target.encode(validation.frame)[1].sum()), temperature=target.temperature
        )
        for target in space.targets[settled:]
        if target.is_tempered
    }


def with_notes(evaluation: Evaluation, told: Mapping[str, str]) -> Evaluation:
    """The evaluation with these sentences, by the tasks' names, among the notes."""
    tasks = [
        task.model_copy(update={"notes": (*task.notes, told[task.name])}) if task.name in told else task
        for task in evaluation.tasks
    ]
    return evaluation.model_copy(update={"tasks": tuple(tasks)})


def choose_temperature(shares: npt.NDArray[Any], places: npt.NDArray[np.int64]) -> float:
    """The temperature for probabilities ``shares`` [n, K] of classes of which ``places`` [n] are true; 1 where n is too
    small, or where one chosen on four fifths of the rows does not make the labels of the others more likely."""
    if len(places) < FEWEST:
        return 1.0
    logits = np.log(np.clip(shares.astype(np.float64), _CERTAIN, 1.0))
    folds = np.random.default_rng(0).permutation(len(places)) % _FOLDS
    held_out = sum(
        _loss(
            logits[folds == fold], places[folds == fold], fit_temperature(logits[folds != fold], places[folds != fold])
        )
        for fold in range(_FOLDS)
    )
    as_it_is = sum(_loss(logits[folds == fold], places[folds == fold], 1.0) for fold in range(_FOLDS))
    return fit_temperature(logits, places) if held_out < as_it_is else 1.0


def fit_temperature(logits: Floats, places: npt.NDArray[np.int64]) -> float:
    """The temperature by which logits [n, K] make the labels at ``places`` [n] most likely."""
    found = minimize_scalar(
        lambda log: _loss(logits, places, float(np.exp(log))),
        bounds=(np.log(LOWEST), np.log(HIGHEST)),
        method="bounded",
        options={"xatol": 1e-4},  # of the temperature a ten thousandth, far below what rows can tell
    )
    return float(np.exp(found.x))


def _loss(logits: Floats, places: npt.NDArray[np.int64], temperature: float) -> float:
    """The sum of the negative log-likelihoods."""
    logs = log_softmax(logits / temperature, axis=1)
    return -float(logs[np.arange(len(places)), places].sum())


def _temper(target: TargetEncoder, validation: Answered, output: npt.NDArray[Any]) -> TargetEncoder:
    shares = target.chances(output)
    if target.temperature is None or shares is None:
        return target
    places, known = target.encode(validation.frame)
    found = choose_temperature(shares[known], places[known].astype(np.int64))
    return target.temper(found * target.temperature)
