"""Made-up tasks and their gradients."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import tensorflow as tf

from mtl_core.balancing import Balancer, Seen, Tasks, make
from mtl_core.experiment.balancing import BALANCING


@cache
def balancer(kind: str, num_tasks: int, main: int | None = None, **fields: Any) -> Balancer:
    """The method of that kind, compiled, with steps enough for an epoch of four."""
    classify = tuple(place % 2 == 0 for place in range(num_tasks))
    made = make(BALANCING[kind](**fields), Tasks(classify, 4, 0), main)
    made.weigh = tf.function(made.weigh, autograph=False)  # type: ignore[method-assign]
    made.learn = tf.function(made.learn, autograph=False)  # type: ignore[method-assign]
    return made


def seen(jacobian: Any, losses: Any = None, active: Any = None, step: int = 0, preferences: Any = None) -> Seen:
    """A step with these gradients [T, P]."""
    rows = np.asarray(jacobian, np.float64)
    number = len(rows)
    given = [np.ones(number) if values is None else values for values in (losses, preferences)]
    there = np.ones(number, bool) if active is None else active
    with np.errstate(invalid="ignore", over="ignore"):
        gramian = tf.constant(rows @ rows.T)
    return Seen(
        tf.constant(given[0], tf.float32),
        tf.constant(given[1], tf.float32),
        tf.constant(there),
        tf.constant(step, tf.int64),
        gramian,
    )


def scaled(jacobian: Any) -> np.ndarray:
    """The gradients [T, P] with a mean square length of 1, as the Gramian comes to a method."""
    rows = np.asarray(jacobian, np.float64)
    return np.asarray(rows / np.sqrt((rows**2).sum() / len(rows)))


def weights(
    kind: str, jacobian: Any, step: int = 0, losses: Any = None, preferences: Any = None, **fields: Any
) -> np.ndarray:
    """The weights [T] as the method itself gives them at its first step, up to its own scale."""
    made = balancer(kind, len(jacobian), **fields)
    shown = seen(scaled(jacobian), losses, step=step, preferences=preferences)
    found, _ = made.method.weights(shown, made.method.start())
    return np.asarray(found, np.float64)


def direction(kind: str, jacobian: Any, **fields: Any) -> np.ndarray:
    """d = Jᵀw of the gradients of mean square length 1 [P]."""
    return np.asarray(scaled(jacobian).T @ weights(kind, jacobian, **fields))
