"""What columns say to tasks past all layers: a contract for every way of sharing."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.experiment import parse_experiment
from mtl_core.networks import build, cut, predict, serving, variables
from mtl_core.plan import Plan, plan
from tests.networks.shared_plans import CASES, inputs_of, outputs, planned, shaken

pytestmark = pytest.mark.engine

EACH = pytest.mark.parametrize("case", CASES)


class Scale:
    mean = 3.0
    std = 2.0


def said(drawn: Plan, model: keras.Model, rows: dict[str, np.ndarray]) -> list[np.ndarray]:
    """What the linear part of each head says, by hand."""
    amounts = np.concatenate([rows["numbers"], cut(rows["numbers"], drawn.inputs)], axis=1)
    known = variables(model)
    return [
        amounts @ known[f"{task.id}_head_numbers/kernel"].numpy()
        + known[f"{task.id}_head_c1/embeddings"].numpy()[rows["categories"][:, 0]]
        for task in drawn.tasks
    ]


def shaken_apart(drawn: Plan) -> keras.Model:
    """With weights drawn anew; what another task's answer is made of has no linear part, so that only heads differ."""
    model = shaken(build(drawn, seed=1))
    read = {source for block in drawn.blocks for source in block.sources}
    for block in drawn.blocks:
        for name in block.fitted if block.id in read else ():
            variables(model)[name].assign(np.zeros(block.arrays[name]))
    return model


@EACH
def test_it_is_added_to_what_the_layers_say_and_is_nothing_at_first(case: str) -> None:
    with_part, without = (planned(CASES[case], linear=linear) for linear in (True, False))
    model, plain = build(with_part, seed=1), build(without, seed=1)
    assert model.count_params() == with_part.parameters
    assert {name: tuple(value.shape) for name, value in variables(model).items()} == with_part.arrays
    rows = inputs_of(with_part)
    for found, layers in zip(outputs(model, rows), outputs(plain, rows), strict=True):
        np.testing.assert_array_equal(found, layers)
    model = shaken_apart(with_part)
    for name, variable in variables(plain).items():
        variable.assign(variables(model)[name])
    told = zip(outputs(model, rows), outputs(plain, rows), said(with_part, model, rows), strict=True)
    for found, layers, own in told:
        np.testing.assert_allclose(found, layers + own, rtol=1e-4, atol=1e-4)
    logits, scores, numbers = outputs(model, rows)
    served = serving(with_part, model, [Scale()] * 3)
    assert all(type(layer).__module__.startswith("keras.") for layer in served.layers)
    found = predict(served, rows)
    np.testing.assert_allclose(found[0], tf.sigmoid(logits), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found[1], tf.nn.softmax(scores), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found[2], numbers * Scale.std + Scale.mean, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("case", ["hard", "task_tokens"])
def test_all_members_have_the_same_one(case: str) -> None:
    with_part, without = (planned(CASES[case], members=3, linear=linear) for linear in (True, False))
    model, plain = shaken(build(with_part, seed=1)), build(without, seed=1)
    for name, variable in variables(plain).items():
        variable.assign(variables(model)[name])
    rows = inputs_of(with_part)
    told = zip(outputs(model, rows), outputs(plain, rows), said(with_part, model, rows), strict=True)
    for found, layers, own in told:
        np.testing.assert_allclose(found, layers + np.tile(own, (3, 1)), rtol=1e-4, atol=1e-4)


@EACH
def test_each_task_has_one_of_its_own_and_says_so(case: str) -> None:
    drawn = planned(CASES[case], linear=True)
    assert Plan.model_validate_json(drawn.model_dump_json()) == drawn
    heads = sorted((block for block in drawn.blocks if block.role == "head"), key=lambda block: block.id)
    assert [set(block.fitted) for block in heads] == [
        {f"t{place}_head_numbers/kernel", f"t{place}_head_c1/embeddings"} for place in range(3)
    ]
    assert all(drawn.reach[name] == block.tasks for block in heads for name in block.fitted)
    assert all("The columns also speak to it directly" in " ".join(block.tell(drawn.around(block))) for block in heads)


@EACH
def test_words_of_texts_are_learnt_and_fitted(case: str) -> None:
    drawn, without = (planned(CASES[case], linear=linear, text=True) for linear in (True, False))
    for block in (block for block in drawn.blocks if block.role == "head"):
        words = f"{block.id}_c2/embeddings"
        assert block.learnt_and_fitted == (words,)
        assert block.linear == (*block.fitted, words)
        assert words in without.arrays
    assert not any(block.linear for block in without.blocks)


def test_an_older_experiment_has_none() -> None:
    data = {
        "columns": {"a": {"kind": "numeric"}, "y": {"kind": "yes_no"}},
        "tasks": [{"column": "y", "kind": "binary"}],
    }
    for text in (False, True):
        drawn = planned(CASES["hard"], text=text)
        older = plan(parse_experiment(data), drawn.inputs, drawn.tasks[:1])
        assert not any(block.linear for block in older.blocks)


@pytest.mark.parametrize(("text", "linear"), [(False, "numbers"), (True, "text")])
def test_texts_have_a_setting_of_their_own(text: bool, linear: str) -> None:
    """Bundles of tables with texts that say nothing of it were written without the arrays."""
    drawn = planned(CASES["hard"], text=text)
    data = {
        "columns": {"a": {"kind": "numeric"}, "y": {"kind": "yes_no"}},
        "tasks": [{"column": "y", "kind": "binary"}],
    }
    for group in ("numbers", "text"):
        found = plan(parse_experiment({**data, group: {"linear": True}}), drawn.inputs, drawn.tasks[:1])
        assert any(block.linear for block in found.blocks) is (group == linear)
