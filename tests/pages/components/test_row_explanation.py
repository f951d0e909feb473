"""A row as the tasks see it: words marked by sign and strength, and nothing of a person's text read as HTML."""

from __future__ import annotations

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
