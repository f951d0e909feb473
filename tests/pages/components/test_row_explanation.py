"""A row as the tasks see it: words marked by sign and strength, and nothing of a person's text read as HTML."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mtl_core.records.examples import Example
from pages.shared.components import row_explanation

HOSTILE = "<script>alert(1)</script><img src=x onerror=y>"


def example(
    text: str = "good but bad", effects: list[float] | None = None, cells: Any = None, **answer: Any
) -> Example:
    words = text.split(" ")
    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
    spans = [(start, start + len(word)) for start, word in zip(starts, words, strict=True)]
    read: Any = {
        "column": "text",
        "text": text,
        "places": spans,
        "effects": {"t0": [2.0, 0.0, -1.0] if effects is None else effects},
        "longer": False,
    }
    given: Any = {"given": "yes", "true": "no", "sure": 0.9, "shares": [["yes", 0.9], ["no", 0.1]], **answer}
    return Example.model_validate(
        {"position": 3, "cells": cells or {"size": "1"}, "texts": [read], "answers": {"t0": given}}
    )


def test_words_carry_sign_colour_and_line() -> None:
    drawn = row_explanation.row_explanation({"t0": "mood"}, example())
    assert '<mark class="for" style="--strength: 1.00">good<sup>+</sup></mark> but ' in drawn
    assert '<mark class="against" style="--strength: 0.50">bad<sup>−</sup></mark>' in drawn
    assert "For: “good”. Against: “bad”." in drawn


def test_weak_words_stay_plain() -> None:
    drawn = row_explanation.row_explanation({"t0": "mood"}, example(effects=[0.1, 0.0, -0.1]))
    assert "<mark" not in drawn
    assert "No single word changes this answer much." in drawn


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({}, "✗ The table says no."),
        ({"true": "yes"}, "✓ That is right."),
        ({"true": None}, "90% sure"),
        ({"given": 4.0, "true": 6.5, "sure": None, "shares": []}, "The table says 6.5; off by 2.5."),
        ({"given": None, "true": 6.5, "sure": None, "shares": []}, "off by –"),
    ],
)
def test_answer_stands_beside_the_truth(answer: dict[str, Any], said: str) -> None:
    assert said in row_explanation.row_explanation({"t0": "mood"}, example(**answer))


def test_task_without_words_shows_the_text_alone() -> None:
    row = example(effects=[])
    drawn = row_explanation.row_explanation({"t0": "mood"}, row)
    assert "good but bad" in drawn
    assert "<mark" not in drawn


def test_hostile_texts_stay_texts() -> None:
    row = example(
        text=HOSTILE.replace(" ", "_"), effects=[3.0], cells={HOSTILE: HOSTILE}, given=HOSTILE, true=HOSTILE + "!"
    )
    drawn = row_explanation.heading(row) + row_explanation.row_explanation({"t0": HOSTILE}, row, shares=True)
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "&lt;script&gt;" in drawn


def test_phrases_are_told_as_texts_of_a_person() -> None:
    found = example(text=f"good {HOSTILE.split()[0]} film", effects=[0.0, 0.0, 0.0])
    body = found.model_dump()
    body["texts"][0]["phrases"] = {"t0": [{"start": 0, "end": 2, "effect": 2.0, "answer": HOSTILE}]}
    drawn = row_explanation.row_explanation({"t0": "mood"}, Example.model_validate(body))
    assert "several together do: without “good " in drawn
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert "together do" not in row_explanation.row_explanation({"t0": "mood"}, found)  # of an earlier version


def drawn(row: Example, name: str = "mood", shares: bool = False) -> str:
    return row_explanation.row_explanation({"t0": name}, row, shares=shares)


def test_a_heading_says_which_row_it_is_what_names_it_and_its_cells() -> None:
    row = example(cells={"size": "1", "town": "here"}).model_copy(update={"position": 1_233})
    place = "<b>Row 1,234 of the table"
    assert row_explanation.heading(row) == f'<p class="mtl-row">{place}</b> · size 1 · town here</p>'
    assert row_explanation.heading(row, "id 7") == f'<p class="mtl-row">{place} · id 7</b> · size 1 · town here</p>'
    bare = row.model_copy(update={"cells": {}})
    assert row_explanation.heading(bare) == f'<p class="mtl-row">{place}</b></p>'


def test_classes_are_listed_where_they_are_asked_for_five_at_most() -> None:
    shares = [[f"class {number}", share] for number, share in enumerate([0.5, 0.2, 0.15, 0.1, 0.046, 0.004])]
    row = example(shares=shares)
    assert "share" not in drawn(row)
    listed = re.findall(r'<i style="--share: ([\d.]+)"></i><span>([^<]+)</span>', drawn(row, shares=True))
    assert listed == [("0.500", "50%"), ("0.200", "20%"), ("0.150", "15%"), ("0.100", "10%"), ("0.046", "5%")]
    assert '<span title="class 0">class 0</span>' in drawn(row, shares=True)


def test_a_push_is_full_at_one_or_at_the_strongest() -> None:
    assert re.findall(r"strength: ([\d.]+)", drawn(example(effects=[0.5, 0.0, -0.15]))) == ["0.50", "0.15"]
    assert re.findall(r"strength: ([\d.]+)", drawn(example(effects=[4.0, 0.59, -0.6]))) == ["1.00", "0.15"]


def test_three_words_a_side_carry_a_sign() -> None:
    row = example(text="a b c d e", effects=[1.0, 4.0, 3.0, 2.0, -1.0])
    assert re.findall(r">(\w)<sup>", drawn(row)) == ["b", "c", "d", "e"]
    assert "For: “b”, “c”, “d”. Against: “e”." in drawn(row)
    assert drawn(row).count("<mark") == 5


def test_what_is_no_word_is_coloured_and_not_named() -> None:
    row = example(text="! well", effects=[2.0, 1.0])
    assert '<mark class="for" style="--strength: 1.00">!</mark>' in drawn(row)
    assert '<p class="sum">For: “well”.</p>' in drawn(row)
    assert '<p class="sum">Against: “well”.</p>' in drawn(example(text="so well", effects=[0.0, -1.0]))


def test_a_word_that_stands_twice_is_named_once() -> None:
    assert '<p class="sum">For: “so”.</p>' in drawn(example(text="so so", effects=[2.0, 1.0]))


def test_a_text_that_goes_on_ends_in_dots() -> None:
    body = example(effects=[0.0, 0.0, 0.0]).model_dump()
    body["texts"][0]["longer"] = True
    assert "good but bad …</p>" in drawn(Example.model_validate(body))
    assert "…" not in drawn(example(effects=[0.0, 0.0, 0.0]))


def test_several_texts_have_the_names_of_their_columns() -> None:
    body = example().model_dump()
    body["texts"] = [{**body["texts"][0], "column": name} for name in ("title", "<body>")]
    several = drawn(Example.model_validate(body))
    assert re.findall(r'<p class="column">([^<]*)</p>', several) == ["title", "&lt;body&gt;"]
    assert 'class="column"' not in drawn(example())


def test_cards_stand_in_the_order_of_their_tasks() -> None:
    body = example().model_dump()
    body["answers"]["t1"] = {**body["answers"]["t0"], "given": 12_345.6, "true": None, "sure": None, "shares": []}
    cards = row_explanation.row_explanation({"t0": "mood", "t1": "cost"}, Example.model_validate(body))
    assert re.findall(r'<header title="(\w+)">', cards) == ["mood", "cost"]
    assert re.findall(r'<p class="given">([^<]*)</p>', cards) == ["yes · 90% sure", "12,350"]
    assert re.findall(r'class="mtl-reading" style="--colour: var\(--mtl-task-(\d)\)"', cards) == ["0", "1"]


def test_the_legend_tells_of_marks_that_are_there() -> None:
    pushed, bare = example(), example().model_copy(update={"texts": ()})
    assert "speaks for the answer" in row_explanation.legend([bare, pushed])
    assert "told by one" not in row_explanation.legend([pushed])
    assert row_explanation.legend([bare]) == ""
    assert row_explanation.legend([]) == ""
