"""How far tasks pull apart in the boxes of a drawing: steps, sentences, and what the component gets."""

from __future__ import annotations

import pytest

from pages.shared.components.diagram import _data
from pages.shared.components.diagram_boxes import boxes
from pages.shared.components.diagram_conflicts import Conflicts, Pair
from tests.pages.components.test_diagram_words import network

FAR, MIDDLE, NEAR = Pair(-0.42, (0, 1)), Pair(-0.3, (0, 1)), Pair(-0.01, (0, 1))
MEASURED = Conflicts(3, {"inputs": NEAR, "trunk_1": FAR, "trunk_2": MIDDLE})


def test_a_box_takes_the_furthest_pair_of_its_blocks() -> None:
    drawn = network(2)
    assert MEASURED.lowest(drawn) == {"inputs": NEAR, "trunk_1": FAR, "trunk_2": MIDDLE}
    assert MEASURED.steps(drawn) == {"inputs": 5, "trunk_1": 1, "trunk_2": 2}
    assert Conflicts(3, {"trunk_1": None}).steps(drawn) == {}


@pytest.mark.parametrize(
    ("pulls", "words"),
    [
        (MEASURED, "most in: Layer 1, shared by all tasks (A and B, −0.42) and Layer 2, shared"),
        (Conflicts(3, {"trunk_1": NEAR}), "In epoch 3 no two tasks pull apart in any shared layer."),
    ],
)
def test_the_colours_are_told_in_words(pulls: Conflicts, words: str) -> None:
    assert words in pulls.sentence(network(2))


def test_the_component_gets_steps_cards_table_and_legend() -> None:
    drawn = network(2)
    data = _data(drawn, None, (), MEASURED, ())
    assert [block["pull"] for block in data["blocks"]][:3] == [5, 1, 2]
    assert data["cards"]["trunk_1"]["lines"][0].startswith("A and B pull apart here (−0.42, epoch 3)")
    assert data["cards"]["inputs"]["lines"][0].startswith(
        "No two tasks pull apart here; the furthest are A and B, −0.01"
    )
    assert data["table"][0][-1] == "Furthest apart"
    assert [row[-1] for row in data["table"][1:4]] == ["A and B, −0.01", "A and B, −0.42", "A and B, −0.30"]
    assert data["legend"] == "Lowest cosine of two tasks, epoch 3"


def test_without_a_measurement_nothing_is_tinted() -> None:
    data = _data(network(2), None, (), None, ())
    assert {block["pull"] for block in data["blocks"]} == {None}
    assert len(data["table"][0]) == 4
    assert data["legend"] is None
    assert len(data["blocks"]) == len(boxes(network(2)))
