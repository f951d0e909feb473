"""The pieces of our own reader beside those of KerasHub's, on texts of many scripts.

A blank other than ASCII's separates words, as in BERT's own reader; KerasHub's takes what it joins for one unknown
word.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtl_core.features.wordpiece import WordPiece

LETTERS = (
    "abcdefghijklmnopqrstuvwxyz0123456789éèüßøñ.,!?'\"-()[]{}/&%$#@*+=<>|~^`_:;你好世界我很高兴のアかカ가각हिंдапрωע"
)
WORDS = ["the", "play", "un", "able", "dog", "café", "straße", "strasse", "hello", "World", "NASA", "İstanbul", "fi"]
ENDINGS = ["ing", "ed", "s", "able", "é", "ss", "世", "e"]
VOCABULARY = (
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]",
    *dict.fromkeys([*LETTERS, *WORDS, *(f"##{piece}" for piece in [*LETTERS, *ENDINGS])]),
)  # fmt: skip
TEXTS = [
    "The dogs played, unable to understand!",
    "I don't like 'quotes' -- nor e-mail@host.org/path?x=1&y=2 at 18:30, $1,000.50 (3rd).",
    "你好，世界！我很高兴。你好world世界",
    "カタカナとひらがな, ｶﾀｶﾅ half width",
    "한국어 각각 가 각",
    "हिंदी में लिखा हुआ पाठ",
    "café cafe\u0301 CAFÉ naïve Zoë Ångström ñandú",
    "Straße STRASSE ﬁne ﬂow ² ½ Ⅳ ™ ㎏",
    "İstanbul ISTANBUL ıI ςΣσ",
    "😀 😀😀 great 👩‍👩‍👧 ❤️ ☺ 👍🏽 ok",
    "שלום עולם ‏مرحبا بالعالم",
    "zero\u200bwidth soft\u00adhyphen bom\ufeff no\u00a0break line\u2028sep \u0085 \x1c \x00 null\x00byte",
    "¨umlaut ´acute ¯ ` ^ ~ ° § © … – — “quotes” «guillemets» ¿que? ¡ya!",
    "a" * 99 + " " + "a" * 100 + " " + "a" * 101 + " " + "é" * 50 + " " + "é" * 51,
    "[CLS] [SEP] [UNK] [MASK] [PAD] ##ing",
    "𠮷野家 𝒳 𝟙𝟚 Ａｂｃ１２",
    "\u0301abc e\u0301\u0302 a\u034fb \ufe0f",
    "tabs\tand\nlines\r\nand  spaces   ",
    "",
    "   ",
]
EACH = pytest.mark.parametrize(
    ("lowercase", "strip_accents"), [(True, True), (True, False), (False, False), (False, True)]
)


def theirs(lowercase: bool, strip_accents: bool) -> Any:
    import keras_hub

    return keras_hub.models.BertTokenizer(vocabulary=list(VOCABULARY), lowercase=lowercase, strip_accents=strip_accents)


def blanks(text: str) -> str:
    return re.sub(r"\s", " ", text)


@pytest.mark.engine
@EACH
def test_pieces_are_those_of_keras_hub(lowercase: bool, strip_accents: bool) -> None:
    read, tokenizer = WordPiece(VOCABULARY, lowercase, strip_accents).reader(), theirs(lowercase, strip_accents)
    for text in TEXTS:
        assert read(text) == list(tokenizer([blanks(text)])[0]), text


@pytest.mark.engine
@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=5, max_size=20))
def test_pieces_of_any_text_are_those_of_keras_hub(texts: list[str]) -> None:
    texts = [blanks(text.encode(errors="ignore").decode()) for text in texts]
    for lowercase, strip_accents in ((True, True), (False, False)):
        read = WordPiece(VOCABULARY, lowercase, strip_accents).reader()
        assert [read(text) for text in texts] == [list(found) for found in theirs(lowercase, strip_accents)(texts)]


def test_a_word_becomes_its_longest_known_pieces() -> None:
    read = WordPiece(VOCABULARY, lowercase=True, strip_accents=False).reader()
    assert [VOCABULARY[number] for number in read("Playing unable")] == ["play", "##ing", "un", "##able"]


def test_a_word_with_an_unknown_part_is_unknown() -> None:
    read = WordPiece(VOCABULARY, lowercase=True, strip_accents=False).reader()
    assert [VOCABULARY[number] for number in read("play\u4e8c playऄ")] == ["play", "[UNK]", "[UNK]"]


@pytest.mark.parametrize("blank", "\u00a0\u2003\u3000\u2028")
def test_any_blank_separates_words(blank: str) -> None:
    read = WordPiece(VOCABULARY, lowercase=True, strip_accents=False).reader()
    assert read(f"the{blank}dog") == read("the dog")


def test_a_text_of_megabytes_is_cut() -> None:
    read = WordPiece(VOCABULARY, lowercase=True, strip_accents=False).reader()
    assert len(read("a " * 1_000_000)) == 50_000


def test_half_a_character_is_no_reason_to_stop() -> None:
    assert WordPiece(VOCABULARY, lowercase=True, strip_accents=False).reader()("\ud800") == [1]
