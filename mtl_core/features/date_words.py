"""How dates and times are written in words and short: with names of months, years of two digits, AM and PM.

All of them are rewritten to digits, so that a date format reads them. The patterns are those that Python's ``re`` and
RE2, which the database uses, both read. It knows the standard library alone, and travels inside every exported bundle.
"""

from __future__ import annotations

import re

_NAMES = (
    "jan january januar jänner jän janvier janv enero ene gennaio gen janeiro",
    "feb february februar feber février févr fév fevrier fevr febrero febbraio fevereiro fev",
    "mar march märz mär mrz mars marzo março",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag maio",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august août aout agosto ago",
    "sep sept september septembre septiembre setiembre set settembre setembro",
    "oct october oktober okt octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre déc decembre diciembre dic dicembre dezembro",
)
_NUMBERED = "{0}月 {0:02}月 {0}월 {0:02}월 {0:02}"
MONTHS = {name: month for month, names in enumerate(_NAMES, 1) for name in f"{names} {_NUMBERED.format(month)}".split()}
"""The months by their names and short names in English, German, French, Spanish, Italian and Portuguese, with the sign
for a month in Chinese, Japanese and Korean, and as two digits."""

LONGEST = 60
"""Characters of a date in words; beyond that it is a text."""

SHORT = r"([0-9]{1,2}[-/.][0-9]{1,2}[-/.])([0-9]{2})([T ].*)?"
"""A date whose year has two digits: what is before, the year, the time."""
MERIDIAN = r"(.*[T ])(0?[0-9]|1[0-2])((?::[0-9]{2}){0,2}) ?([AaPp])\.?[Mm]\.?"
"""A time by the half day: what is before, the hour, minutes and seconds, and which half it is."""


def date_patterns(letter: str) -> tuple[tuple[str, str], ...]:
    """Patterns of dates with a name for the month, and where they have year, month, day and time; ``letter`` matches
    a letter. A month without a day is its first."""
    word, year, day, time = rf"({letter}+)\.?", "([0-9]{4}|[0-9]{2})", "([0-9]{1,2})", "([T ,].*)?"
    weekday, ordinal = rf"(?:{letter}+\.?,? )?", r"(?:st|nd|rd|th|er|º|\.)?"
    return (
        (rf"{weekday}{day}{ordinal}[ /-]?(?:(?:de|of) )?{word}[ ,/-]{{0,2}}(?:de )?{year}{time}", r"\3~\2~\1~\4"),
        (rf"{weekday}{word}[ /-]{day}{ordinal}[ ,/-]{{1,2}}{year}{time}", r"\3~\1~\2~\4"),
        (rf"([0-9]{{4}})[ /-]{word}[ /-]{day}{time}", r"\1~\2~\3~\4"),
        (rf"([0-9]{{4}})[年년] ?([0-9]{{1,2}}[月월]) ?{day}[日号號일]{time}", r"\1~\2~\3~\4"),
        (r"([0-9]{4})[年년] ?([0-9]{1,2}[月월])", r"\1~\2~1~"),
        (r"((?:19|20)[0-9]{2})[/-]([0-9]{2})", r"\1~\2~1~"),
        (rf"{word}[ ,/-]{{1,2}}([0-9]{{4}})", r"\2~\1~1~"),
        (rf"{word}[-']([0-9]{{2}})", r"\2~\1~1~"),
    )


_NAMED = tuple((re.compile(pattern), order) for pattern, order in date_patterns(r"[^\W\d_]"))
_SHORT, _MERIDIAN = re.compile(SHORT), re.compile(MERIDIAN)


def in_digits(text: str) -> str:
    """A date in ``plain_digits`` with the month as a number, the year of four digits and the hour of 24, where any of
    these is written otherwise; any other text as it is."""
    if len(text) > LONGEST or "~" in text:
        return text
    return _by_day(_long_year(_number_months(text)))


def _number_months(text: str) -> str:
    for pattern, order in _NAMED:
        if found := pattern.fullmatch(text):
            year, name, day, time = found.expand(order).split("~")
            month = MONTHS.get(name.lower())
            return text if month is None else f"{_of_four(year)}-{month}-{day}{re.sub('^[ ,]+', ' ', time)}"
    return text


def _long_year(text: str) -> str:
    found = _SHORT.fullmatch(text)
    return f"{found[1]}{_of_four(found[2])}{found[3] or ''}" if found else text


def _of_four(year: str) -> str:
    return str((int(year) + 31) % 100 + 1969) if len(year) == 2 else year  # 69 is 1969, 68 is 2068, as for strptime


def _by_day(text: str) -> str:
    found = _MERIDIAN.fullmatch(text)
    if not found:
        return text
    hour = int(found[2]) % 12 + (12 if found[4] in "Pp" else 0)
    return f"{found[1]}{hour}{found[3] or ':00'}"
