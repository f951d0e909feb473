"""Fitting what the columns of a table say to one task by themselves, by the task's own loss: of squared errors it is
ridge regression, of logits logistic regression."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from scipy.optimize import minimize

from mtl_core.plan import Block, OutputTask
from mtl_core.training.linear_inputs import Multiplied
from mtl_core.training.losses import loss_of

STRENGTHS = tuple(10.0 ** -np.arange(-0.5, 4.1, 0.5))  # of the penalty, where guessing has loss 1; the strongest first
Slope = Callable[[np.ndarray, float], tuple[float, np.ndarray]]  # of all weights in a row, by a penalty's strength


@dataclass(frozen=True)
class Effort:
    """How closely it is searched: one of so many strengths, so many steps at most, and the change of the loss, where
    guessing has loss 1, that is worth one."""

    every: int
    patience: int  # strengths in a row that are no better, after which none is tried
    steps: int
    smallest: float
    remembered: int  # steps that tell how the loss bends; each takes twice the memory of the weights


_EFFORTS = {
    1_000: Effort(1, 2, 100, 1e-8, 10),
    10_000: Effort(1, 2, 100, 1e-6, 10),  # many pieces, or few of many classes
    math.inf: Effort(2, 1, 20, 1e-5, 3),  # words: rare ones are known so badly that little effort finds as good answers
}  # by fewer than how many weights they are for


@dataclass(frozen=True)
class Known:
    """Rows of one task: by what each array of the linear part is multiplied, labels and where there are any."""

    inputs: Mapping[str, Multiplied]  # as ``linear_inputs`` gives them
    values: np.ndarray
    mask: np.ndarray


def fit_linear_part(
    task: OutputTask, block: Block, train: Known, validation: Known, guess: float
) -> dict[str, np.ndarray]:
    """The weights of ``block`` that are fitted, and its bias, on training rows; of all strengths of the penalty on the
    weights' squares those that lose least on validation rows; ``guess`` is the loss of guessing.

    A strength s asks for the least mean loss, in units of guessing, plus s / 2 times the sum of squares, so that of
    squared errors with variance v over n rows it is ridge regression with α = n v s / 2.
    """
    shapes = {name: block.arrays[name] for name in block.linear} | {f"{block.id}/bias": (block.units,)}
    losing, judging = (_slope(task, block, shapes, rows, guess) for rows in (train, validation))
    flat = best = np.zeros(sum(map(math.prod, shapes.values())))
    least, since = math.inf, 0
    effort = next(effort for most, effort in _EFFORTS.items() if len(flat) < most)
    for strength in STRENGTHS[:: effort.every]:
        flat = _descend(losing, flat, strength, effort)
        loss, _ = judging(flat, 0.0)
        best, least, since = (flat, loss, 0) if loss < least else (best, least, since + 1)
        if since == effort.patience:
            break
    weights = _parts(best, shapes)
    for name, multiplied in zip(block.linear, _inputs(block, train), strict=True):
        weights[name] = weights[name] / multiplied.loudness
    return weights


def _inputs(block: Block, rows: Known) -> list[Multiplied]:
    return [rows.inputs[name.removeprefix(f"{block.id}_")] for name in block.linear]


def _descend(losing: Slope, start: np.ndarray, strength: float, effort: Effort) -> np.ndarray:
    options = {"maxiter": effort.steps, "ftol": effort.smallest, "maxcor": effort.remembered}
    found: np.ndarray = minimize(losing, start, (strength,), jac=True, method="L-BFGS-B", options=options).x
    return found


def _slope(task: OutputTask, block: Block, shapes: Mapping[str, tuple[int, ...]], rows: Known, guess: float) -> Slope:
    """The loss with a penalty of some strength, and its gradient."""
    losing, count = _loss_of_outputs(task, rows), float(rows.mask.sum()) * guess
    matrices = [each.matrix for each in _inputs(block, rows)]

    def slope(flat: np.ndarray, strength: float) -> tuple[float, np.ndarray]:
        parts = _parts(flat, shapes)
        *weights, bias = parts.values()
        said = sum((matrix @ each for matrix, each in zip(matrices, weights, strict=True)), bias)
        loss, gradient = (found.numpy() for found in losing(tf.constant(said)))
        squares = sum(np.square(each).sum() for each in weights)
        back = gradient / count
        slopes = [(matrix.T @ back + strength * each).ravel() for matrix, each in zip(matrices, weights, strict=True)]
        return float(loss / count + strength / 2 * squares), np.concatenate([*slopes, back.sum(axis=0)])

    return slope


def _loss_of_outputs(task: OutputTask, rows: Known) -> Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]]:
    """The sum of the losses of outputs [n, units], and its gradient [n, units]."""
    each, values = loss_of(task).each, tf.constant(rows.values, tf.float64)

    def losing(said: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(said)
            loss = tf.reduce_sum(tf.where(rows.mask, each(said, values), tf.constant(0.0, tf.float64)))
        return loss, tf.convert_to_tensor(tape.gradient(loss, said))

    traced: Callable[[tf.Tensor], tuple[tf.Tensor, tf.Tensor]] = tf.function(losing, autograph=False)
    return traced


def _parts(flat: np.ndarray, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """The arrays that lie one after another in ``flat``."""
    ends = np.cumsum([math.prod(shape) for shape in shapes.values()])
    cut_up = np.split(flat, ends[:-1])
    return {name: part.reshape(shape) for (name, shape), part in zip(shapes.items(), cut_up, strict=True)}
