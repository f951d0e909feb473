"""Which boxes a plan is drawn as, for every way of sharing."""

from __future__ import annotations

from typing import Any

import pytest

from mtl_core.experiment import SHARING
from mtl_core.plan import InputColumn
from mtl_core.wording import short
from pages.shared.components.diagram_boxes import boxes, ties
from pages.shared.components.diagram_words import brackets, cards, folds, table, totals
from tests.networks.shared_plans import CASES, INPUTS, planned


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("text", [False, True])
def test_every_block_is_in_one_box_and_every_parameter_is_told(case: str, text: bool) -> None:
    plan = planned(CASES[case], text=text)
    found = boxes(plan)
    assert sorted(block.id for box in found for block in box.members) == sorted(block.id for block in plan.blocks)
    assert sum(box.parameters for box in found) == plan.parameters
    assert found[0].main.form == "inputs"
    ids = [box.id for box in found]
    assert all(source in ids for box in found for source in box.sources)
    assert set(cards(plan)) == set(ids)
    figures = [int(row[2].replace(",", "")) for row in table(plan)[1:]]
    assert figures[-1] == sum(figures[:-1]) == plan.parameters


@pytest.mark.parametrize("inputs", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("case", CASES)
def test_every_parameter_stands_under_a_heading(case: str, inputs: tuple[InputColumn, ...]) -> None:
    """Embeddings and encoders of texts, too: what the headings say adds up to what the footer says."""
    plan = planned(CASES[case], inputs=inputs)
    headed = brackets(plan)
    assert sum(bracket["parameters"] for bracket in headed) == plan.parameters
    for bracket in headed:
        figure = short(bracket["parameters"])
        assert not bracket["parameters"] or all(figure in " ".join(words) for words in bracket["wordings"])
    assert totals(plan)[0]["value"] == short(plan.parameters)


def look(kind: str) -> str:
    """What of a drawing can be seen: forms and where they stand, without figures and names."""
    plan = planned({"kind": kind}, layers=3)
    seen = [
        (box.main.form, box.main.look, box.main.level, box.section, len(box.tasks), len(box.sources), box.main.word)
        for box in boxes(plan)
    ]
    experiment_handles = SHARING[kind]().depth_of("a") is not None and SHARING[kind].leave_alone
    return repr((seen, len(ties(plan)), experiment_handles))


def test_no_two_ways_of_sharing_are_drawn_alike() -> None:
    assert len({look(kind) for kind in SHARING}) == len(SHARING)


@pytest.mark.parametrize("case", CASES)
def test_every_small_point_has_a_word_and_a_sentence(case: str) -> None:
    plan = planned(CASES[case])
    told = cards(plan)
    for box in boxes(plan):
        assert bool(box.main.word) == (box.main.form in ("gate", "joint"))
        assert len(str(told[box.id]["lines"][0]).split()) > 4


@pytest.mark.parametrize("case", CASES)
def test_every_card_is_a_plain_sentence(case: str) -> None:
    plan = planned(CASES[case])
    for card in [*cards(plan).values(), *folds(plan).values()]:
        assert card["title"]
        assert all(line.endswith(".") and "{" not in line for line in card["lines"])


def test_every_kind_is_among_the_cases() -> None:
    assert {case["kind"] for case in CASES.values()} == set(SHARING)


@pytest.mark.parametrize(
    ("sharing", "tied"),
    [
        ({"kind": "soft"}, True),
        ({"kind": "soft", "penalty": "trace"}, True),
        ({"kind": "soft", "strength": 0}, False),
        ({"kind": "sluice", "orthogonality": 0.1}, False),
        ({"kind": "hard"}, False),
    ],
)
def test_layers_that_a_penalty_holds_together_are_tied(sharing: dict[str, Any], tied: bool) -> None:
    pairs = ties(planned(sharing))
    names = [f"t{task}_trunk_{level}" for level in (1, 2) for task in range(3)]
    expected = {(names[3 * level + a], names[3 * level + b]) for level in (0, 1) for b in range(3) for a in range(b)}
    assert set(pairs) == (expected if tied else set())
