"""How numbers are written in tables: marks, groups of digits, signs, parentheses and units, for Python and SQL alike.

The patterns are those that Python's ``re`` and RE2, which the database uses, both read; they expect ``plain_digits``.
It knows the standard library and words alone, and travels inside every exported bundle.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

from mtl_core.features.spellings import plain_digits

Style = tuple[str, str]
"""The sign before decimals, and the one between groups of three digits ("" for none)."""

GROUPS = ("", ",", ".", " ", "'")
STYLES: tuple[Style, ...] = tuple((mark, group) for mark in ".," for group in GROUPS if group != mark)
"""Every way of writing digits; of those that read a column equally well, the first is taken."""

PARTS = ("opened", "first", "before", "second", "digits", "after", "last", "closed")
"""What ``number_pattern`` tells apart: parenthesis, sign, currency, sign, digits, unit, sign, parenthesis."""

_SIGNS = "$€£¥₹₽₩₺₪₫฿₴₦₱¢"
_CURRENCY = (
    rf"(?:US|R|A|C|NZ|HK|S)?[{_SIGNS}]|(?:EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL"
    r"|RUB|TRY|MXN|ZAR|KRW|SGD|HKD|kr|zł|Kč|Ft|lei|Rs|Fr)\.?"
)
_EXPONENT = r"(?:[eE][+-]?[0-9]+)?"
_DIGITS = rf"(?:[0-9](?:[0-9.,' ]*[0-9])?[.,]?|[.,][0-9]+){_EXPONENT}"
_UNIT_SIGNS = f"{_SIGNS}°%‰"
LONGEST = 40
"""Characters of a number with all that stands around it; beyond that it is a text."""

_NO_PLURAL = 2  # letters of a unit that is too short to have lost an s


def digits(style: Style) -> str:
    """The pattern of digits in one style, without a sign; Indian groups (1,00,000) are among those with commas."""
    mark, group = map(re.escape, style)
    groups = rf"|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+" if group else ""
    groups += r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" if group == "," else ""
    return rf"(?:(?:[0-9]+{groups})(?:{mark}[0-9]*)?|{mark}[0-9]+){_EXPONENT}"


def bare(style: Style) -> str:
    """The pattern of a number that is nothing but a sign and digits."""
    return rf"[+-]?{digits(style)}"


def number_pattern(letter: str) -> str:
    """The pattern of a number and all that may stand around it, a group for each of PARTS; ``letter`` matches one."""
    word = rf"(?:{letter}|[{_UNIT_SIGNS}])+[23²³]?"
    unit = rf"{word}(?:[ ./^·*][ ./^·*]?{word})*\.?"
    return rf"(\()? ?([+-])? ?({_CURRENCY})? ?([+-])? ?({_DIGITS})(?:( ?{unit})| )?(-)? ?(\))?"


_DRESSED = re.compile(number_pattern(r"[^\W\d_]"))


def number(cell: str, style: Style, unit: str | None) -> float:
    """The number that a cell holds, NaN where it holds none in this style, with this unit or none.

    ``unit`` None takes any. Parentheses and a minus behind the digits mean a negative number, as in accounts.
    """
    text = plain_digits(cell)
    if _compile(bare(style)).fullmatch(text):
        return _value(text, style)
    found = _DRESSED.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return math.nan
    part = dict(zip(PARTS, (group or "" for group in found.groups()), strict=True))
    its_own = unit_of(part["before"], part["after"])
    fits = unit is None or not its_own or unit_form(its_own) == unit_form(unit)
    if not fits or not _is_number(part) or not _compile(digits(style)).fullmatch(part["digits"]):
        return math.nan
    return _value(part["digits"], style) * (-1 if _signs(part) in ("(", "-") else 1)


def _is_number(part: dict[str, str]) -> bool:
    """Whether there is one sign at most, both parentheses or none, and no name such as 1.txt (but 1. and 1. floor)."""
    named = part["digits"][-1] in ".," and part["after"][:1] not in ("", " ")
    return len(_signs(part)) <= 1 and bool(part["opened"]) == bool(part["closed"]) and not named


def _signs(part: dict[str, str]) -> str:
    return part["opened"] + part["first"] + part["second"] + part["last"]


def unit_of(before: str, after: str) -> str:
    """What stands around the digits as one unit; "" for nothing."""
    return f"{before.strip()} {after.strip()}".strip()


def unit_form(unit: str) -> str:
    """What is equal for equal units: without capitals, plural and points, so that "Stars" and "star" are one."""
    form = unicodedata.normalize("NFKC", unit).casefold().strip(". ")
    return form[:-1] if form.endswith("s") and len(form) > _NO_PLURAL else form


@lru_cache(maxsize=64)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _value(text: str, style: Style) -> float:
    mark, group = style
    return float((text.replace(group, "") if group else text).replace(mark, "."))
