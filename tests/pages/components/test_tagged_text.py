"""A text with its tags: what is right and what is wrong differ without colours, and nothing is read as HTML."""

from __future__ import annotations

from typing import Any

from mtl_core.records.examples import Example
from pages.shared.components import row_explanation
from pages.shared.components.tagged_text import mark_tags

TOKENS = ["Ann", "Lee", "saw", "Rome"]


def test_entities_are_marked_as_a_whole() -> None:
    drawn = mark_tags(TOKENS, ["B-PER", "I-PER", "O", "B-LOC"], None)
    assert (
        '<mark class="tag">Ann Lee<small>PER</small></mark> saw <mark class="tag">Rome<small>LOC</small></mark>'
        in drawn
    )
    assert "table" not in drawn


def test_what_is_right_is_said_to_be() -> None:
    tags = ["B-PER", "I-PER", "O", "B-LOC"]
    drawn = mark_tags(TOKENS, tags, tags)
    assert "✓ That is right." in drawn
    assert "✗" not in drawn


def test_what_differs_stands_in_both_lines_with_a_sign() -> None:
    drawn = mark_tags(TOKENS, ["B-PER", "O", "O", "B-LOC"], ["B-PER", "I-PER", "O", "B-LOC"])
    said, table = drawn.split("✗ 1 token is not tagged as in the table, which says:")
    assert '<mark class="tag wrong">Ann<small>PER ✗</small></mark> Lee saw' in said
    assert '<mark class="tag wrong">Ann Lee<small>PER ✗</small></mark>' in table
    assert said.count('<mark class="tag">Rome') == table.count('<mark class="tag">Rome') == 1


def test_tags_without_entities_stand_at_each_token() -> None:
    drawn = mark_tags(["Ann", "sang"], ["NOUN", "VERB"], ["NOUN", "NOUN"])
    assert '<mark class="tag">Ann<small>NOUN</small></mark>' in drawn
    assert '<mark class="tag wrong">sang<small>VERB ✗</small></mark>' in drawn


def test_long_texts_are_cut() -> None:
    drawn = mark_tags(["w"] * 500, ["O"] * 500, None)
    assert drawn.count("w ") == 200
    assert "…" in drawn


def test_hostile_texts_stay_texts() -> None:
    hostile = "<img/src=x>"
    drawn = mark_tags([hostile, hostile], [f"B-{hostile}", "O"], ["O", f"B-{hostile}"])
    assert "<img" not in drawn
    assert "&lt;img/src=x&gt;" in drawn


def one_row(read: Any, answer: Any) -> Example:
    found = {"position": 0, "cells": {}, "texts": [read], "answers": {"t0": answer}}
    return Example.model_validate(found)


def test_a_card_of_tags_shows_the_text_and_the_legend_its_marks() -> None:
    answer: Any = {"given": "B-PER I-PER O O", "true": "B-PER I-PER O O", "sure": None, "shares": [], "tokens": TOKENS}
    read: Any = {"column": "text", "text": "Ann", "places": [(0, 3)], "effects": {}, "longer": False}
    row = one_row(read, answer)
    assert "Ann Lee<small>PER</small>" in row_explanation.row_explanation({"t0": "who"}, row)
    legend = row_explanation.legend([row])
    assert "told by one of them only" in legend
    assert "speaks for" not in legend
    assert row_explanation.legend([one_row(read, answer | {"true": None})]) == ""  # nothing to compare with


def test_a_tag_opens_to_the_words_that_push_it() -> None:
    answer: Any = {"given": "O O O B-LOC", "true": None, "sure": None, "shares": [], "tokens": TOKENS}
    piece: Any = {"tag": "LOC", "start": 3, "end": 4, "effects": [0.0, -1.0, 2.0, 1.0]}
    read: Any = {
        "column": "text",
        "text": "Ann Lee saw Rome",
        "places": [(0, 3), (4, 7), (8, 11), (12, 16)],
        "effects": {},
        "pieces": {"t0": [piece]},
        "longer": False,
    }
    row = one_row(read, answer)
    drawn = row_explanation.row_explanation({"t0": "who"}, row)
    assert '<summary><mark class="tag">Rome<small>LOC</small></mark></summary>' in drawn
    assert '<mark class="for" style="--strength: 1.00">saw<sup>+</sup></mark>' in drawn
    assert '<u class="asked">Rome</u>' in drawn
    assert "For: “saw”, “Rome”. Against: “Lee”." in drawn
    assert "speaks for the answer" in row_explanation.legend([row])
    hostile = {"text": "Ann Lee saw <i/>", "pieces": {"t0": [piece | {"tag": "<img>"}]}}
    row = one_row(read | hostile, answer)
    assert "<i/>" not in row_explanation.row_explanation({"t0": "who"}, row)
    assert "<img>" not in row_explanation.row_explanation({"t0": "who"}, row)


def test_several_wrong_tokens_are_counted() -> None:
    drawn = mark_tags(TOKENS, ["O", "O", "O", "B-LOC"], ["B-PER", "I-PER", "O", "B-LOC"])
    assert "✗ 2 tokens are not tagged as in the table, which says:" in drawn


def test_what_is_tagged_beyond_the_shown_tokens_is_left_out() -> None:
    tags = ["O"] * 199 + ["B-PER", "B-LOC", *["O"] * 9]
    drawn = mark_tags(["w"] * 210, tags, None)
    assert drawn.count("<mark") == 1
    assert '<mark class="tag">w<small>PER</small></mark> …</p>' in drawn


def test_a_text_of_just_the_shown_tokens_is_whole() -> None:
    assert "…" not in mark_tags(["w"] * 200, ["O"] * 200, None)


def test_long_tokens_and_tags_are_cut() -> None:
    drawn = mark_tags(["a" * 100], ["B-" + "t" * 100], None)
    token, tag = drawn.split('<mark class="tag">')[1].split("</small>")[0].split("<small>")
    assert (len(token), len(tag)) == (60, 30)


def test_the_same_word_of_other_tags_is_wrong_on_both_sides() -> None:
    drawn = mark_tags(["Ann"], ["B-LOC"], ["B-PER"])
    assert '<mark class="tag wrong">Ann<small>LOC ✗</small></mark>' in drawn
    assert '<mark class="tag wrong">Ann<small>PER ✗</small></mark>' in drawn
