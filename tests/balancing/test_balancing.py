from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

import mtl_core.balancing as room
from mtl_core.balancing import Balancing, make
from mtl_core.experiment import EqualBalancing

pytestmark = pytest.mark.engine

METHODS = sorted(room._METHODS.values(), key=lambda method: method.__name__)


def losses(num_tasks: int) -> list[np.ndarray]:
    """Nasty inputs: nothing to learn, far apart, tiny, huge."""
    return [scale * np.linspace(0.5, 2, num_tasks) for scale in (0.0, 1e-10, 1.0, 1e10)]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("num_tasks", [1, 2, 16])
def test_weights_are_finite_one_per_task_and_sum_to_their_number(method: type[Balancing], num_tasks: int) -> None:
    for values in losses(num_tasks):
        weights = np.asarray(method(num_tasks).weights(tf.constant(values, tf.float32), None))
        assert weights.shape == (num_tasks,)
        assert weights.sum() == pytest.approx(num_tasks)
        assert (weights >= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_single_task_has_weight_one(method: type[Balancing]) -> None:
    assert np.asarray(method(1).weights(tf.constant([3.7]), None)).tolist() == [1.0]


def test_equal_gives_ones() -> None:
    balancing = make(EqualBalancing(weights={"y": 3.0}), 3)
    assert np.asarray(balancing.weights(tf.constant([0.1, 5.0, 0.0]), None)).tolist() == [1.0, 1.0, 1.0]
    assert balancing.variables == ()
    assert not balancing.needs_gramian
