"""Which code page a Latin, Cyrillic or Hebrew text of one byte a letter is in, told by its language's letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class _Language(NamedTuple):
    """The letters beside a to z, and of some the only ones that follow: "" where they end a word."""

    letters: str
    followers: Mapping[str, str] = MappingProxyType({})


_GERMAN = _Language("äöüß")
_FRENCH = _Language("àâæçèéêëîïôœùûüÿ")
_SPANISH = _Language("áéíñóúü")
_PORTUGUESE = _Language("àáâãçéêíóôõúü", {"õ": "e"})
_ITALIAN = _Language("àèéìíòóùú", dict.fromkeys("àèéìíòóùú", ""))
_SWEDISH = _Language("åäöéü")
_DANISH = _Language("åæøé")
_CATALAN = _Language("àçèéíïòóúü")
_DUTCH = _Language("áäèéêëíïóöúü")
_POLISH = _Language("ąćęłńóśźż")
_CZECH = _Language("áčďéěíňóřšťúůýž")
_SLOVAK = _Language("áäčďéíĺľňóôŕšťúýž")
_HUNGARIAN = _Language("áéíóöőúüű")
_ROMANIAN = _Language("ăâîşţ")
_CROATIAN = _Language("čćđšž")
_LITHUANIAN = _Language("ąčęėįšųūž")
_LATVIAN = _Language("āčēģīķļņšūž")
_ESTONIAN = _Language("äõöüšž")
_TURKISH = _Language("çğıöşüâîûi̇")
_ICELANDIC = _Language("áæðéíóöúýþ")
_RUSSIAN = _Language("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў")

_WESTERN = (_GERMAN, _FRENCH, _SPANISH, _PORTUGUESE, _ITALIAN, _SWEDISH, _DANISH, _CATALAN, _DUTCH)
_EASTERN = (_POLISH, _CZECH, _SLOVAK, _HUNGARIAN, _ROMANIAN, _CROATIAN)
_ANY_WESTERN = _Language("".join(letters for letters, _ in _WESTERN))
_PAGES = (
    ("cp1252", _WESTERN),
    ("cp1254", (_TURKISH,)),
    ("cp1252", (_ICELANDIC,)),
    ("cp1250", _EASTERN),
    ("iso8859_2", _EASTERN),
    ("cp1257", (_LITHUANIAN, _LATVIAN, _ESTONIAN)),
    ("mac_roman", _WESTERN),
    ("cp850", _WESTERN),
    ("cp852", _EASTERN),
)
"""Code pages with the languages that are written in them, the commonest first: of those that fit equally the first is
taken."""

_CYRILLIC_PAGES = ("cp1251", "koi8_r", "cp866")

PAGES = (*dict.fromkeys(page for page, _ in _PAGES), *_CYRILLIC_PAGES, "cp1255")
"""All that can be told here."""

_MIXED = 0.9  # the worth of letters from several western languages beside those that one language has
_ENOUGH = 0.75  # of the letters; the rest may be names from elsewhere
_MOST_HIGH = 0.45  # letters above ASCII of a word's; in other scripts nearly all are, two-byte letters at least half
_NEARLY_ALL = (
    0.95  # of Cyrillic letters; another script reads as such letters too, but with capitals in the midst of words
)
_HEBREW = re.compile(rb"[\xe0-\xfa]+")
_HEBREW_FINALS = re.compile(rb"[\xea\xed\xef\xf3\xf5][\xe0-\xfa]")  # ך, ם, ן, ף, ץ, which only end a word
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_LONG = 3  # bytes of a word that tell whether it is Latin; shorter ones may be signs and units
_HIGH = re.compile("[^\0-\x7f]")
_SIGNS = frozenset("€£§©®™°±²³µ¹º»«¼½¾×…“”„‘’‚–—·•ªº¿¡´¨\xa0\xad")
_IN_WORDS = frozenset("’·\xad")
_BEFORE_WORDS = frozenset("¿¡«“„‘‚€£§±×–—•\xa0°µ©®")
_NEVER_BEHIND_WORDS = frozenset("¿¡„‚•¨")  # where letters of another page may be: é is ‚, ò is •


def find(sample: bytes) -> str | None:
    """The code page in which these bytes read as a language; None if in none."""
    if _is_latin(sample):
        return _find_latin(sample)
    return "cp1255" if _is_hebrew(sample) else _find_cyrillic(sample)


def _is_latin(sample: bytes) -> bool:
    """Whether the bytes above ASCII stand amid plain letters, as accented ones do, or alone, as signs do."""
    words = _WORD.findall(sample)
    words = [word for word in words if len(word) >= _LONG] or words
    high = sum(sum(byte > 0x7F for byte in word) for word in words)
    alone = max(map(len, words)) < _LONG and not any(word[-1] > 0x7F < word[0] for word in words if len(word) > 1)
    return alone or high < _MOST_HIGH * sum(map(len, words))


def _find_latin(sample: bytes) -> str | None:
    """The page in which most are letters of one language, or else of several western ones."""
    best, found = _ENOUGH, None
    for page, languages in _PAGES:
        text = _decode(sample, page)
        if text is None:
            continue
        worth = max(_measure_fit(text, language) for language in languages)
        if languages is _WESTERN:
            worth = max(worth, _MIXED * _measure_fit(text, _ANY_WESTERN))
        if worth > best:
            best, found = worth, page
    return found


def _find_cyrillic(sample: bytes) -> str | None:
    texts = ((page, _decode(sample, page)) for page in _CYRILLIC_PAGES)
    return next((page for page, text in texts if text and _measure_fit(text, _RUSSIAN) > _NEARLY_ALL), None)


def _is_hebrew(sample: bytes) -> bool:
    """Whether all are Hebrew letters, and final ones end a word; in Russian the same bytes stand anywhere."""
    return not _HEBREW_FINALS.search(sample) and not re.search(rb"[\x80-\xff]", _HEBREW.sub(b"", sample))


def _decode(sample: bytes, page: str) -> str | None:
    try:
        return sample.decode(page)
    except UnicodeDecodeError:
        return None


def _measure_fit(text: str, language: _Language) -> float:
    """The share of the letters and signs above ASCII that stand as they do in a text of that language."""
    found = [match.start() for match in _HIGH.finditer(text)]
    return sum(_stands_right(text, place, language) for place in found) / len(found)


def _stands_right(text: str, place: int, language: _Language) -> bool:
    letter, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if letter.lower() in language.letters:
        return (
            not _case_breaks(before, letter) and not _case_breaks(letter, after) and _follows(letter, after, language)
        )
    if letter not in _SIGNS or (letter in _NEVER_BEHIND_WORDS and before.isalpha()):
        return False
    if letter in _IN_WORDS:
        return True
    return not after.isalpha() or (letter in _BEFORE_WORDS and not before.isalpha())


def _follows(letter: str, after: str, language: _Language) -> bool:
    followers = language.followers.get(letter.lower())
    return followers is None or (after.lower() in followers if followers else not after.isalpha())


def _case_breaks(first: str, second: str) -> bool:
    """Whether a capital follows a small letter, as it does within no word."""
    return first.islower() and second.isupper()
