"""What each way of sharing draws: who trains what, what feeds what, and what there is to see."""

from __future__ import annotations

from typing import Any

import pytest

from mtl_core.plan import Plan
from tests.plan.test_added_task import planned

ALL = ("t0", "t1", "t2")


def owners(drawn: Plan) -> dict[str, tuple[str, ...]]:
    """Of all layers below the tasks' heads."""
    return {b.id: b.owners for b in drawn.blocks if b.role not in ("inputs", "head") and "_tower_" not in b.id}


def feeds(drawn: Plan) -> dict[str, tuple[str, ...]]:
    return {block.id: block.sources for block in drawn.blocks}


def towers(count: int, first: int, last: int) -> dict[str, tuple[str, ...]]:
    """Layers of each task's own, from the first to the last."""
    return {f"t{task}_trunk_{level}": (f"t{task}",) for task in range(count) for level in range(first, last + 1)}


@pytest.mark.parametrize(
    ("sharing", "expected"),
    [
        ({"depth": 0}, towers(3, 1, 2)),
        ({"depth": 1}, {"trunk_1": ALL, **towers(3, 2, 2)}),
        ({"depth": 2}, {"trunk_1": ALL, "trunk_2": ALL}),
        ({"depth": 3}, {"trunk_1": ALL, "trunk_2": ALL, "trunk_3": ALL}),
        ({"kind": "soft", "strength": 0.5}, towers(3, 1, 2)),
        ({"kind": "soft", "strength": 1}, {"trunk_1": ALL, "trunk_2": ALL}),
        ({"kind": "adapters", "rank": 0}, {"trunk_1": ALL, "trunk_2": ALL}),
        (
            {"kind": "branching", "depth": 1, "leaves": {"a": 2, "c": 0}},
            {
                "trunk_1": ("t0", "t1"),
                "trunk_2": ("t0",),
                "t1_trunk_2": ("t1",),
                "t2_trunk_1": ("t2",),
                "t2_trunk_2": ("t2",),
            },
        ),
        (
            {"kind": "branching", "depth": 1, "branch": 2, "groups": {"a": 1, "c": 1}},
            {"trunk_1": ALL, "branch_1_1_2": ("t0", "t2"), "t1_trunk_2": ("t1",)},
        ),
        (
            {"kind": "branching", "depth": 0, "branch": 1, "groups": {"a": 1, "b": 2, "c": 2}},
            {
                "branch_1_0_1": ("t0",),
                "t0_trunk_2": ("t0",),
                "branch_2_0_1": ("t1", "t2"),
                "t1_trunk_2": ("t1",),
                "t2_trunk_2": ("t2",),
            },
        ),
    ],
)
def test_layers_are_those_of_the_tasks_that_share_them(
    sharing: dict[str, Any], expected: dict[str, tuple[str, ...]]
) -> None:
    drawn = planned(3, **sharing)
    assert owners(drawn) == expected
    roles = {block.id: block.role for block in drawn.blocks if block.id in expected}
    assert roles == {name: "trunk" if of == ALL else "tower" for name, of in expected.items()}


def test_who_leaves_before_the_first_layer_has_inputs_of_its_own() -> None:
    drawn = planned(3, kind="branching", depth=1, leaves={"c": 0})
    inputs = {block.id: block.owners for block in drawn.blocks if block.role == "inputs"}
    assert inputs == {"inputs": ("t0", "t1"), "t2_inputs": ("t2",)}


def test_experts_are_of_all_and_each_task_has_a_gate_of_its_own() -> None:
    drawn = planned(2, kind="mmoe", experts=2)
    assert owners(drawn) == {
        **{f"expert_{place}_{level}": ("t0", "t1") for place in (1, 2) for level in (1, 2)},
        **{f"t{task}_{part}": (f"t{task}",) for task in (0, 1) for part in ("gate", "mixture")},
    }
    assert feeds(drawn)["expert_2_1"] == ("inputs",)
    assert feeds(drawn)["expert_2_2"] == ("expert_2_1",)
    assert set(feeds(drawn)["t1_mixture"]) == {"t1_gate", "expert_1_2", "expert_2_2"}
    (watch,) = drawn.watches
    assert (watch.layers, watch.rows, watch.columns) == (("t0_gate", "t1_gate"), ("a", "b"), ("Expert 1", "Expert 2"))
    assert (watch.measure, watch.kind, watch.by_class) == ("outputs", "bars", True)


def test_one_gate_of_all_is_shown_for_each_task() -> None:
    drawn = planned(2, kind="mmoe", experts=2, one_gate=True)
    assert {name: of for name, of in owners(drawn).items() if "gate" in name} == {"all_gate": ("t0", "t1")}
    assert drawn.watches[0].layers == ("all_gate", "all_gate")
    assert not planned(2, kind="mmoe", experts=1).watches


def test_stages_have_experts_of_all_and_of_each_and_the_last_no_stream_of_all() -> None:
    drawn = planned(2, kind="ple", stages=2, shared_experts=2, task_experts=1, layers=1)
    experts = {name: of for name, of in owners(drawn).items() if "expert" in name}
    assert experts == {
        f"{who}stage_{stage}_expert_{place}_1": of
        for stage in (1, 2)
        for who, of, places in (("", ("t0", "t1"), (1, 2)), ("t0_", ("t0",), (1,)), ("t1_", ("t1",), (1,)))
        for place in places
    }
    gates = {name for name in owners(drawn) if name.endswith("_gate")}
    assert gates == {"t0_stage_1_gate", "t1_stage_1_gate", "stage_1_shared_gate", "t0_stage_2_gate", "t1_stage_2_gate"}
    assert feeds(drawn)["t0_stage_2_expert_1_1"] == ("t0_stage_1_mixture",)
    assert feeds(drawn)["stage_2_expert_1_1"] == ("stage_1_shared_mixture",)
    first, second = drawn.watches
    assert (first.id, second.id) == ("gates_stage_1", "gates_stage_2")
    assert first.title == "How much each task uses each expert of stage 1"
    assert first.columns == ("Own 1", "Shared 1", "Shared 2")
    assert second.layers == ("t0_stage_2_gate", "t1_stage_2_gate")
    both = planned(2, kind="cgc", shared_experts=1, task_experts=1)
    assert [watch.columns for watch in both.watches] == [("Own 1", "Shared 1")]
    for experts in ({"shared_experts": 1, "task_experts": 0}, {"shared_experts": 0, "task_experts": 1}):
        alone = planned(2, kind="cgc", **experts)  # there is nothing to choose
        assert (alone.watches, [block.id for block in alone.blocks if block.kind == "gate"]) == ((), [])


def test_networks_beside_each_other_are_stitched_after_each_layer() -> None:
    drawn = planned(2, kind="cross_stitch")
    assert feeds(drawn)["t1_stitch_1"] == ("t0_trunk_1", "t1_trunk_1")
    assert feeds(drawn)["t1_trunk_2"] == ("t1_stitch_1",)
    assert feeds(drawn)["t1_tower_1"] == ("t1_stitch_2",)
    assert [(watch.id, watch.layers) for watch in drawn.watches] == [
        ("stitch_1", ("t0_stitch_1_shares", "t1_stitch_1_shares")),
        ("stitch_2", ("t0_stitch_2_shares", "t1_stitch_2_shares")),
    ]
    assert {(watch.rows, watch.columns) for watch in drawn.watches} == {(("a", "b"), ("a", "b"))}
    fast = planned(2, kind="cross_stitch", speed=20)
    assert {watch.scale for watch in fast.watches} == {20}  # as much faster as the shares are learnt
    assert not planned(1, kind="cross_stitch").watches
    assert {shape for name, shape in drawn.arrays.items() if name.endswith("_shares/kernel")} == {(1, 2)}


def test_layers_in_parts_are_stitched_part_by_part_and_mixed_for_the_head() -> None:
    drawn = planned(2, kind="sluice", subspaces=2, units=5, orthogonality=0.1)
    assert {block.units for block in drawn.blocks if "_trunk_" in block.id} == {6}  # the next that has even parts
    assert {shape for name, shape in drawn.arrays.items() if "stitch" in name} == {(1, 8)}
    assert feeds(drawn)["t0_depths"] == ("t0_stitch_1", "t0_stitch_2")
    (penalty,) = drawn.couplings
    assert (penalty.kind, penalty.strength, penalty.parts) == ("orthogonal", 0.1, 2)
    assert set(penalty.arrays) == {(f"t{task}_trunk_{level}/kernel",) for task in (0, 1) for level in (1, 2)}
    *stitches, depths = drawn.watches
    assert [watch.rows for watch in stitches] == [("a 1", "a 2", "b 1", "b 2")] * 2
    assert (depths.rows, depths.columns) == (("a", "b"), ("Layer 1", "Layer 2"))
    assert depths.layers == ("t0_depths_shares", "t1_depths_shares")
    assert {watch.scale for watch in drawn.watches} == {10}


@pytest.mark.parametrize("changes", [{"orthogonality": 0.0}, {"subspaces": 1}])
def test_parts_are_held_apart_where_there_are_several_and_it_is_asked_for(changes: dict[str, Any]) -> None:
    assert not planned(2, kind="sluice", **{"subspaces": 2, "orthogonality": 0.1, **changes}).couplings
    one_layer = planned(2, kind="sluice", layers=1)
    assert not [block for block in one_layer.blocks if block.kind == "depths"]
    assert [watch.id for watch in one_layer.watches] == ["stitch_1"]


def test_networks_held_together_have_one_penalty_of_all_layers_but_the_heads() -> None:
    drawn = planned(3, kind="soft", strength=0.75)
    (penalty,) = drawn.couplings
    assert penalty.strength == pytest.approx(0.3)  # a tenth, times 3 of together by 1 of apart
    assert penalty.relations == tuple(tuple((one != two) / 6 for two in range(3)) for one in range(3))
    assert len(penalty.arrays) == 5  # the table of the category, and kernel and bias of two layers
    for group in penalty.arrays:
        assert [name.replace(f"t{task}_", "", 1) for task, name in enumerate(group)] == [group[0][3:]] * 3
    (watch,) = drawn.watches
    assert (watch.id, watch.rows, watch.columns) == ("distances", ("a", "b", "c"), ("a", "b", "c"))
    assert watch.arrays == tuple(zip(*penalty.arrays, strict=True))
    (trace,) = planned(3, kind="soft", strength=0.75, penalty="trace").couplings
    assert (trace.kind, trace.strength, trace.arrays) == ("trace", pytest.approx(0.3), penalty.arrays)
    apart = planned(3, kind="soft", strength=0)
    assert (len(apart.couplings), len(apart.watches)) == (0, 1)
    alone = planned(1, kind="soft", strength=0.75)
    assert (len(alone.couplings), len(alone.watches)) == (0, 0)


def test_each_task_changes_the_layers_of_all_by_its_own_rank() -> None:
    drawn = planned(2, kind="adapters", rank=2, ranks={"b": 3})
    arrays = drawn.arrays
    assert arrays["trunk_2/kernel"] == (6, 6)
    assert (arrays["t0_adapted_2_down/kernel"], arrays["t0_adapted_2_up/kernel"]) == ((6, 2), (2, 6))
    assert (arrays["t1_adapted_1_down/kernel"], arrays["t1_adapted_1_up/kernel"]) == ((5, 3), (3, 6))
    borrowed = {block.id: block.borrows for block in drawn.blocks if block.borrows}
    assert borrowed == {f"t{task}_adapted_{level}": (f"trunk_{level}",) for task in (0, 1) for level in (1, 2)}
    (watch,) = drawn.watches
    assert (watch.rows, watch.columns) == (("a", "b"), ("Layer 1", "Layer 2"))
    assert watch.arrays[1] == tuple(
        name
        for level in (1, 2)
        for name in (f"t1_adapted_{level}_down/kernel", f"t1_adapted_{level}_up/kernel", f"trunk_{level}/kernel")
    )
    assert {block.label for block in drawn.blocks if block.kind == "adapted"} == {"rank 2", "rank 3"}


def test_tasks_ask_the_columns_level_by_level() -> None:
    drawn = planned(2, kind="task_tokens")
    assert feeds(drawn)["t1_asking_1"] == ("inputs",)
    assert feeds(drawn)["t1_asking_2"] == ("inputs", "t1_asking_1")
    starts = {name: shape for name, shape in drawn.arrays.items() if name.endswith("_token/kernel")}
    assert starts == {f"t{task}_asking_1_token/kernel": (1, 6) for task in (0, 1)}
    assert [(watch.id, watch.layers, watch.columns) for watch in drawn.watches] == [
        (f"attention_{level}", (f"t0_asking_{level}_shares",), ("age", "site")) for level in (1, 2)
    ]
    assert all(watch.by_class for watch in drawn.watches)


def test_a_chain_hands_answers_on_in_the_order_of_the_tasks() -> None:
    drawn = planned(3, kind="chain", depth=1)
    assert {name: sources for name, sources in feeds(drawn).items() if name.endswith("_join")} == {
        "t1_join": ("t1_trunk_2", "t0_answer"),
        "t2_join": ("t2_trunk_2", "t1_answer"),
    }
    assert {name for name in feeds(drawn) if name.endswith("_answer")} == {"t0_answer", "t1_answer"}
    linked = planned(3, kind="chain", depth=1, links=[{"source": "c", "target": "a"}])
    assert {name: sources for name, sources in feeds(linked).items() if name.endswith("_join")} == {
        "t0_join": ("t0_trunk_2", "t2_answer")
    }


def test_what_is_told_while_training_is_known_by_its_length() -> None:
    assert planned(3, kind="chain", feed="scheduled").told == {"t0": 1, "t1": 1}
    assert planned(3, kind="chain").told == {}


def test_messages_pass_along_the_arrows_that_are_not_cut() -> None:
    edges = [{"source": "a", "target": "b", "strength": 0}, {"source": "c", "target": "b", "strength": 0}]
    drawn = planned(3, kind="task_graph", depth=0, edges=edges)
    assert {name for name in feeds(drawn) if name.endswith("_relations")} == {"t0_relations", "t2_relations"}
    assert feeds(drawn)["t0_round_2"] == ("t0_trunk_1", "t0_relations", "t1_trunk_1", "t2_trunk_1")
    assert feeds(drawn)["t1_round_2"] == ("t1_trunk_1",)
    borrowed = {block.id: block.borrows for block in drawn.blocks if block.borrows}
    assert borrowed == {
        "t0_round_2": ("keep_2", "send_2"),
        "t1_round_2": ("keep_2",),
        "t2_round_2": ("keep_2", "send_2"),
    }
    assert "send_2/bias" not in drawn.arrays
    assert "keep_2/bias" in drawn.arrays
    (watch,) = drawn.watches
    assert (watch.kind, watch.layers) == ("graph", ("t0_relations", None, "t2_relations"))
    assert watch.places == ((1, 2), (), (0, 1))


def test_a_graph_may_hold_networks_together_by_the_strength_of_its_edges() -> None:
    edges = [{"source": "a", "target": "b", "strength": 0.5}, {"source": "c", "target": "b", "strength": 0}]
    drawn = planned(3, kind="task_graph", coupling="penalty", strength=0.75, edges=edges)
    assert owners(drawn) == towers(3, 1, 2)
    (penalty,) = drawn.couplings
    assert (penalty.kind, penalty.strength) == ("laplacian", pytest.approx(0.3))
    taken = ((0, 1, 1), (0.5, 0, 0), (1, 1, 0))  # [target][source]
    assert penalty.relations == tuple(tuple(pytest.approx(each / 6) for each in row) for row in taken)


def test_without_a_layer_left_for_messages_all_is_one_trunk() -> None:
    drawn = planned(3, kind="task_graph", depth=2)
    assert owners(drawn) == {"trunk_1": ALL, "trunk_2": ALL}
    assert not drawn.watches
    one_state = planned(3, kind="task_graph", depth=1)  # a layer of each task's own, and no round
    assert owners(one_state) == {"trunk_1": ALL, **towers(3, 2, 2)}
    assert not one_state.watches


def test_rows_are_counted_where_experts_are_to_be_used_evenly() -> None:
    assert planned(2, kind="mmoe", balance=0.1).counts_rows is True
    assert planned(2, kind="mmoe", balance=0.0).counts_rows is False
    assert planned(2).counts_rows is False
