"""What each way of sharing is at the ends of its sliders, and what it computes, worked out in NumPy."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.errors import ExperimentError
from mtl_core.experiment import made
from mtl_core.networks import build, penalty, variables
from mtl_core.plan import Coupling, InputColumn, OutputTask, Plan, plan
from tests.networks.shared_plans import CASES, CATEGORY, NUMBERS, TEXT, inputs_of, outputs, planned, shaken

pytestmark = pytest.mark.engine

Weights = dict[str, np.ndarray]


def both(one: Plan, other: Plan, renamed: dict[str, str] | None = None) -> None:
    """Two plans give the same answers once the arrays that they have in common are equal; ``renamed`` are parts of
    names of the first as the second has them."""
    first, second = shaken(build(one, 1)), build(other, 1)
    found = variables(first)
    for name, variable in variables(second).items():
        for theirs, mine in (renamed or {}).items():
            name = name.replace(mine, theirs)
        variable.assign(found[name])
    rows = inputs_of(one)
    for mine, theirs in zip(outputs(first, rows), outputs(second, rows), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-5)


SEPARATE = planned({"kind": "hard", "depth": 0})
SHARED = planned({"kind": "hard", "depth": 2})


def test_soft_sharing_of_strength_0_is_separate_networks() -> None:
    drawn = planned({"kind": "soft", "strength": 0})
    assert drawn.couplings == ()
    assert drawn.blocks == SEPARATE.blocks


@pytest.mark.parametrize("held_by", ["distance", "trace"])
def test_soft_sharing_of_strength_1_is_one_network(held_by: str) -> None:
    assert planned({"kind": "soft", "strength": 1, "penalty": held_by}).blocks == SHARED.blocks


def test_networks_held_together_start_alike() -> None:
    weights = variables(build(planned({"kind": "soft"}), seed=1))
    np.testing.assert_array_equal(weights["t0_trunk_1/kernel"], weights["t2_trunk_1/kernel"])
    np.testing.assert_array_equal(weights["t0_inputs_c1/embeddings"], weights["t1_inputs_c1/embeddings"])
    assert not np.array_equal(weights["t0_tower_1/kernel"], weights["t1_tower_1/kernel"])


@pytest.mark.parametrize("kind", ["cross_stitch", "sluice"])
def test_a_stitch_that_keeps_all_is_separate_networks(kind: str) -> None:
    stitched = build(planned({"kind": kind, "own": 1}), seed=1)
    alone = build(SEPARATE, seed=1)  # layers of one name start alike
    rows = inputs_of(SEPARATE)
    for one, other in zip(outputs(stitched, rows), outputs(alone, rows), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_one_expert_is_hard_sharing() -> None:
    both(SHARED, planned({"kind": "mmoe", "experts": 1}), {"trunk": "expert_1"})
    both(SHARED, planned({"kind": "cgc", "shared_experts": 1, "task_experts": 0}), {"trunk": "stage_1_expert_1"})


def test_own_experts_alone_are_separate_trunks() -> None:
    drawn = planned({"kind": "cgc", "shared_experts": 0, "task_experts": 1})
    assert {block.role for block in drawn.blocks if block.shared} == {"inputs"}


def test_ple_of_one_stage_is_cgc() -> None:
    cgc, ple = planned({"kind": "cgc"}), planned({"kind": "ple", "stages": 1, "layers": 2})
    assert cgc.blocks == ple.blocks


def test_plain_branching_is_hard_sharing() -> None:
    for depth in (0, 1, 2):
        tree, line = planned({"kind": "branching", "depth": depth}), planned({"kind": "hard", "depth": depth})
        assert {block.id: block for block in tree.blocks} == {block.id: block for block in line.blocks}


def test_tasks_leave_the_trunk_one_after_another_and_share_a_branch() -> None:
    sharing = {"kind": "branching", "depth": 1, "branch": 2, "leaves": {"c": 3}, "groups": {"a": 1, "b": 1}}
    reach = {block.id: block.tasks for block in planned(sharing, layers=3).blocks if block.role in ("trunk", "tower")}
    assert {name: tasks for name, tasks in reach.items() if len(tasks) > 1} == {
        "trunk_1": ("t0", "t1", "t2"),
        "branch_1_1_2": ("t0", "t1"),
    }
    assert reach["trunk_3"] == ("t2",)
    assert reach["t0_trunk_3"] == ("t0",)


def test_penalties_are_what_their_formulas_say() -> None:
    random = np.random.default_rng(0)
    arrays = random.normal(size=(3, 2, 4)).astype(np.float32)
    weights = {f"w{place}": tf.constant(array) for place, array in enumerate(arrays)}
    names = (tuple(weights),)
    flat = arrays.reshape(3, -1)
    relations = random.random((3, 3))
    np.fill_diagonal(relations, 0)

    def total(**made: Any) -> float:
        return float(penalty([Coupling(strength=2, **made)], weights))

    pairs = sum(relations[t, s] * ((flat[t] - flat[s]) ** 2).sum() for t in range(3) for s in range(3))
    told = tuple(map(tuple, relations.tolist()))
    assert total(kind="laplacian", arrays=names, relations=told) == pytest.approx(pairs, rel=1e-5)
    singular = np.linalg.svd(flat - flat.mean(0), compute_uv=False)
    assert total(kind="trace", arrays=names) == pytest.approx(2 * singular.sum(), rel=1e-4)
    left, right = arrays[0][:, :2], arrays[0][:, 2:]
    product = 2 * ((left.T @ right) ** 2).sum()
    assert total(kind="orthogonal", arrays=(("w0",),), parts=2) == pytest.approx(product, rel=1e-5)


def test_distance_is_from_the_mean() -> None:
    drawn = planned({"kind": "soft", "strength": 0.5})
    model = shaken(build(drawn, seed=1))
    weights = {name: variable.value for name, variable in variables(model).items()}
    groups = [np.stack([weights[name] for name in group]) for group in drawn.couplings[0].arrays]
    expected = 0.1 / 2 * sum(((group - group.mean(0)) ** 2).sum() for group in groups)
    assert float(penalty(drawn.couplings, weights)) == pytest.approx(expected, rel=1e-5)


def test_equal_networks_have_no_penalty_and_a_finite_slope() -> None:
    for case in ("soft", "trace"):
        drawn = planned(CASES[case])
        weights = {name: variable.value for name, variable in variables(build(drawn, seed=1)).items()}
        with tf.GradientTape() as tape:
            tape.watch(list(weights.values()))
            total = penalty(drawn.couplings, weights)
        slopes = tape.gradient(total, list(weights.values()), unconnected_gradients="zero")
        assert float(total) < 1e-3
        assert all(np.isfinite(slope).all() for slope in slopes)


def test_an_unevenly_used_gate_is_penalised() -> None:
    drawn = planned({"kind": "mmoe", "experts": 3, "balance": 0.5})
    model = shaken(build(drawn, seed=1))
    model(inputs_of(drawn), training=True)
    gates = keras.Model(model.inputs, [model.get_layer(f"t{task}_gate").output for task in range(3)])
    use = [np.asarray(shares).mean(axis=0) * 3 for shares in gates(inputs_of(drawn))]
    assert float(sum(model.losses)) == pytest.approx(0.5 * sum(shares.var() for shares in use), rel=1e-4)


# Forward passes, worked out by hand.


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


def test_adapters_of_rank_0_are_hard_sharing_and_all_others_start_so() -> None:
    assert planned({"kind": "adapters", "rank": 0}).blocks == SHARED.blocks
    adapted, hard = build(planned({"kind": "adapters", "rank": 3}), seed=1), build(SHARED, seed=1)
    rows = inputs_of(SHARED)
    for one, other in zip(outputs(adapted, rows), outputs(hard, rows), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


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


def test_learned_relations_start_as_given() -> None:
    edges = [{"source": "a", "target": "c", "strength": 0.25}]
    model = build(planned({"kind": "task_graph", "depth": 0, "edges": edges}), seed=1)
    relations = keras.Model(model.inputs, model.get_layer("t2_relations").output)(inputs_of(SHARED, 1))
    np.testing.assert_allclose(relations, [[0.2, 0.8]], rtol=1e-5)


def test_a_cut_edge_carries_nothing() -> None:
    edges = [{"source": source, "target": target, "strength": 0} for source in "abc" for target in "abc"]
    drawn = planned({"kind": "task_graph", "depth": 0, "edges": edges})
    assert {block.id for block in drawn.shared_blocks} == {"inputs", "keep_2"}
    assert drawn.watches == ()


def test_the_graph_penalty_without_edges_is_the_distance() -> None:
    graph, soft = planned({"kind": "task_graph", "coupling": "penalty"}), planned({"kind": "soft"})
    assert graph.couplings == soft.couplings
    assert graph.blocks == soft.blocks
    alone = planned({"kind": "task_graph", "coupling": "penalty", "strength": 0})
    assert (alone.blocks, alone.couplings) == (SEPARATE.blocks, ())


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


def test_links_say_who_feeds_whom_and_whether_it_learns_from_it() -> None:
    links = [{"source": "b", "target": "a"}, {"source": "c", "target": "a"}]
    reach = {
        gradient: planned({"kind": "chain", "depth": 1, "links": links, "gradient": gradient}).reach
        for gradient in (False, True)
    }
    assert reach[True]["t1_head/kernel"] == ("t0", "t1")
    assert reach[False]["t1_head/kernel"] == ("t1",)
    with pytest.raises(ExperimentError, match="lead from"):
        planned({"kind": "chain", "links": [*links, {"source": "a", "target": "b"}]})


def test_task_tokens_by_hand() -> None:
    drawn = planned({"kind": "task_tokens", "attention_heads": 2}, count=2, layers=2, units=4, head_depth=0)
    weights, _, found = forward(drawn)
    rows = inputs_of(drawn)
    slopes, offset = weights["inputs_slopes/kernel"].reshape(3, 4), weights["inputs_offsets/kernel"]
    columns = np.stack(
        [rows["numbers"] @ slopes + offset, weights["inputs_c1/embeddings"][rows["categories"][:, 0]]], axis=1
    )

    def norm(values: np.ndarray) -> np.ndarray:
        centred = values - values.mean(-1, keepdims=True)
        return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-3)

    for task in range(2):
        state = weights[f"t{task}_asking_1_token/kernel"]
        for level in (1, 2):
            query = (norm(state) if level > 1 else state) @ weights[f"trunk_{level}_query/kernel"]
            key, value = (columns @ weights[f"trunk_{level}_{part}/kernel"] for part in ("key", "value"))
            heads = []
            for part in (slice(0, 2), slice(2, 4)):
                shares = softmax((query[:, None, part] * key[:, :, part]).sum(-1) / np.sqrt(2))
                heads.append((shares[:, :, None] * value[:, :, part]).sum(1))
            state = state + np.hstack(heads) @ weights[f"trunk_{level}_attended/kernel"]
            wide = np.tanh(dense(weights, f"trunk_{level}_wide", norm(state)))
            state = state + dense(weights, f"trunk_{level}_narrow", wide)
        np.testing.assert_allclose(found[task], dense(weights, f"t{task}_head", norm(state)), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("column", [NUMBERS, CATEGORY, TEXT], ids=lambda column: column.kind)
def test_task_tokens_of_columns_of_one_kind(column: InputColumn) -> None:
    other = column.model_copy(update={"id": "c9", "name": "other"})
    names = {each.name: {"kind": each.kind} for each in (column, other)}
    data = {
        "columns": {**names, "a": {"kind": "yes_no"}, "b": {"kind": "yes_no"}},
        "tasks": [{"column": "a", "kind": "binary"}, {"column": "b", "kind": "binary"}],
        "sharing": {"kind": "task_tokens", "units": 6},
    }
    tasks = [OutputTask(id=f"t{n}", name=name, kind="binary", outputs=1) for n, name in enumerate("ab")]
    model = build(plan(made(data), [column, other], tasks), seed=1)
    rows = {tensor.name: np.ones((12, tensor.shape[1]), tensor.dtype) for tensor in model.inputs}
    assert [output.shape for output in outputs(model, rows)] == [(12, 1)] * 2


def test_no_task_sees_another() -> None:
    """Task a answers the same whatever b's token is."""
    drawn = planned({"kind": "task_tokens"}, count=2)
    model = shaken(build(drawn, seed=1))
    before = outputs(model, inputs_of(drawn))
    token = variables(model)["t1_asking_1_token/kernel"]
    token.assign(token.numpy() + np.arange(6))
    after = outputs(model, inputs_of(drawn))
    np.testing.assert_array_equal(before[0], after[0])
    assert not np.allclose(before[1], after[1])
