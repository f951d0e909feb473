"""What each way of sharing is at the ends of its sliders."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.errors import ExperimentError
from mtl_core.experiment import parse_experiment
from mtl_core.networks import build, penalty, variables
from mtl_core.plan import Coupling, InputColumn, OutputTask, Plan, plan
from tests.networks.shared_plans import CASES, CATEGORY, NUMBERS, TEXT, inputs_of, outputs, planned, shaken

pytestmark = pytest.mark.engine


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
    assert total(kind="trace", arrays=names) == pytest.approx(2 * singular.sum(), rel=1e-5)
    left, right = arrays[0][:, :2], arrays[0][:, 2:]
    product = 2 * ((left.T @ right) ** 2).sum()
    assert total(kind="orthogonal", arrays=(("w0",),), parts=2) == pytest.approx(product, rel=1e-5)


@pytest.mark.parametrize("tasks", [2, 3, 9])
def test_the_trace_norm_pulls_along_every_singular_vector_alike(tasks: int) -> None:
    """Its gradient is U Vᵀ of the differences U S Vᵀ, with nothing of the direction in which they have no length."""
    arrays = np.random.default_rng(0).normal(5, 1, (tasks, 2, 12)).astype(np.float32)
    weights = {f"w{place}": tf.constant(array) for place, array in enumerate(arrays)}
    with tf.GradientTape() as tape:
        tape.watch(weights)
        told = penalty([Coupling(strength=2, kind="trace", arrays=(tuple(weights),))], weights)
    found = np.stack([part.numpy().ravel() for part in tape.gradient(told, weights).values()])
    flat = arrays.reshape(tasks, -1)
    left, _, right = np.linalg.svd(flat - flat.mean(0), full_matrices=False)
    np.testing.assert_allclose(found, 2 * left[:, :-1] @ right[:-1], atol=1e-4)


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


def test_adapters_of_rank_0_are_hard_sharing_and_all_others_start_so() -> None:
    assert planned({"kind": "adapters", "rank": 0}).blocks == SHARED.blocks
    adapted, hard = build(planned({"kind": "adapters", "rank": 3}), seed=1), build(SHARED, seed=1)
    rows = inputs_of(SHARED)
    for one, other in zip(outputs(adapted, rows), outputs(hard, rows), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


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
    model = build(plan(parse_experiment(data), [column, other], tasks), seed=1)
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
