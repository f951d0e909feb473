"""How a word is spelt, as features that words which were never seen share with others: its first and last letters and
its shape, as taggers have long had them (Ratnaparkhi, EMNLP 1996, table 1; Bikel et al., ANLP 1997, table 3.1).

It travels inside every exported bundle.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from mtl_core.text_encoders import AFFIXES

_LETTERS = range(1, 1 + AFFIXES)  # of a beginning, and of an ending
_REST = " "  # stands for the rest of a word, which holds no space
_LEAST = 2  # different words that must share a feature for it to be known
_LONGEST_SHAPE = 8  # signs
_RUN = re.compile(r"(.)\1+", re.DOTALL)


def spell(word: str, lowercase: bool) -> tuple[str, ...]:
    """The features of a word [SPELT]: beginnings and endings of one to three letters, then its shape. A word of fewer
    letters has empty ones."""
    plain = _plain(word, lowercase)
    begins = (plain[:letters] + _REST if len(plain) >= letters else "" for letters in _LETTERS)
    ends = (_REST + plain[-letters:] if len(plain) >= letters else "" for letters in _LETTERS)
    return (*begins, *ends, _REST + shape(word) + _REST)


def shape(word: str) -> str:
    """A word with X for capitals, x for small letters, d for digits and c for letters that know no case, each run
    written once: "McCoy's" is XxXx'x."""
    return _RUN.sub(r"\1", "".join(map(_sort, word)))[:_LONGEST_SHAPE]


def find_shared(words: Iterable[str], lowercase: bool) -> tuple[str, ...]:
    """The features that two or more different ones of ``words`` have, in alphabetical order."""
    found = {(_plain(word, lowercase), feature) for word in words for feature in spell(word, lowercase)}
    counts = Counter(feature for _, feature in found if feature)
    return tuple(sorted(feature for feature, count in counts.items() if count >= _LEAST))


def _plain(word: str, lowercase: bool) -> str:
    return word.lower() if lowercase else word


def _sort(sign: str) -> str:
    if sign.isdecimal():
        return "d"
    if sign.isalpha():
        return "X" if sign.isupper() else "x" if sign.islower() else "c"
    return sign
