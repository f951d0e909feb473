"""Texts cut into tokens, words or characters, whatever the script; knows the standard library alone.

It travels inside every exported bundle.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable

from mtl_core.features.spellings import INVISIBLE

WORDS, CHARACTERS, SPACES = "words", "characters", "spaces"

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana and ideographs
    "\U00020000-\U0003ffff"
)
"""Letters of scripts that write no spaces between words (a range for a regular expression)."""

_MOST_CHARACTERS = 100_000  # of one text that are looked at; no text keeps that many tokens
_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))


def _marks() -> str:
    """The signs that belong to the letter before them, as ranges for a regular expression."""
    signs = [code for code in range(0x300, 0x1F000) if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me"}]
    runs = [[code for _, code in run] for _, run in itertools.groupby(enumerate(signs), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs) + "\u200c\u200d\ufe0f\U0001f3fb-\U0001f3ff"


_MARKS = _marks()
_SIGN = rf"(?:\S(?:[{_MARKS}]|(?<=\u200d)\S)*)"  # a character with what belongs to it, an emoji of several included


def _word_pattern(first: str, letter: str, digit: str, sign: str) -> re.Pattern[str]:
    """Words, numbers and marks; the second group is the mark of a run."""
    return re.compile(
        rf"({first}{letter}*(?:['’_-]{letter}+)*"  # don't, well-known, covid19
        rf"|{digit}+(?:[.,:]{digit}+)*{letter}*"  # 1,000.50, 18:30, 3rd
        r"|([^\w\s])\2+"  # !!!, ...
        rf"|{sign})"
    )


_ANY_WORD = _word_pattern(rf"[^\W\d_](?<![{_UNSPACED}])[{_MARKS}]*", rf"(?:[^\W_{_UNSPACED}][{_MARKS}]*)", r"\d", _SIGN)
_ASCII_WORD = _word_pattern("[A-Za-z]", "[A-Za-z0-9]", "[0-9]", r"\S")  # the same, for most texts, in half the time
_CHARACTER = re.compile(_SIGN)
_UNSPACED_LETTER = re.compile(rf"[{_UNSPACED}]")
_REPEATED = 3  # of a mark; a longer run says no more


def tokenizer(tokens: str, lowercase: bool) -> Callable[[str], list[str]]:
    """A function from a text to its tokens: ``words``, ``characters``, or what ``spaces`` set apart.

    A letter of a script without spaces is a word of its own; numbers stay whole; a run of one mark is one token.
    """
    if tokens == SPACES:
        return lambda text: [_one(token, lowercase) for token in text.split()]
    cut = _characters if tokens == CHARACTERS else _words
    return lambda text: cut(normal(text, lowercase))


def _characters(text: str) -> list[str]:
    return _CHARACTER.findall(text)


def _words(text: str) -> list[str]:
    return [token[:_REPEATED] if mark else token for token, mark in _word(text).findall(text)]


def _word(text: str) -> re.Pattern[str]:
    return _ASCII_WORD if text.isascii() else _ANY_WORD


def places(tokens: str, text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as the tokenizer sees it, in its own capitals, and where in it each token begins and ends."""
    if tokens == SPACES:
        return text, [match.span() for match in re.finditer(r"\S+", text)]
    plain = normal(text, lowercase=False)
    pattern = _CHARACTER if tokens == CHARACTERS else _word(plain)
    return plain, [match.span() for match in pattern.finditer(plain)]


def normal(text: str, lowercase: bool) -> str:
    """The text with compatibility forms written plainly (NFKC), without invisible characters."""
    text = text[:_MOST_CHARACTERS]
    if not text.isascii() or "\0" in text:
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).replace("’", "'")
    return text.lower() if lowercase else text


def fitting(texts: Iterable[str]) -> str:
    """``characters`` if most letters are of scripts that write no spaces between words, else ``words``."""
    letters = unspaced = 0
    for text in texts:
        letters += sum(map(str.isalpha, text))
        unspaced += len(_UNSPACED_LETTER.findall(text))
    return CHARACTERS if 2 * unspaced > letters else WORDS


def _one(token: str, lowercase: bool) -> str:
    """A token written plainly, still one: its plain form may hold a space or nothing at all."""
    return "".join(normal(token, lowercase).split()) or token
