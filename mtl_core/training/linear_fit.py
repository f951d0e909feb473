"""Fitting what the columns of a table say to one task by themselves, by the task's own loss: of squared errors it is
ridge regression, of logits logistic regression."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from scipy.optimize import minimize

from mtl_core.networks import cut
from mtl_core.plan import Block, InputColumn, OutputTask
from mtl_core.training.data import Arrays
from mtl_core.training.losses import loss_of

STRENGTHS = tuple(10.0 ** -np.arange(-0.5, 4.1, 0.5))  # of the penalty, where guessing has loss 1; the strongest first
_STEPS = 100
_PATIENCE = 2  # strengths in a row that are no better, after which none is tried
_SMALLEST = 1e-8  # change of the loss that is worth a step


@dataclass(frozen=True)
class Known:
    """Rows of one task: numbers and their pieces [n, amounts], places of categories [n, C], labels and where there are
    any."""

    amounts: tf.Tensor
    categories: np.ndarray
    values: tf.Tensor
    mask: np.ndarray

    @classmethod
    def of(cls, columns: Sequence[InputColumn], rows: Arrays, place: int) -> Known:
        """The rows as the task at ``place`` has them."""
        numbers = tf.constant(rows.inputs["numbers"])
        if any(column.pieces for column in columns):
            numbers = tf.concat([numbers, cut(numbers, columns)], axis=1)
        values = tf.constant(rows.values[place], tf.float64)
        return cls(tf.cast(numbers, tf.float64), rows.inputs["categories"], values, rows.mask[place])


def fit_linear_part(
    task: OutputTask, block: Block, train: Known, validation: Known, guess: float
) -> dict[str, np.ndarray]:
    """The weights of ``block`` that are fitted, and its bias, on training rows; of all strengths of the penalty on the
    weights' squares those that lose least on validation rows; ``guess`` is the loss of guessing.

    A strength s asks for the least mean loss, in units of guessing, plus s / 2 times the sum of squares, so that of
    squared errors with variance v over n rows it is ridge regression with α = n v s / 2.
    """
    shapes = {name: block.arrays[name] for name in block.fitted} | {f"{block.id}/bias": (block.units,)}
    losing, judging = (_loss(task, shapes, rows, guess) for rows in (train, validation))
    flat = best = np.zeros(sum(map(math.prod, shapes.values())))
    least, since = math.inf, 0
    for strength in STRENGTHS:
        flat = _descend(losing, flat, strength)
        loss = float(judging(tf.constant(flat), tf.constant(0.0, tf.float64))[0])
        best, least, since = (flat, loss, 0) if loss < least else (best, least, since + 1)
        if since == _PATIENCE:
            break
    return {name: part.numpy() for name, part in _parts(tf.constant(best), shapes).items()}


def _descend(losing: Callable[..., tuple[tf.Tensor, tf.Tensor]], start: np.ndarray, strength: float) -> np.ndarray:
    def slope(flat: np.ndarray) -> tuple[float, np.ndarray]:
        loss, gradient = losing(tf.constant(flat), tf.constant(strength, tf.float64))
        return float(loss), gradient.numpy()

    found: np.ndarray = minimize(
        slope, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "ftol": _SMALLEST}
    ).x
    return found


def _loss(
    task: OutputTask, shapes: Mapping[str, tuple[int, ...]], rows: Known, guess: float
) -> Callable[..., tuple[tf.Tensor, tf.Tensor]]:
    """The loss of all weights in a row, with a penalty of some strength, and its gradient."""
    each, labels = loss_of(task).each, float(rows.mask.sum())
    *weights, _ = shapes

    def losing(flat: tf.Tensor, strength: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        with tf.GradientTape() as tape:
            tape.watch(flat)
            parts = _parts(flat, shapes)
            losses = tf.where(rows.mask, each(_say(parts, rows), rows.values), tf.constant(0.0, tf.float64))
            squares = tf.add_n([tf.reduce_sum(tf.square(parts[name])) for name in weights])
            loss = tf.reduce_sum(losses) / (labels * guess) + strength / 2 * squares
        return loss, tf.convert_to_tensor(tape.gradient(loss, flat))

    traced: Callable[..., tuple[tf.Tensor, tf.Tensor]] = tf.function(losing, autograph=False)
    return traced


def _say(parts: Mapping[str, tf.Tensor], rows: Known) -> tf.Tensor:
    """The output [n, units]."""
    *weights, bias = parts.values()
    kernels = [each for name, each in zip(parts, weights, strict=False) if name.endswith("/kernel")]
    tables = [each for name, each in zip(parts, weights, strict=False) if name.endswith("/embeddings")]
    said = [rows.amounts @ kernel for kernel in kernels]
    said += [tf.gather(table, rows.categories[:, place]) for place, table in enumerate(tables)]
    return tf.add_n(said) + bias


def _parts(flat: tf.Tensor, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, tf.Tensor]:
    """The arrays that lie one after another in ``flat``."""
    sizes = [math.prod(shape) for shape in shapes.values()]
    cut_up = tf.split(flat, sizes)
    return {name: tf.reshape(part, shape) for (name, shape), part in zip(shapes.items(), cut_up, strict=True)}
