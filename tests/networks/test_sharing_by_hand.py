"""What each way of sharing computes, worked out in NumPy."""

from __future__ import annotations

from functools import partial
from typing import Any

import keras
import numpy as np
import pytest

from mtl_core.networks import build, variables
from mtl_core.plan import Plan
from tests.networks import shared_plans
from tests.networks.shared_plans import inputs_of, outputs, shaken

pytestmark = pytest.mark.engine

Weights = dict[str, np.ndarray]
planned = partial(shared_plans.planned, inputs=(shared_plans.NUMBERS, shared_plans.CATEGORY))


def forward(drawn: Plan) -> tuple[Weights, np.ndarray, list[np.ndarray]]:
    """Weights, encoded inputs (one embedding table) and the outputs of a network without head layers."""
    model = shaken(build(drawn, seed=1))
    weights = {name: variable.numpy() for name, variable in variables(model).items()}
    rows = inputs_of(drawn)
    table = weights.get("inputs_c1/embeddings", weights.get("t0_inputs_c1/embeddings"))
    return weights, np.hstack([rows["numbers"], table[rows["categories"][:, 0]]]), outputs(model, rows)


def dense(weights: Weights, name: str, values: np.ndarray) -> np.ndarray:
    return values @ weights[f"{name}/kernel"] + weights[f"{name}/bias"]


def softmax(scores: np.ndarray) -> np.ndarray:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("sharing", "second"),
    [
        ({"kind": "hard", "depth": 1}, ["t0_trunk_2", "t1_trunk_2", "t2_trunk_2"]),
        (
            {"kind": "branching", "depth": 1, "branch": 2, "groups": {"a": 1, "b": 1}},
            ["branch_1_1_2"] * 2 + ["t2_trunk_2"],
        ),
    ],
    ids=["hard", "branching"],
)
def test_a_trunk_by_hand(sharing: dict[str, Any], second: list[str]) -> None:
    weights, encoded, found = forward(planned(sharing, head_depth=0))
    first = np.tanh(dense(weights, "trunk_1", encoded))
    for task, name in enumerate(second):
        expected = dense(weights, f"t{task}_head", np.tanh(dense(weights, name, first)))
        np.testing.assert_allclose(found[task], expected, rtol=1e-4, atol=1e-5)


def test_soft_sharing_by_hand() -> None:
    drawn = planned({"kind": "soft"}, layers=1, head_depth=0)
    weights, encoded, found = forward(drawn)
    rows = inputs_of(drawn)
    for task in range(3):
        own = np.hstack([encoded[:, :3], weights[f"t{task}_inputs_c1/embeddings"][rows["categories"][:, 0]]])
        expected = dense(weights, f"t{task}_head", np.tanh(dense(weights, f"t{task}_trunk_1", own)))
        np.testing.assert_allclose(found[task], expected, rtol=1e-4, atol=1e-5)


def test_cross_stitch_by_hand() -> None:
    drawn = planned({"kind": "cross_stitch", "speed": 5}, count=2, layers=1, head_depth=0)
    weights, first, found = forward(drawn)
    second = np.hstack([first[:, :3], weights["t1_inputs_c1/embeddings"][inputs_of(drawn)["categories"][:, 0]]])
    a, b = (np.tanh(dense(weights, f"t{task}_trunk_1", values)) for task, values in enumerate((first, second)))
    for task in range(2):
        alpha = 5 * weights[f"t{task}_stitch_1_shares/kernel"][0]
        expected = dense(weights, f"t{task}_head", alpha[0] * a + alpha[1] * b)
        np.testing.assert_allclose(found[task], expected, rtol=1e-4, atol=1e-5)


def test_sluice_by_hand() -> None:
    drawn = planned({"kind": "sluice", "speed": 1, "subspaces": 2}, count=1, layers=2, head_depth=0)
    weights, encoded, (found,) = forward(drawn)
    low = np.tanh(dense(weights, "t0_trunk_1", encoded))
    high = np.tanh(dense(weights, "t0_trunk_2", low))
    beta = weights["t0_depths_shares/kernel"][0]
    np.testing.assert_allclose(found, dense(weights, "t0_head", beta[0] * low + beta[1] * high), rtol=1e-4, atol=1e-5)


def test_sluice_mixes_part_by_part() -> None:
    drawn = planned({"kind": "sluice", "speed": 1, "subspaces": 2}, count=2, layers=1, head_depth=0)
    model = shaken(build(drawn, seed=1))
    names = ["t0_trunk_1", "t1_trunk_1", "t1_stitch_1"]
    a, b, mixed = keras.Model(model.inputs, [model.get_layer(name).output for name in names])(inputs_of(drawn))
    alpha = variables(model)["t1_stitch_1_shares/kernel"].numpy().reshape(2, 4)  # to b1, b2 from a1, a2, b1, b2
    parts = np.stack([*np.split(np.asarray(a), 2, axis=1), *np.split(np.asarray(b), 2, axis=1)])
    expected = np.hstack([np.tensordot(alpha[part], parts, axes=1) for part in range(2)])
    np.testing.assert_allclose(mixed, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("one_gate", [False, True])
def test_mmoe_by_hand(one_gate: bool) -> None:
    sharing = {"kind": "mmoe", "experts": 2, "temperature": 2, "one_gate": one_gate}
    weights, encoded, found = forward(planned(sharing, count=2, layers=1, head_depth=0))
    experts = [np.tanh(dense(weights, f"expert_{place}_1", encoded)) for place in (1, 2)]
    for task in range(2):
        shares = softmax(dense(weights, f"{'all' if one_gate else f't{task}'}_gate_scores", encoded) / 2)
        mixed = shares[:, :1] * experts[0] + shares[:, 1:] * experts[1]
        np.testing.assert_allclose(found[task], dense(weights, f"t{task}_head", mixed), rtol=1e-4, atol=1e-5)


def test_ple_by_hand() -> None:
    drawn = planned({"kind": "ple", "shared_experts": 1, "stages": 2}, count=2, layers=1, head_depth=0)
    weights, encoded, found = forward(drawn)

    def mixed(name: str, seen: np.ndarray, experts: list[np.ndarray]) -> np.ndarray:
        shares = softmax(dense(weights, f"{name}_gate_scores", seen))
        return sum(shares[:, [place]] * expert for place, expert in enumerate(experts))

    streams = {"t0": encoded, "t1": encoded, "shared": encoded}
    for stage in ("stage_1", "stage_2"):
        own = {task: np.tanh(dense(weights, f"{task}_{stage}_expert_1_1", streams[task])) for task in ("t0", "t1")}
        common = np.tanh(dense(weights, f"{stage}_expert_1_1", streams["shared"]))
        after = {task: mixed(f"{task}_{stage}", streams[task], [own[task], common]) for task in ("t0", "t1")}
        if stage == "stage_1":
            after["shared"] = mixed("stage_1_shared", streams["shared"], [own["t0"], own["t1"], common])
        streams = after
    for place, task in enumerate(("t0", "t1")):
        np.testing.assert_allclose(found[place], dense(weights, f"{task}_head", streams[task]), rtol=1e-4, atol=1e-5)


def test_adapters_by_hand() -> None:
    weights, encoded, found = forward(planned({"kind": "adapters", "rank": 2}, count=2, layers=2, head_depth=0))
    for task in range(2):
        values = encoded
        for level in (1, 2):
            low = values @ weights[f"t{task}_adapted_{level}_down/kernel"]
            change = low @ weights[f"t{task}_adapted_{level}_up/kernel"]
            values = np.tanh(dense(weights, f"trunk_{level}", values) + change)
        np.testing.assert_allclose(found[task], dense(weights, f"t{task}_head", values), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("learned", [True, False])
def test_messages_by_hand(learned: bool) -> None:
    edges = [{"source": "a", "target": "c", "strength": 0.25}, {"source": "b", "target": "a", "strength": 0}]
    sharing = {"kind": "task_graph", "depth": 0, "relations": "learned" if learned else "given", "edges": edges}
    weights, encoded, found = forward(planned(sharing, head_depth=0))
    first = [np.tanh(dense(weights, f"t{task}_trunk_1", encoded)) for task in range(3)]
    near = {0: {2: 1.0}, 1: {0: 0.5, 2: 0.5}, 2: {0: 0.2, 1: 0.8}}
    for task, shares in near.items():
        if learned and len(shares) > 1:
            scores = softmax(weights[f"t{task}_relations_scores/kernel"])[0]
            shares = dict(zip(shares, scores, strict=True))
        mixed = sum(share * first[source] for source, share in shares.items())
        values = np.tanh(dense(weights, "keep_2", first[task]) + mixed @ weights["send_2/kernel"])
        np.testing.assert_allclose(found[task], dense(weights, f"t{task}_head", values), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("gradient", [False, True])
def test_chain_by_hand(gradient: bool) -> None:
    sharing = {"kind": "chain", "depth": 1, "gradient": gradient}
    weights, encoded, found = forward(planned(sharing, count=3, layers=1, head_depth=0))
    stem = np.tanh(dense(weights, "trunk_1", encoded))
    first = dense(weights, "t0_head", stem)
    second = dense(weights, "t1_head", np.hstack([stem, 1 / (1 + np.exp(-first))]))
    third = dense(weights, "t2_head", np.hstack([stem, softmax(second)]))
    for mine, expected in zip(found, (first, second, third), strict=True):
        np.testing.assert_allclose(mine, expected, rtol=1e-4, atol=1e-5)


def test_a_told_answer_is_handed_on_instead_of_the_predicted_one() -> None:
    drawn = planned({"kind": "chain", "depth": 1, "feed": "scheduled"}, count=2, layers=1, head_depth=0)
    model = shaken(build(drawn, seed=1))
    weights = {name: variable.numpy() for name, variable in variables(model).items()}
    rows = inputs_of(drawn)
    told = rows["t0_told"]
    told[::2] = [1, 1]  # yes, and to be used
    first, second = outputs(model, rows)
    stem = np.asarray(keras.Model(model.inputs, model.get_layer("trunk_1").output)(rows))
    said = np.where(told[:, 1:] == 1, 1, 1 / (1 + np.exp(-first)))
    np.testing.assert_allclose(second, dense(weights, "t1_head", np.hstack([stem, said])), rtol=1e-4, atol=1e-5)


def test_task_tokens_by_hand() -> None:
    drawn = planned({"kind": "task_tokens"}, count=2, layers=2, units=4, head_depth=0)
    weights, _, found = forward(drawn)
    rows = inputs_of(drawn)
    *slopes, offset = weights["inputs_numbers/kernel"].reshape(4, 4)
    columns = np.stack(
        [rows["numbers"] @ slopes + offset, weights["inputs_c1/embeddings"][rows["categories"][:, 0]]], axis=1
    )

    def norm(values: np.ndarray) -> np.ndarray:
        centred = values - values.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-3)

    for task in range(2):
        state = weights[f"t{task}_asking_1_token/kernel"]
        for level in (1, 2):
            keys, values = np.split(columns @ weights[f"trunk_{level}/kernel"], 2, axis=-1)
            shares = softmax((norm(state)[:, None] * keys).sum(-1) / 2)
            state = state + (shares[:, :, None] * values).sum(1)
            wide = np.tanh(dense(weights, f"t{task}_asking_{level}_wide", norm(state)))
            state = state + dense(weights, f"t{task}_asking_{level}_narrow", wide)
        np.testing.assert_allclose(found[task], dense(weights, f"t{task}_head", norm(state)), rtol=1e-3, atol=1e-4)
