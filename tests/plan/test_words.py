"""What the boxes of a diagram are called and say."""

from __future__ import annotations

import pytest

from mtl_core.plan import InputColumn, Plan
from tests.plan.test_added_task import AGE, SITE, planned


def titles(drawn: Plan) -> dict[str, str]:
    return {block.id: block.title("“a”", single=len(drawn.tasks) == 1) for block in drawn.blocks}


def told(drawn: Plan, name: str) -> str:
    block = next(block for block in drawn.blocks if block.id == name)
    return " ".join(block.tell(drawn.around(block)))


def test_layers_are_titled_by_whom_they_are_for() -> None:
    assert titles(planned(2, depth=1)) == {
        "inputs": "Inputs",
        "trunk_1": "Layer 1, shared by all tasks",
        "t0_trunk_2": "Layer 2, for “a” alone",
        "t0_tower_1": "Layer 3, for “a” alone",
        "t0_head": "Head of “a”",
        "t1_trunk_2": "Layer 2, for “a” alone",
        "t1_tower_1": "Layer 3, for “a” alone",
        "t1_head": "Head of “a”",
    }
    assert titles(planned(1, depth=1))["trunk_1"] == "Layer 1"
    assert titles(planned(2, kind="mmoe"))["expert_2_1"] == "Expert of “a”, layer 1"


def test_boxes_that_stand_behind_others_share_one() -> None:
    homes = {block.id: block.home for block in planned(2, kind="task_tokens").blocks}
    assert (homes["inputs"], homes["trunk_1"], homes["t0_asking_1"]) == ("inputs", "frame_1", "t0_asking_1")
    assert {block.home for block in planned(2, kind="soft").blocks if block.role == "inputs"} == {"inputs"}


def test_inputs_say_how_many_columns_become_how_many_values() -> None:
    inputs = "Turns 2 columns into 5 values: numbers are scaled, categories get a learnt vector."
    assert told(planned(2), "inputs") == inputs
    assert told(planned(2, inputs=(SITE,)), "inputs").startswith("Turns 1 column into 2 values")
    members = "Each of 4 members takes these values times numbers of its own."
    assert told(planned(2, members=4), "inputs") == f"{inputs} {members}"
    pieces = AGE.model_copy(update={"edges": (0.0, 1.0, 2.0)})
    assert told(planned(2, inputs=(pieces, SITE)), "inputs").endswith(
        "Numbers also come piece by piece: 2 values say how far each is into the pieces of its range."
    )


@pytest.mark.parametrize(
    ("sharing", "rests"),
    [
        ({"dropout": 0.1}, " In training, 10% of the units rest at each step."),
        ({"dropout": 0.0}, ""),
        (
            {"dropout": 0.5, "adapt_dropout": True},
            " In training, 50% of the units rest at each step at most, and as few as validation rows allow.",
        ),
    ],
)
def test_a_layer_says_what_goes_in_and_out_and_what_rests(sharing: dict[str, object], rests: str) -> None:
    drawn = planned(2, depth=1, activation="relu", **sharing)
    assert told(drawn, "trunk_1") == f"5 values in, 6 out (ReLU). Each unit weighs all values that come in.{rests}"


def test_a_head_says_what_comes_out_and_that_members_answer_by_weights_of_their_own() -> None:
    assert told(planned(2), "t0_head") == "32 values in, 1 number out."
    assert told(planned(2, members=2), "t0_head") == (
        "32 values in, 1 number out. Each of 2 members answers by weights of its own; the answer is the mean of theirs."
    )
    note = InputColumn(id="c2", name="note", kind="text", tokens=9, length=4)
    assert "Each word of a text also speaks to it directly." in told(planned(2, inputs=(AGE, note)), "t0_head")


def test_experts_gates_and_mixtures_say_how_many_they_are() -> None:
    drawn = planned(2, kind="mmoe", experts=3)
    assert told(drawn, "t0_gate") == "Looks at 5 values and says how much of each of 3 experts is taken."
    assert told(drawn, "t0_mixture") == "Adds up 6 values of each expert, in the shares that the gate gives."
    assert told(planned(3, kind="cross_stitch"), "t1_stitch_1") == (
        "Takes a learnt share of the layers of all 3 tasks: 6 values."
    )


@pytest.mark.parametrize("kind", ["hard", "task_graph", "mmoe", "ple", "adapters", "task_tokens", "sluice"])
def test_a_block_stands_to_the_right_of_what_feeds_it(kind: str) -> None:
    """Or with it, where it is a small point between layers."""
    drawn = planned(3, kind=kind)
    levels = {block.id: block.level for block in drawn.blocks}
    for block in drawn.blocks:
        for source in block.sources:
            assert levels[source] < block.level + (block.form in ("gate", "joint") or block.role == "mixture")
    heads = [block for block in drawn.blocks if block.role == "head"]
    assert all(block.level > levels[block.sources[0]] for block in heads)
