"""How often tasks pull apart in the boxes of a drawing: steps, sentences, and what the component gets."""

from __future__ import annotations

import pytest

from pages.shared.components.diagram import _data
from pages.shared.components.diagram_boxes import boxes
from pages.shared.components.diagram_pulls import Pulls
from tests.pages.components.test_diagram_words import network

MEASURED = Pulls(3, {"inputs": 0.0, "trunk_1": 0.62, "trunk_2": 0.004})


def test_a_box_takes_the_share_of_its_blocks() -> None:
    drawn = network(2)
    assert MEASURED.shares(drawn) == {"inputs": 0.0, "trunk_1": 0.62, "trunk_2": 0.004}
    assert MEASURED.steps(drawn) == {"inputs": 0, "trunk_1": 3, "trunk_2": 1}
    assert Pulls(3, {"trunk_1": None}).steps(drawn) == {}


@pytest.mark.parametrize(
    ("pulls", "words"),
    [
        (MEASURED, "most in: Layer 1, shared by all tasks (62% of the comparisons) and Layer 2, shared"),
        (Pulls(3, {"trunk_1": 0.0}), "In epoch 3 the tasks pulled apart nowhere."),
    ],
)
def test_the_colours_are_told_in_words(pulls: Pulls, words: str) -> None:
    assert words in pulls.sentence(network(2))


def test_the_component_gets_steps_cards_table_and_legend() -> None:
    drawn = network(2)
    data = _data(drawn, None, (), MEASURED, ())
    assert [block["pull"] for block in data["blocks"]][:3] == [0, 3, 1]
    assert data["cards"]["trunk_1"]["lines"][0].startswith("Two tasks pulled apart here in 62%")
    assert data["cards"]["inputs"]["lines"][0].startswith("No two tasks pulled apart here")
    assert data["table"][0][-1] == "Tasks pull apart"
    assert [row[-1] for row in data["table"][1:4]] == ["0%", "62%", "< 1%"]
    assert data["legend"] == "Tasks pull apart, epoch 3"


def test_without_a_measurement_nothing_is_tinted() -> None:
    data = _data(network(2), None, (), None, ())
    assert {block["pull"] for block in data["blocks"]} == {None}
    assert len(data["table"][0]) == 4
    assert data["legend"] is None
    assert len(data["blocks"]) == len(boxes(network(2)))
