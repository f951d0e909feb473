"""Numbers and names in sentences and pictures, for all who write one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

T = TypeVar("T")
_LARGE = 1e15  # from which on a number's last digits are none of a cell

_TURNING = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # turn the writing around


def format_number(number: float) -> str:
    """A number in three significant digits, four from a thousand on ("2.03", "17,620", "0.0000312"), and powers of ten
    far out."""
    if not 1e-6 <= abs(number) < 1e9 and number != 0:
        return f"{number:.1e}"
    return f"{float(f'{number:.4g}'):,.0f}" if abs(number) >= 999.5 else f"{Decimal(f'{number:.3g}'):f}"


def format_cell(number: float) -> str:
    """A number as a cell holds it: a whole one in full, without commas (the year "2007"), others in six significant
    digits."""
    return f"{number:.0f}" if number.is_integer() and abs(number) < _LARGE else write_digits(6)(number)


def write_digits(digits: int) -> Callable[[float], str]:
    """The way to write a number in so many significant digits, with all before its point and without a power of ten
    unless it is far out."""

    def write(number: float) -> str:
        if not 1e-6 <= abs(number) < _LARGE and number != 0:
            return f"{number:.{digits}g}"
        return f"{number:.0f}" if abs(number) >= 10**digits else f"{Decimal(f'{number:.{digits}g}'):f}"

    return write


def write_moment(until: str) -> Callable[[datetime], str]:
    """The way to write a moment to its "minutes" or "seconds", or the day alone."""
    return lambda moment: moment.replace(tzinfo=None).isoformat(" ", until) if until else moment.date().isoformat()


MOMENTS = [write_moment(until) for until in ("", "minutes", "seconds")]
"""Ways to write a moment, from the shortest on."""


def write_apart(values: Sequence[T], ways: Iterable[Callable[[T], str]]) -> list[str]:
    """The values as the first of ``ways`` that tells them apart writes them, or the last."""
    written: list[str] = []
    for way in ways:
        written = [way(value) for value in values]
        if len(set(written)) == len(set(values)):
            break
    return written


def rough(number: float) -> str:
    """The size of a number in two significant digits: of an interval, or of what lies within one ("0.08", "18,000")."""
    return format_number(float(f"{abs(number):.2g}"))


def format_signed(number: float, word: Callable[[float], str] = format_number) -> str:
    """A number with its sign, either a plus or a minus."""
    return f"{'−' if number < 0 else '+'}{word(abs(number))}"


def format_signed_share(number: float) -> str:
    """A share with its sign ("+3.7%"), a small one to its first digit ("−0.04%")."""

    def write(size: float) -> str:
        return f"{size:.1%}" if size >= 0.001 or size == 0 else f"{format_number(float(f'{100 * size:.1g}'))}%"

    return format_signed(number, write)


def share(number: float) -> str:
    """A share for a sentence ("81.2%"); one that is not nothing is never written as 0%, nor one that is not all as
    100%."""
    if 0 < number < 0.001:
        return "less than 0.1%"
    if 0.999 < number < 1:
        return "more than 99.9%"
    return f"{number:.1%}"


def printable(text: str) -> str:
    """``text`` without characters that steer a terminal; its lines stay."""
    return "".join("\ufffd" if _steers(sign) else sign for sign in text)


def _steers(sign: str) -> bool:
    return (unicodedata.category(sign) == "Cc" and sign not in "\n\t") or sign in _TURNING


def markdown_text(text: str, limit: int = 400) -> str:
    """Text that Markdown shows as it is, on one line, cut where it is long."""
    cut = text if len(text) <= limit else f"{text[:limit]}…"
    return re.sub(r"([\\`*_{}\[\]<>#|~$&!])", r"\\\1", " ".join(cut.split()))


def format_count(number: int, one: str, many: str) -> str:
    """ "1 row", "1,234 rows"."""
    return f"{number:,} {one if number == 1 else many}"


def format_duration(seconds: float) -> str:
    """ "1 second", "40 seconds", "2 minutes", "3 hours": about how long, in the unit that fits."""
    if seconds < 90:
        return format_count(max(1, round(seconds)), "second", "seconds")
    minutes = seconds / 60
    if minutes < 90:
        return format_count(round(minutes), "minute", "minutes")
    return format_count(round(minutes / 60), "hour", "hours")


def list_names(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def short(number: int) -> str:
    """A count of at most four digits: "9,216", "16.7 k", "1.23 M", with a space at which no line breaks."""
    if number < 10_000:
        return f"{number:,}"
    size, unit = (1e3, "k") if number < 999_500 else (1e6, "M")
    digits = max(0, 3 - len(str(int(number / size))))
    return f"{number / size:.{digits}f}\u00a0{unit}"


def cut(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters. What is left out stands in the middle: names that go together begin
    alike, and differ at their ends."""
    if len(text) <= limit:
        return text
    head = limit // 3
    return f"{text[:head].rstrip()}…{text[len(text) - (limit - 1 - head) :].lstrip()}"


def apart(texts: Sequence[str], limit: int) -> list[str]:
    """Each text in at most ``limit`` characters, no two alike: those that ``cut`` makes alike begin where they differ,
    and what is alike even then gets a number."""
    shown = [cut(text, limit) for text in texts]
    for alike in dict.fromkeys(text for text in shown if shown.count(text) > 1):
        places = [place for place, text in enumerate(shown) if text == alike]
        begin = _common([texts[place] for place in places])
        for place in places:
            shown[place] = _from(texts[place], begin, limit)
    return _number(shown, limit)


def _common(texts: Sequence[str]) -> int:
    """How many signs all begin with."""
    columns = enumerate(zip(*texts, strict=False))
    return next((place for place, signs in columns if len(set(signs)) > 1), min(map(len, texts)))


def _from(text: str, begin: int, limit: int) -> str:
    """What stands from ``begin`` on; all of a short text."""
    rest = text[begin:]
    if len(text) <= limit:
        return text
    return f"…{rest}" if len(rest) < limit else f"…{rest[: limit - 2]}…"


def _number(shown: Sequence[str], limit: int) -> list[str]:
    taken: dict[str, None] = {}
    for text in shown:
        label, turn = text, 2
        while label in taken:
            label, turn = f"{cut(text, limit - len(f' ({turn})'))} ({turn})", turn + 1
        taken[label] = None
    return list(taken)
