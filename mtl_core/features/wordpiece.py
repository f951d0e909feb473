"""Texts cut into the pieces of words that a pretrained encoder knows; knows the standard library alone.

It travels inside every exported bundle.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

PADDING, UNKNOWN, FIRST, LAST = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SPECIAL = (PADDING, UNKNOWN, FIRST, LAST)

_INSIDE = "##"  # stands before a piece that begins within a word
_MOST_BYTES = 100  # of a word; a longer one is unknown
_MOST_CHARACTERS = 100_000  # of one text that are looked at; no text keeps that many pieces
_IDEOGRAPHS = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2CEAF), (0x2F800, 0x2FA1F),
)  # fmt: skip
_IGNORABLE = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Code points that Unicode's case folding leaves out (Default_Ignorable_Code_Point)."""


@dataclass(frozen=True)
class WordPiece:
    """Wu et al. (arXiv 1609.08144, section 4.1) as BERT has it (Devlin et al., arXiv 1810.04805) and KerasHub writes
    it: a text is cut at blanks, signs and ideographs, a word into the longest pieces that are known."""

    vocabulary: tuple[str, ...]  # a piece's place is its number
    lowercase: bool
    strip_accents: bool

    def words(self, text: str) -> list[str]:
        """The words of a text, each sign and each ideograph for itself; those of at most 100,000 characters."""
        text = text[:_MOST_CHARACTERS]
        if self.strip_accents and not text.isascii():
            text = "".join(
                letter for letter in unicodedata.normalize("NFD", text) if unicodedata.category(letter) != "Mn"
            )
        words = text.translate(_APART).split()
        return [_fold(word) for word in words] if self.lowercase else words

    def reader(self) -> Callable[[str], list[int]]:
        """A function from a text to the numbers of its pieces. It remembers the words that it has seen."""
        number = {piece: place for place, piece in enumerate(self.vocabulary)}
        seen: dict[str, list[int]] = {}

        def read(text: str) -> list[int]:
            found: list[int] = []
            for word in self.words(text):
                if word not in seen:
                    seen[word] = _pieces(word, number)
                found += seen[word]
            return found

        return read


def _pieces(word: str, number: dict[str, int]) -> list[int]:
    """The longest pieces that are known, from left to right; the unknown one if some part is none."""
    if len(word.encode(errors="surrogatepass")) > _MOST_BYTES:
        return [number[UNKNOWN]]
    found: list[int] = []
    start = 0
    while start < len(word):
        before = _INSIDE if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if before + word[start:end] in number), None)
        if end is None:
            return [number[UNKNOWN]]
        found.append(number[before + word[start:end]])
        start = end
    return found


def _fold(word: str) -> str:
    """Unicode's NFKC_Casefold."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return "".join(letter for letter in folded if not _within(ord(letter), _IGNORABLE))


class _Apart(dict[int, str]):
    """By code point, what stands for it, so that blanks alone separate words; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        category = unicodedata.category(letter)
        if category in ("Cc", "Cf"):
            found = " "
        elif (33 <= code < 127 and not letter.isalnum()) or category[0] == "P" or _within(code, _IDEOGRAPHS):
            found = f" {letter} "
        else:
            found = letter
        self[code] = found
        return found


_APART = _Apart()


def _within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)
