from __future__ import annotations

import keras
import numpy as np
import pytest

from mtl_core.networks import split_at_shared

pytestmark = pytest.mark.engine


def names(model: keras.Model) -> set[str]:
    return {variable.path.partition("/")[0] for variable in model.trainable_variables}


def test_the_halves_in_a_row_are_the_whole() -> None:
    x = keras.Input((3,), name="x")
    stem = keras.layers.Dense(4, name="stem")(x)
    branch = keras.layers.Dense(2, name="branch")(stem)
    outputs = [
        keras.layers.Dense(1, name="a")(branch),
        keras.layers.Dense(1, name="b")(branch),
        keras.layers.Dense(1, name="c")(keras.layers.Concatenate()([stem, x])),
    ]
    model = keras.Model([x], outputs)
    cut = split_at_shared(model)
    assert cut is not None
    assert (names(cut.trunk), names(cut.own)) == ({"stem", "branch"}, {"a", "b", "c"})
    rows = keras.ops.convert_to_tensor(np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32))
    handed = keras.tree.flatten(cut.trunk([rows]))
    assert sorted(tensor.shape[1] for tensor in handed) == [2, 4]
    for one, other in zip(model([rows]), cut.own([*handed, rows]), strict=True):
        np.testing.assert_array_equal(one, other)


def test_networks_side_by_side_have_no_halves() -> None:
    x = keras.Input((3,), name="x")
    assert split_at_shared(keras.Model([x], [keras.layers.Dense(1)(x), keras.layers.Dense(1)(x)])) is None


def test_a_layer_that_would_stand_in_both_halves_forbids_the_cut() -> None:
    x = keras.Input((3,), name="x")
    stem = keras.layers.Dense(3, name="stem")(x)
    again = keras.layers.Dense(3, name="again")
    handed = again(stem)
    outputs = [keras.layers.Dense(1)(handed), keras.layers.Dense(1)(handed)]
    assert split_at_shared(keras.Model([x], outputs)) is not None
    assert split_at_shared(keras.Model([x], [*outputs, again(keras.layers.Dense(3)(stem))])) is None


def test_an_output_that_feeds_another_task_has_no_border_of_its_own() -> None:
    x = keras.Input((3,), name="x")
    first = keras.layers.Dense(1, name="first")(x)
    assert split_at_shared(keras.Model([x], [first, keras.layers.Dense(1)(first)])) is None
