"""One contract for every way of sharing; what only some do stands in test_sharing_limits.py and …_by_hand.py."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.experiment import SHARING
from mtl_core.exporting.members.keras_network import to_keras
from mtl_core.exporting.members.weights import from_npz, to_npz
from mtl_core.exporting.trained import weights_of
from mtl_core.networks import build, predict, serving, variables
from mtl_core.plan import Plan
from tests.networks.shared_plans import CASES, inputs_of, outputs, planned, shaken, shaken_case

pytestmark = pytest.mark.engine

EACH = pytest.mark.parametrize("case", CASES)
NAMING_TASKS = {"groups", "leaves", "ranks", "edges", "links"}


class Scale:
    mean = 3.0
    std = 2.0


def test_every_kind_has_a_case() -> None:
    assert {case["kind"] for case in CASES.values()} == set(SHARING)


@EACH
def test_a_plan_is_plain_data(case: str) -> None:
    drawn = planned(CASES[case], text=True)
    assert Plan.model_validate_json(drawn.model_dump_json()) == drawn
    assert drawn.sentence().count("parameters") == 1
    seen: set[str] = set()
    for block in drawn.blocks:
        assert set(block.sources) <= seen
        assert block.id not in seen
        assert block.owners
        assert block.tasks
        seen.add(block.id)


def alone(case: str) -> tuple[Plan, keras.Model]:
    """One task, without a text."""
    drawn = planned({name: value for name, value in CASES[case].items() if name not in NAMING_TASKS}, 1)
    return drawn, build(drawn, seed=1)


@EACH
@pytest.mark.parametrize(("count", "made"), [(3, shaken_case), (1, alone)])
def test_model_is_the_plan(case: str, count: int, made: Callable[[str], tuple[Plan, keras.Model]]) -> None:
    drawn, model = made(case)
    assert model.count_params() == drawn.parameters
    assert {name: tuple(value.shape) for name, value in variables(model).items()} == drawn.arrays
    for mine, theirs in zip(variables(model).values(), model.trainable_variables, strict=True):
        assert mine is theirs
    for block in drawn.blocks:
        if block.kind not in ("layer", "attention", "column_tokens"):  # which have no value of their own
            rows, *_, units = model.get_layer(block.id).output.shape
            assert rows == (1 if block.kind == "relations" else None), block.id  # which are the same in every row
            assert units == block.units, block.id
    rows = inputs_of(drawn)
    assert [output.shape for output in outputs(model, rows)] == [(12, 1), (12, 4), (12, 1)][:count]


@EACH
def test_the_penalty_pulls_all_layers(case: str) -> None:
    drawn = planned(CASES[case], l2=0.01)
    shares = {"adapted", "depths", "gate", "relations", "stitch", "column_tokens"}  # and changes, which are no layers
    names = [name for block in drawn.blocks if block.kind not in shares for name in block.arrays]
    arrays = variables(build(drawn, seed=1))
    for name in names:
        pulled = name.endswith("/kernel") and not name.endswith("_token/kernel")
        assert (arrays[name].regularizer is not None) == pulled, name


@EACH
def test_a_task_trains_what_it_shares_and_nothing_else(case: str) -> None:
    drawn, model = shaken_case(case)
    rows = inputs_of(drawn, 40)
    with tf.GradientTape(persistent=True) as tape:
        sums = [tf.reduce_sum(tf.square(output)) for output in keras.tree.flatten(model(rows))]
    for task, total in zip(drawn.tasks, sums, strict=True):
        weights = variables(model)
        slopes = tape.gradient(total, [variable.value for variable in weights.values()])
        reached = {
            name for name, slope in zip(weights, slopes, strict=True) if slope is not None and np.any(_dense(slope))
        }
        assert reached == {name for name, tasks in drawn.reach.items() if task.id in tasks}


def _dense(slope: tf.Tensor | tf.IndexedSlices) -> np.ndarray:
    return np.asarray(tf.convert_to_tensor(slope))


@EACH
def test_it_serves_with_plain_layers_and_comes_back(case: str, tmp_path: Path) -> None:
    drawn, model = shaken_case(case)
    rows = inputs_of(drawn)
    served = serving(drawn, model, [Scale()] * 3)
    assert all(type(layer).__module__.startswith("keras.") for layer in served.layers)
    found = predict(served, rows)
    logits, scores, numbers = outputs(model, rows)
    np.testing.assert_allclose(found[0], tf.sigmoid(logits), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found[1], tf.nn.softmax(scores), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found[2], numbers * Scale.std + Scale.mean, rtol=1e-4, atol=1e-5)
    assert [output.shape for output in predict(served, {name: values[:0] for name, values in rows.items()})] == [
        (0, 1),
        (0, 4),
        (0, 1),
    ]
    again = build(drawn, seed=2)
    arrays = from_npz(to_npz(weights_of(model, drawn)), drawn)
    for name, variable in variables(again).items():
        variable.assign(arrays[name])
    for one, other in zip(outputs(model, rows), outputs(again, rows), strict=True):
        np.testing.assert_array_equal(one, other)
    path = tmp_path / "model.keras"
    path.write_bytes(to_keras(served))
    for one, other in zip(found, predict(keras.saving.load_model(path), rows), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@EACH
def test_a_row_does_not_depend_on_the_others(case: str) -> None:
    drawn = planned(CASES[case])
    model = shaken(build(drawn, seed=1))
    rows = inputs_of(drawn)
    for whole, alone in zip(
        outputs(model, rows), outputs(model, {name: values[3:4] for name, values in rows.items()}), strict=True
    ):
        np.testing.assert_allclose(whole[3:4], alone, rtol=1e-4, atol=1e-5)
