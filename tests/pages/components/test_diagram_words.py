"""What the diagram says of a plan."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtl_core.experiment import Column, Experiment, HardSharing, Task, TaskKind, Text
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.text_encoders import Backbone
from mtl_core.wording import short
from pages.shared.components.diagram_boxes import boxes
from pages.shared.components.diagram_words import brackets, cards, folds, input_groups, outputs, table, title, totals
from tests.networks.shared_plans import CASES, planned

KINDS: tuple[TaskKind, ...] = ("regression", "binary", "multiclass")


def network(depth: int, tasks: Sequence[TaskKind] = KINDS, columns: int = 3) -> Plan:
    """Tasks "y0", "y1", … on ``columns`` numbers and one category of 8 tokens."""
    names = [f"y{place}" for place in range(len(tasks))]
    experiment = Experiment(
        columns={name: Column(kind="numeric") for name in names},
        tasks=tuple(Task(column=name, kind=kind) for name, kind in zip(names, tasks, strict=True)),
        sharing=HardSharing(depth=depth, layers=2, units=16),
    )
    numbers = [InputColumn(id=f"c{i}", name=f"number {i}", kind="numeric", numbers=1) for i in range(columns)]
    category = InputColumn(id=f"c{columns}", name="site", kind="category", vocabulary=8, embedding=4)
    heads = [
        OutputTask(id=f"t{i}", name=name, kind=kind, outputs=4 if kind == "multiclass" else 1)
        for i, (name, kind) in enumerate(zip(names, tasks, strict=True))
    ]
    return plan(experiment, [category, *numbers], heads)


def test_what_is_frozen_says_so() -> None:
    told = cards(network(1), {"trunk_1"})
    assert [name for name, card in told.items() if "Frozen" in str(card)] == ["trunk_1"]


@pytest.mark.parametrize("depth", [0, 1, 2, 8])
def test_every_block_has_a_card_that_names_its_parameters_and_users(depth: int) -> None:
    drawn = network(depth)
    told = cards(drawn)
    assert set(told) == {box.id for box in boxes(drawn)}
    for box in boxes(drawn):
        text = " ".join(told[box.id]["lines"])
        assert f"{box.parameters:,} parameter" in text
        assert ("all 3 tasks" in text) == (len(box.tasks) == 3)


@pytest.mark.parametrize("depth", [0, 2])
@pytest.mark.parametrize("fine_tune", [False, True])
def test_a_pretrained_encoder_is_told_and_counted(depth: int, fine_tune: bool) -> None:
    experiment = Experiment(
        columns={name: Column(kind="numeric") for name in KINDS},
        tasks=tuple(Task(column=kind, kind=kind) for kind in KINDS),
        text=Text(encoder="pretrained", fine_tune=fine_tune),
        sharing=HardSharing(depth=depth),
    )
    backbone = Backbone(units=8, layers=2, heads=2, wide=12)
    column = InputColumn(id="c0", name="note", kind="text", tokens=30, length=9, backbone=backbone)
    heads = [OutputTask(id=f"t{i}", name=kind, kind=kind, outputs=2) for i, kind in enumerate(KINDS)]
    drawn = plan(experiment, [column], heads)
    told = " ".join(cards(drawn)["inputs"]["lines"])
    assert 'Texts of "note": 9 tokens at most, 30 known, read by a pretrained Transformer into 8 values.' in told
    assert ("stays as it is" in told) is not fine_tune
    # Embedding, places, a norm; by layer four square arrays, two wide ones and two norms.
    single = 8 * (30 + 9 + 2) + 2 * (4 * (8 * 8 + 8) + 2 * 8 * 12 + 12 + 8 + 4 * 8)
    copies = 3 if fine_tune and depth == 0 else 1
    assert sum(box.parameters for box in boxes(drawn) if box.id == "inputs") == copies * single
    assert sum(box.parameters for box in boxes(drawn)) == drawn.parameters
    figures = [(figure["value"], figure["label"]) for figure in totals(drawn)]
    learning = (short(drawn.parameters - single), "of them learn")
    assert figures[1:-2] == ([] if fine_tune else [learning])
    assert (f"of which {learning[0]} learn" in drawn.sentence()) is (not fine_tune and depth > 0)


def test_cards_say_what_comes_out_of_a_head() -> None:
    told = cards(network(2))
    assert "16 values in, 16 out (SiLU)." in told["trunk_2"]["lines"][0]
    assert told["t0_head"]["lines"][0] == "32 values in, 1 number out."
    assert told["t1_head"]["lines"][0] == "32 values in, the chance of yes out."
    assert told["t2_head"]["lines"][0] == "32 values in, a chance for each of 4 classes out."
    assert told["t0_head"]["title"] == "Head of y0"


def test_separate_networks_have_no_trunk_heading() -> None:
    assert [bracket["section"] for bracket in brackets(network(0))] == ["inputs", "own"]


def test_a_network_that_is_many_says_so() -> None:
    drawn = planned(CASES["hard"], members=8)
    assert ("× 8", "members, averaged") in [(fact["value"], fact["label"]) for fact in totals(drawn)]
    assert input_groups(drawn)["width"] == "as 8 values × 8"
    told = cards(drawn)
    assert "Each of 8 members takes these values times numbers of its own." in told["inputs"]["lines"]
    assert (
        "Each of 8 members answers by weights of its own; the answer is the mean of theirs." in told["t0_head"]["lines"]
    )
    assert drawn.sentence().endswith(
        "It is 8 networks in one, which share most weights; the answer is the mean of theirs."
    )
    tokens = cards(planned(CASES["task_tokens"], members=8))["inputs"]["lines"]
    assert "Each of 8 members takes these values times numbers of its own." in tokens


def test_totals_of_several_tasks_say_what_is_shared_and_saved() -> None:
    drawn = network(2)
    assert [fact["label"] for fact in totals(drawn)] == ["parameters", "of them shared", "fewer than separate"]
    assert totals(drawn)[0] == {
        "value": short(drawn.parameters),
        "label": "parameters",
        "hint": f"{drawn.parameters:,}",
    }
    assert f"{drawn.separate_parameters:,} parameters" in totals(drawn)[2]["hint"]
    assert totals(drawn)[1]["value"] == f"{100 * drawn.shared_parameters / drawn.parameters:.0f}%"


def test_one_task_shares_nothing_and_is_not_told_so() -> None:
    drawn = network(2, tasks=["regression"])
    assert [fact["label"] for fact in totals(drawn)] == ["parameters"]
    assert brackets(drawn)[1]["wordings"][0][0] == "Trunk"
    assert all("Used by" not in line for card in cards(drawn).values() for line in card["lines"])


def test_columns_are_grouped_by_kind_and_their_names_are_capped() -> None:
    told = input_groups(network(1, columns=500))
    numbers, categories = told["groups"]
    assert (numbers["title"], numbers["count"], len(numbers["names"])) == ("Numbers", 500, 60)
    assert categories == {"title": "Categories", "names": ["site"], "count": 1}
    assert (told["count"], told["width"]) == ("501 columns", "as 504 values")


def test_outputs_say_what_a_task_gives() -> None:
    assert [output["what"] for output in outputs(network(1))] == ["a number", "yes or no", "4 classes"]


def test_the_list_of_boxes_names_each_its_size_and_its_users() -> None:
    drawn = network(1)
    head, inputs, trunk, *heads, total = table(drawn)
    assert head == ["Part", "Values out", "Parameters", "Used by"]
    assert trunk == ["Layer 1, shared by all tasks", "16", "128", "y0, y1, y2"]  # 7 numbers in: 3, and 4 of a category
    assert inputs[1:] == ["7", "32", "y0, y1, y2"]
    assert [row[3] for row in heads] == [*["y0"] * 3, *["y1"] * 3, *["y2"] * 3]
    assert total == ["In all", "", f"{drawn.parameters:,}", ""]


def test_a_box_says_who_uses_it() -> None:
    drawn = planned(CASES["branching"])
    users = {name: card["lines"][-1] for name, card in cards(drawn).items()}
    assert users["inputs"] == "Used by all 3 tasks."
    assert users["t2_head"] == "Used by c alone."
    assert "Used by a, c." in users.values()


def test_what_has_no_parameters_has_nothing_to_learn() -> None:
    lines = cards(network(1, columns=2))["inputs"]["lines"]
    assert "32 parameters to learn." in lines  # of the category
    bare = planned(CASES["hard"], inputs=(InputColumn(id="c0", name="age", kind="numeric", numbers=3),))
    assert "Nothing to learn here." in cards(bare)["inputs"]["lines"]
    assert brackets(bare)[0]["wordings"] == [["Inputs", ""], ["Inputs", ""]]


def test_what_is_frozen_has_no_count_and_a_part_of_a_box_does_not_freeze_it() -> None:
    drawn = network(1)
    assert "Frozen: it stays as it was trained." in cards(drawn, {"trunk_1"})["trunk_1"]["lines"]
    assert not any("to learn" in line for line in cards(drawn, {"trunk_1"})["trunk_1"]["lines"])
    bare = planned(CASES["hard"], inputs=(InputColumn(id="c0", name="age", kind="numeric", numbers=3),))
    every = {block.id for block in bare.blocks}
    assert "Nothing to learn here." in cards(bare, every)["inputs"]["lines"]


def test_layers_held_close_name_the_other_tasks() -> None:
    drawn = planned({"kind": "soft"})
    assert "Held close to the same layer of b, c." in cards(drawn)["t0_trunk_1"]["lines"]
    assert brackets(drawn)[1]["wordings"][0][0] == "Own networks, held together"
    assert brackets(planned(CASES["cross_stitch"]))[1]["wordings"][0][0] == "Shared and mixed"


@pytest.mark.parametrize(
    ("case", "words"),
    [("hard", ("Shared trunk", "Trunk")), ("mmoe", ("Experts and gates", "Experts"))],
)
def test_a_heading_gets_shorter_where_there_is_less_room(case: str, words: tuple[str, str]) -> None:
    body = next(each for each in brackets(planned(CASES[case])) if each["section"] == "body")
    count = f"{body['parameters']:,}"
    long, brief = words
    assert body["wordings"] == [[long, f"{count} parameters"], [long, count], [brief, count], ["", count]]


def test_folded_sections_say_how_much_is_in_them() -> None:
    drawn = network(2)
    told = folds(drawn)
    assert list(told) == ["folded_body", "folded_t0", "folded_t1", "folded_t2"]
    assert told["folded_body"] == {
        "title": "Shared trunk",
        "lines": ["2 parts, folded. Press the heading to see more.", "400 parameters to learn."],
    }
    assert told["folded_t0"]["title"] == "Own layers of y0"
    assert "folded_body" not in folds(network(0))


def test_what_sharing_saves_is_told_in_percent() -> None:
    saved = {fact["label"]: fact["value"] for fact in totals(network(2))}
    drawn = network(2)
    assert saved["fewer than separate"] == f"{100 * drawn.saved:.0f}%"
    wide = planned({"kind": "mmoe", "experts": 6})
    assert wide.saved < 0
    assert totals(wide)[-1]["label"] == "more than separate"
    assert totals(wide)[-1]["value"] == f"{-100 * wide.saved:,.0f}%"
    even = {fact["label"]: fact["value"] for fact in totals(network(0))}
    assert even["as separate"] == "as many"


def test_a_single_column_is_counted_as_one() -> None:
    bare = planned(CASES["hard"], inputs=(InputColumn(id="c0", name="age", kind="numeric", numbers=3),))
    assert (input_groups(bare)["count"], input_groups(bare)["width"]) == ("1 column", "as 3 values")


def test_titles_name_whose_a_box_is() -> None:
    drawn = network(1)
    names = {box.id: title(drawn, box) for box in boxes(drawn)}
    assert names["trunk_1"] == "Layer 1, shared by all tasks"
    assert names["t1_head"] == "Head of y1"
