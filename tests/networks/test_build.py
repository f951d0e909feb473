from __future__ import annotations

import sys

import keras
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtl_core.errors import TrainingError
from mtl_core.experiment import Task, parse_experiment
from mtl_core.features.targets.regression import NumberTarget
from mtl_core.networks import build, predict, serving
from mtl_core.plan import InputColumn, OutputTask, Plan, plan

pytestmark = pytest.mark.engine

OUTPUTS = {"binary": 1, "regression": 1, "multiclass": 4}


class Scale:
    mean = 30.0
    std = 5.0


def planned(numbers=(1, 3), vocabularies=(5, 2), kinds=("binary", "multiclass", "regression"), **sharing) -> Plan:
    """A plan whose columns come numbers first; heads get one layer more from task to task."""
    inputs = [
        InputColumn(id=f"c{i}", name=f"n{i}", kind="numeric", numbers=count) for i, count in enumerate(numbers)
    ] + [
        InputColumn(id=f"c{i}", name=f"n{i}", kind="category", vocabulary=size, embedding=i + 1)
        for i, size in enumerate(vocabularies, len(numbers))
    ]
    names = [f"y{i}" for i in range(len(kinds))]
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in [*(column.name for column in inputs), *names]},
            "tasks": [
                {"column": name, "kind": kind, "head_depth": i % 3, "head_units": 6}
                for i, (name, kind) in enumerate(zip(names, kinds, strict=True))
            ],
            "sharing": {"units": 8, **sharing},
        }
    )
    tasks = [
        OutputTask(id=f"t{i}", name=name, kind=kind, outputs=OUTPUTS[kind])
        for i, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]
    return plan(experiment, inputs, tasks)


def rows(drawn: Plan, count: int = 20) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    vocabularies = [column.vocabulary for column in drawn.inputs if column.vocabulary]
    return {
        "numbers": random.normal(size=(count, sum(column.numbers for column in drawn.inputs))).astype(np.float32),
        "categories": random.integers(0, vocabularies, (count, len(vocabularies)), dtype=np.int32),
    }


def taken(model: keras.Model, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {tensor.name: inputs[tensor.name] for tensor in model.inputs}


@settings(max_examples=6)
@given(
    depth=st.integers(0, 3),
    layers=st.integers(0, 3),
    dropout=st.sampled_from([0.0, 0.3]),
    kinds=st.lists(st.sampled_from(sorted(OUTPUTS)), min_size=1, max_size=3),
    numbers=st.lists(st.integers(1, 3), max_size=2),
    vocabularies=st.lists(st.integers(1, 5), max_size=2),
)
def test_model_is_the_plan(depth, layers, dropout, kinds, numbers, vocabularies) -> None:
    if not numbers + vocabularies:
        numbers = [1]
    drawn = planned(numbers, vocabularies, kinds, depth=depth, layers=layers, dropout=dropout)
    model = build(drawn, seed=1)
    assert model.count_params() == drawn.parameters
    assert {block.id for block in drawn.blocks} <= {layer.name for layer in model.layers}
    for block in drawn.blocks:
        assert model.get_layer(block.id).output.shape == (None, block.units)
    outputs = keras.tree.flatten(model(taken(model, rows(drawn))))
    assert [tuple(output.shape) for output in outputs] == [(20, OUTPUTS[kind]) for kind in kinds]


def test_encode_block_puts_numbers_before_embeddings() -> None:
    drawn = planned()
    model = build(drawn, seed=0)
    inputs = rows(drawn)
    encoded = keras.Model(model.inputs, model.get_layer("inputs").output)(taken(model, inputs))
    tables = [model.get_layer(f"inputs_{column}").get_weights()[0] for column in ("c2", "c3")]
    looked_up = [table[inputs["categories"][:, place]] for place, table in enumerate(tables)]
    np.testing.assert_array_equal(encoded, np.hstack([inputs["numbers"], *looked_up]))


def test_no_input_is_refused() -> None:
    with pytest.raises(TrainingError, match="at least one column"):
        build(planned(numbers=(), vocabularies=()), seed=0)


def test_start_depends_on_the_seed_alone() -> None:
    def start(seed: int) -> list[np.ndarray]:
        return build(planned(), seed).get_weights()

    first = start(3)
    keras.utils.set_random_seed(99)
    assert all(np.array_equal(one, other) for one, other in zip(first, start(3), strict=True))
    kernels = [weights for weights in first if weights.ndim == 2]
    others = [weights for weights in start(4) if weights.ndim == 2]
    assert not any(np.array_equal(one, other) for one, other in zip(kernels, others, strict=True))


def test_a_further_task_leaves_the_start_of_the_others() -> None:
    two, three = build(planned(kinds=("binary", "binary")), 0), build(planned(kinds=("binary", "binary", "binary")), 0)
    for name in ("inputs_c2", "trunk_1", "t0_head", "t1_tower_1"):
        np.testing.assert_array_equal(two.get_layer(name).get_weights()[0], three.get_layer(name).get_weights()[0])


def test_layers_start_unlike_each_other() -> None:
    model = build(planned(depth=4, layers=4), 0)
    assert not np.array_equal(model.get_layer("trunk_2").get_weights()[0], model.get_layer("trunk_3").get_weights()[0])


@pytest.mark.parametrize("depth", [0, 2])
def test_serving_gives_answers_with_plain_layers(depth: int) -> None:
    drawn = planned(depth=depth, layers=2, dropout=0.5)
    model = build(drawn, seed=0)
    inputs = rows(drawn)
    served = serving(drawn, model, [Scale()] * 3)
    chances, classes, numbers = predict(served, inputs)
    logits, scores, standard = (np.asarray(output) for output in model(taken(model, inputs)))
    np.testing.assert_allclose(chances, 1 / (1 + np.exp(-logits)), rtol=1e-5)
    np.testing.assert_allclose(classes, np.exp(scores) / np.exp(scores).sum(1, keepdims=True), rtol=1e-5)
    np.testing.assert_allclose(numbers, standard * Scale.std + Scale.mean, rtol=1e-5)
    assert all(type(layer).__module__.startswith("keras.") for layer in served.layers)
    assert served.output_names == ["t0", "t1", "t2"]


def test_a_bent_scale_is_served_as_it_is_decoded() -> None:
    drawn = planned(kinds=("regression",))
    model = build(drawn, seed=0)
    numbers = pd.DataFrame({"y": np.exp(np.random.default_rng(0).normal(4, 1, 300))})
    target = NumberTarget.fit(Task(column="y", kind="regression"), numbers, {})
    target = target.without_bias(target.truth(numbers), 0.8 * numbers.to_numpy())
    assert (target.bend > 0, target.rise > 1, target.fall < 1) == (True, True, True)
    served = serving(drawn, model, [target])
    inputs = rows(drawn)
    raw = np.asarray(model(taken(model, inputs)))
    np.testing.assert_allclose(predict(served, inputs)[0], target.decode(raw.astype(float)), rtol=1e-4)
    assert all(type(layer).__module__.startswith("keras.") for layer in served.layers)


def test_outputs_stay_in_task_order_beyond_ten() -> None:
    drawn = planned(kinds=("binary", "multiclass") * 6)
    outputs = predict(serving(drawn, build(drawn, 0), [Scale()] * 12), rows(drawn))
    assert [output.shape[1] for output in outputs] == [1, 4] * 6


def test_predict_cuts_rows_into_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = planned()
    served = serving(drawn, build(drawn, 0), [Scale()] * 3)
    whole = predict(served, rows(drawn))
    monkeypatch.setattr(sys.modules["mtl_core.networks.predict"], "_ROWS", 7)
    for one, other in zip(whole, predict(served, rows(drawn)), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
    assert [output.shape for output in predict(served, rows(drawn, 0))] == [(0, 1), (0, 4), (0, 1)]
