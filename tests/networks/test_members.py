"""One network that is many, by every way of sharing: a member is a network, and the answer is the mean of theirs."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.exporting.members.keras_network import to_keras
from mtl_core.networks import average, build, predict, repeat, serving, variables
from mtl_core.plan import Plan
from tests.networks.shared_plans import CASES, TEXT, as_single, inputs_of, outputs, planned, shaken, shaken_case
from tests.networks.test_encoders import tagging

pytestmark = pytest.mark.engine

EACH = pytest.mark.parametrize("case", CASES)
MEMBERS = 3


class Scale:
    mean = 3.0
    std = 2.0


@EACH
def test_a_network_of_members_is_its_plan(case: str) -> None:
    drawn, model = shaken_case(case, MEMBERS)
    assert Plan.model_validate_json(drawn.model_dump_json()) == drawn
    assert model.count_params() == drawn.parameters
    assert {name: tuple(value.shape) for name, value in variables(model).items()} == drawn.arrays
    rows = inputs_of(drawn)
    assert [output.shape for output in outputs(model, rows)] == [(36, 1), (36, 4), (36, 1)]


@EACH
def test_a_single_member_adds_nothing(case: str) -> None:
    drawn, many = (planned(CASES[case], text=True, members=count) for count in (1, MEMBERS))
    assert not [name for name in drawn.arrays if "_members" in name]
    grown = {block.id for block in many.blocks if "_members" in str(block.arrays) or block.role == "head"}
    for one, other in zip(drawn.blocks, many.blocks, strict=True):
        assert (one == other) == (one.id not in grown)


def test_what_one_member_says_is_left_alone() -> None:
    values = tf.constant([[0.3]])
    assert repeat(values, 1) is values
    assert all(average(values, activation, 1) is values for activation in ("linear", "sigmoid", "softmax"))


@EACH
def test_each_member_is_the_single_network(case: str) -> None:
    """Where it takes its inputs as they are and has the single network's heads."""
    drawn, single = shaken_case(case)
    many = planned(CASES[case], text=True, members=MEMBERS)
    model = as_single(single, build(many, seed=1))
    rows = inputs_of(drawn)
    for one, each in zip(outputs(single, rows), outputs(model, rows), strict=True):
        np.testing.assert_allclose(each, np.tile(one, (MEMBERS, 1)), rtol=1e-4, atol=1e-5)  # of float32 sums


@EACH
def test_a_task_trains_what_it_shares_and_each_member_of_it(case: str) -> None:
    drawn = planned(CASES[case], text=True, members=MEMBERS)
    model = shaken(build(drawn, seed=1), size=0.3)  # so that no unit is at its end, where it has no slope
    rows = inputs_of(drawn, 40)
    weights = variables(model)
    for place, task in enumerate(drawn.tasks):
        with tf.GradientTape() as tape:
            total = tf.reduce_sum(tf.square(keras.tree.flatten(model(rows))[place]))
        slopes = tape.gradient(total, [variable.value for variable in weights.values()])
        found = {
            name: np.asarray(tf.convert_to_tensor(slope))
            for name, slope in zip(weights, slopes, strict=True)
            if slope is not None
        }
        reached = {name for name, slope in found.items() if np.any(slope)}
        assert reached == {name for name, tasks in drawn.reach.items() if task.id in tasks}
        for name in reached:
            if "_members" in name:
                assert found[name].reshape(MEMBERS, -1).any(axis=1).all()


@EACH
def test_the_answer_is_the_mean_of_the_members(case: str, tmp_path: Path) -> None:
    drawn, model = shaken_case(case, MEMBERS)
    rows = inputs_of(drawn)
    logits, scores, numbers = (each.reshape(MEMBERS, 12, -1) for each in outputs(model, rows))
    wanted = [tf.sigmoid(logits), tf.nn.softmax(scores), numbers * Scale.std + Scale.mean]
    assert logits.std(axis=0).max() > 1e-3  # they differ
    served = serving(drawn, model, [Scale()] * 3)
    assert all(type(layer).__module__.startswith("keras.") for layer in served.layers)
    path = tmp_path / "model.keras"
    path.write_bytes(to_keras(served))
    for found in (predict(served, rows, MEMBERS), predict(keras.saving.load_model(path), rows, MEMBERS)):
        for one, each in zip(found, wanted, strict=True):
            np.testing.assert_allclose(one, np.mean(each, axis=0), rtol=1e-4, atol=1e-5)
    none = {name: values[:0] for name, values in rows.items()}
    assert [output.shape for output in predict(served, none)] == [(0, 1), (0, 4), (0, 1)]


@pytest.mark.parametrize("kind", ["hard", "chain"])
def test_each_member_tags_words(kind: str) -> None:
    drawn = tagging("average", sharing=kind, members=MEMBERS)
    model = shaken(build(drawn, seed=1))
    texts = np.array([[2, 3, 4, 0, 0], [5, 2, 0, 0, 0]], np.int32)
    rows = {"c0": np.pad(texts, [(0, 0), (0, drawn.inputs[0].length - 5)]), "numbers": np.ones((2, 1), np.float32)}
    tags, logits = outputs(model, rows)
    found = predict(serving(drawn, model, [Scale()] * 2), rows, MEMBERS)
    wanted = tf.nn.softmax(tags.reshape(MEMBERS, 2, -1, 3))
    assert np.asarray(wanted).std(axis=0).max() > 1e-3
    np.testing.assert_allclose(found[0], np.mean(wanted, axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        found[1], np.mean(tf.sigmoid(logits.reshape(MEMBERS, 2, 1)), axis=0), rtol=1e-4, atol=1e-5
    )


@EACH
def test_a_row_does_not_depend_on_the_others(case: str) -> None:
    drawn = planned(CASES[case], members=MEMBERS)
    served = serving(drawn, shaken(build(drawn, seed=1)), [Scale()] * 3)
    rows = inputs_of(drawn)
    alone = predict(served, {name: values[3:4] for name, values in rows.items()})
    for whole, one in zip(predict(served, rows), alone, strict=True):
        np.testing.assert_allclose(whole[3:4], one, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", ["hard", "mmoe"])
def test_members_read_texts_alone(kind: str) -> None:
    drawn = planned({"kind": kind}, inputs=[TEXT], members=MEMBERS)
    model = build(drawn, seed=1)
    rows = inputs_of(planned({"kind": kind}, text=True))
    assert [len(output) for output in outputs(model, {"c2": rows["c2"]})] == [36] * 3


def test_members_start_far_from_each_other() -> None:
    drawn = planned(CASES["hard"], members=MEMBERS)
    arrays = variables(build(drawn, seed=1))
    scales = arrays["inputs_members/kernel"].numpy().reshape(MEMBERS, -1)
    assert set(scales.ravel()) == {-1.0, 1.0}
    assert len(np.unique(scales, axis=0)) == MEMBERS
    head = arrays["t1_head/kernel"].numpy()
    bound = (6 / (head.shape[1] + head.shape[2])) ** 0.5
    assert 0.8 * bound < np.abs(head).max() <= bound


@pytest.mark.parametrize(
    ("activation", "answer"),
    [("linear", tf.identity), ("sigmoid", tf.sigmoid), ("softmax", tf.nn.softmax), ("exponential", tf.exp)],
)
def test_averages_are_of_answers_and_never_run_away(activation: str, answer: object) -> None:
    raw = np.random.default_rng(0).normal(0, 3, (8, 5)).astype(np.float32)
    raw[0, 0], raw[1, 1] = 60, -60  # answers that float32 rounds to 0 or 1
    found = average(tf.constant(raw), activation, 2)
    assert np.isfinite(found).all()
    wanted = np.mean(np.reshape(answer(tf.constant(raw)), (2, 4, 5)), axis=0)  # type: ignore[operator]
    np.testing.assert_allclose(answer(found), wanted, rtol=1e-5)  # type: ignore[operator]
