"""The picture of a network: each block of every way of sharing once, each source a line, heads with their tasks."""

from __future__ import annotations

import pytest

from mtl_core.figures import network
from tests.networks.shared_plans import CASES, planned

EACH = pytest.mark.parametrize("case", CASES)


@EACH
def test_each_block_and_each_source_is_drawn(case: str) -> None:
    plan = planned(CASES[case], text=True)
    lines, marks = network.figure(plan, dark=False).data
    places = list(zip(marks.x, marks.y, strict=True))
    assert len(places) == len(set(places)) == len(plan.blocks)
    at = dict(zip((block.id for block in plan.blocks), places, strict=True))
    starts, ends = (list(zip(lines.x[at::3], lines.y[at::3], strict=True)) for at in (0, 1))
    drawn = list(zip(starts, ends, strict=True))
    assert drawn == [(at[source], at[block.id]) for block in plan.blocks for source in block.sources]
    assert all(start[0] < end[0] for start, end in drawn)


@EACH
def test_heads_have_their_names_and_what_none_reads_is_last(case: str) -> None:
    plan = planned(CASES[case])
    marks = network.figure(plan, dark=True).data[1]
    named = {text: x for text, x in zip(marks.text, marks.x, strict=True) if text}
    assert sorted(named) == ["A · a", "B · b", "C · c"]
    read = {source for block in plan.blocks for source in block.sources}
    last = {text for text, block in zip(marks.text, plan.blocks, strict=True) if text and block.id not in read}
    assert {named[text] for text in last} == {max(marks.x)}


def test_what_one_task_trains_has_its_colour() -> None:
    plan = planned(CASES["hard"])
    marks = network.figure(plan, dark=False).data[1]
    colours = dict(zip((block.id for block in plan.blocks), marks.marker.color, strict=True))
    heads = [colours[block.id] for block in plan.blocks if block.role == "head"]
    assert len(set(heads)) == 3
    assert {colours[block.id] for block in plan.blocks if block.shared}.isdisjoint(heads)


def test_words_of_users_are_no_markup() -> None:
    plan = planned(CASES["hard"])
    tasks = (plan.tasks[0].model_copy(update={"name": "<b>bold</b>"}), *plan.tasks[1:])
    drawn = network.figure(plan.model_copy(update={"tasks": tasks}), dark=False).to_json()
    assert "<b>bold" not in drawn.replace("\\u003c", "<")
