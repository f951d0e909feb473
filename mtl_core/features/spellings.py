"""Words, dates and characters as people write them in tables; knows the standard library alone.

It travels inside every exported bundle.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Set

YES_NO_WORDS = (
    ("1", "0"), ("yes", "no"), ("y", "n"), ("true", "false"), ("t", "f"), ("on", "off"), ("si", "no"), ("sí", "no"),
    ("sim", "não"), ("sim", "nao"), ("oui", "non"), ("ja", "nein"), ("да", "нет"), ("是", "否"), ("有", "无"),
    ("有", "無"), ("有", "没有"), ("对", "错"), ("真", "假"),
)  # fmt: skip
YES_WORDS = frozenset(yes for yes, _ in YES_NO_WORDS)
NO_WORDS = frozenset(no for _, no in YES_NO_WORDS)

DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y", "%m-%d-%Y",
)  # fmt: skip
"""Date formats in order of preference: where several read a column equally well, the first is taken."""

MISSING_WORDS = (
    "na", "n/a", "n.a.", "n.a", "n/d", "n.d.", "s.d.", "s/d", "k.a.", "k. a.", "k.a", "keine angabe", "sin datos",
    "non renseigné", "not available", "not applicable", "no data", "#n/a", "#n/v", "<na>", "nan", "null", "none", "nil",
    "-", "--", "---", "–", "—", "?", ".", "..", "...", "…", "unknown", "missing", "\\n", "#div/0!", "#value!", "#ref!",
    "#name?", "#num!", "#null!",
)  # fmt: skip
"""Words and signs that often stand for a missing value, in small letters; among numbers and dates they always do."""

INVISIBLE = "\0\u200b\u2060\ufeff"
"""Characters that nobody sees and that change no word; joiners are not among them."""

_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_MARKS = str.maketrans({"−": "-", "’": "'", "‘": "'"})


def yes_no_pair(words: Set[str]) -> tuple[str, str] | None:
    """The words for yes and no that a column means which holds these and no others, in small letters; None where some
    are neither, or where it says one of both only. Single letters and digits mean so beside words or as a pair."""
    if not words <= YES_WORDS | NO_WORDS:
        return None
    said = [pair for pair in YES_NO_WORDS if words >= set(pair)]
    spelt = [pair for pair in said if not any(len(word) == 1 and word.isascii() for word in pair)]
    alone = [pair for pair in said if len(words) == len(pair)]
    return next(iter(alone + spelt), None)


def clean_text(text: str) -> str:
    """Text as people compare it: composed (NFC), without invisible characters, trimmed."""
    if text.isascii() and "\0" not in text:
        return text.strip()
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip()


def plain_digits(text: str) -> str:
    """Text with compatibility forms, other scripts' digits, the minus sign and apostrophes written plainly, trimmed."""
    if text.isascii():
        return text.strip()
    normal = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_MARKS)
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in normal).strip()
