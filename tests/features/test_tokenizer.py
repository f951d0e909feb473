"""Texts of every script fall into the tokens that a reader would name."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.features.tokenizer import fitting, places, tokenizer


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Don’t stop, it's well-known!", ["don't", "stop", ",", "it's", "well-known", "!"]),
        ("It cost 1,000.50 at 18:30 on the 3rd.", ["it", "cost", "1,000.50", "at", "18:30", "on", "the", "3rd", "."]),
        ("No!!!!!! Really…", ["no", "!!!", "really", "..."]),
        ("covid19 x_y A/B", ["covid19", "x_y", "a", "/", "b"]),
        ("ÀÉÎ ﬁne Ｆｕｌｌ", ["àéî", "fine", "full"]),
        ("हिन्दी में किताब", ["हिन्दी", "में", "किताब"]),
        ("مرحبا بالعالم!", ["مرحبا", "بالعالم", "!"]),
        ("我要100元的iPhone。", ["我", "要", "100", "元", "的", "iphone", "。"]),
        ("ที่นี่ดี", ["ที่", "นี่", "ดี"]),
        ("👍🏽 👨‍👩‍👧 ok", ["👍🏽", "👨‍👩‍👧", "ok"]),
        ("a\0b\u200bc", ["abc"]),
        (" \t\n", []),
        ("", []),
    ],
)
def test_words(text: str, tokens: list[str]) -> None:
    assert list(tokenizer("words", lowercase=True)(text)) == tokens


def test_characters_keep_what_belongs_to_them() -> None:
    assert list(tokenizer("characters", lowercase=False)("Té 2\n好ที่")) == ["T", "é", "2", "好", "ที่"]


def test_capitals_stay_if_asked() -> None:
    assert list(tokenizer("words", lowercase=False)("US and us")) == ["US", "and", "us"]


@pytest.mark.parametrize(
    ("texts", "tokens"),
    [
        (["这家酒店 WiFi 很好用", "还可以"], "characters"),
        (["とても美味しいです"], "characters"),
        (["อาหารอร่อยมาก"], "characters"),
        (["good soup", "bad 汤"], "words"),
        (["맛있어요 정말"], "words"),
        (["👍", "123"], "words"),
        ([], "words"),
    ],
)
def test_the_script_decides(texts: list[str], tokens: str) -> None:
    assert fitting(texts) == tokens


@given(st.text(max_size=60), st.sampled_from(["words", "characters"]))
def test_nothing_visible_is_lost(text: str, tokens: str) -> None:
    found = list(tokenizer(tokens, lowercase=False)(text))
    assert all(token.strip() for token in found)
    if text.isascii() and text.isprintable() and not any(a == b for a, b in itertools.pairwise(text)):
        assert "".join(found) == text.replace(" ", "")


def test_a_huge_text_is_looked_at_in_part() -> None:
    tokens = tokenizer("words", lowercase=True)("word " * 10_000_000)
    assert set(tokens) == {"word"}
    assert len(tokens) < 100_000


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_plain_texts_are_read_as_all_others(text: str) -> None:
    beside = tokenizer("words", lowercase=True)(f"{text} é")  # a letter that is not ASCII
    assert [*tokenizer("words", lowercase=True)(text), "é"] == beside


@given(st.text(max_size=60), st.sampled_from(["words", "characters", "spaces"]), st.booleans())
def test_each_token_has_a_place_in_the_text_as_it_is_read(text: str, tokens: str, lowercase: bool) -> None:
    plain, spans = places(tokens, text)
    assert len(spans) == len(tokenizer(tokens, lowercase)(text))
    assert all(0 <= start < end <= len(plain) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("tokens", "text", "plain", "words"),
    [
        ("words", "No!!!!! it’s ﬁne", "No!!!!! it's fine", ["No", "!!!!!", "it's", "fine"]),
        ("characters", "Té 好", "Té 好", ["T", "é", "好"]),
        ("spaces", "No!!  it’s", "No!!  it’s", ["No!!", "it’s"]),
    ],
)
def test_places_are_those_of_whole_words_in_their_own_capitals(
    tokens: str, text: str, plain: str, words: list[str]
) -> None:
    found, spans = places(tokens, text)
    assert found == plain
    assert [found[start:end] for start, end in spans] == words
