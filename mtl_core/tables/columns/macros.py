"""How the database cleans text, writes digits plainly, and takes numbers and moments apart; it decides nothing."""

from __future__ import annotations

from mtl_core.features import date_words
from mtl_core.features.numerals import PARTS, number_pattern
from mtl_core.features.spellings import INVISIBLE, MISSING_WORDS
from mtl_core.tables.readers.raw import quote

_SPACE = r"[\s\x0b\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+"
_ZEROS = (0x30, 0xFF10, 0x0660, 0x06F0, 0x0966)  # ASCII, full-width, Arabic, Persian, Devanagari
FOREIGN_DIGITS = "".join(chr(zero + digit) for zero in _ZEROS[1:] for digit in range(10))
_PLAINLY = {
    **dict(zip(FOREIGN_DIGITS, "0123456789" * (len(_ZEROS) - 1), strict=True)),
    **dict(zip("．，－＋％−（）＄￥＇’‘", ".,-+%-()$¥'''", strict=True)),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),
}  # as numerals and words write them in Python
_LETTER = r"\p{L}"
_ZONE = r"(Z|[+-]\d{2}(:?\d{2})?)"
_NAMES = f"[{', '.join(map(quote, date_words.MONTHS))}]"


def _rewrite(cell: str) -> str:
    """SQL of a date with a name for the month as YEAR~NAME~DAY~TIME."""
    for pattern, order in date_words.date_patterns(_LETTER):
        cell = f"regexp_replace({cell}, {quote(f'^{pattern}$')}, {quote(order)})"
    return cell


MACROS = (
    "CREATE MACRO is_plain(x) AS regexp_full_match(x, '[!-~]([ -~]*[!-~])?')",
    f"CREATE MACRO clean(x) AS CASE WHEN is_plain(x) THEN x ELSE nfc_normalize(regexp_replace(regexp_replace(x, "
    f"'[\\x00{INVISIBLE[1:]}]', '', 'g'), '^{_SPACE}|{_SPACE}$', '', 'g')) END",
    "CREATE MACRO plain(x) AS CASE WHEN is_plain(x) THEN x ELSE "
    f"translate(clean(x), {quote(''.join(_PLAINLY))}, {quote(''.join(_PLAINLY.values()))}) END",
    f"CREATE MACRO is_marker(x) AS lower(clean(x)) IN ({', '.join(map(quote, MISSING_WORDS))})",
    f"CREATE MACRO parts_of(x) AS regexp_extract(x, '^' || {quote(number_pattern(_LETTER))} || '$', {list(PARTS)})",
    "CREATE MACRO signs_of(d) AS concat(d.opened, d.first, d.second, d.last)",
    "CREATE MACRO is_name(d) AS right(d.digits, 1) IN ('.', ',') AND left(d.after, 1) NOT IN ('', ' ')",
    "CREATE MACRO digits_of(d) AS CASE WHEN length(signs_of(d)) > 1 OR (d.opened = '') != (d.closed = '') OR "
    "is_name(d) THEN '' ELSE d.digits END",
    "CREATE MACRO unit_in(d) AS trim(concat_ws(' ', trim(d.before), trim(d.after)))",
    "CREATE MACRO undressed(d) AS CASE WHEN signs_of(d) IN ('(', '-') THEN '-' ELSE '' END || d.digits",
    "CREATE MACRO pointed(x, mark, thousands) AS replace(replace(x, thousands, ''), mark, '.')",
    "CREATE MACRO of_four(y) AS CASE WHEN length(y) = 2 THEN ((y::INT + 31) % 100 + 1969)::VARCHAR ELSE y END",
    f"CREATE MACRO month_of(name) AS {list(date_words.MONTHS.values())}[list_position({_NAMES}, lower(name))]",
    f"CREATE MACRO numbered(x) AS list_transform([string_split({_rewrite('x')}, '~')], lambda y: CASE WHEN "
    "len(y) < 4 OR month_of(y[2]) IS NULL THEN x ELSE concat(of_four(y[1]), '-', month_of(y[2]), '-', y[3], "
    "regexp_replace(y[4], '^[ ,]+', ' ')) END)[1]",
    f"CREATE MACRO long_year(x) AS list_transform([regexp_extract(x, {quote(f'^{date_words.SHORT}$')}, "
    "['before', 'year', 'time'])], lambda y: CASE WHEN y.year = '' THEN x ELSE "
    "concat(y.before, of_four(y.year), y.time) END)[1]",
    f"CREATE MACRO by_day(x) AS list_transform([regexp_extract(x, {quote(f'^{date_words.MERIDIAN}$')}, "
    "['before', 'hour', 'rest', 'half'])], lambda m: CASE WHEN m.half = '' THEN x ELSE concat(m.before, "
    "m.hour::INT % 12 + CASE WHEN lower(m.half) = 'p' THEN 12 ELSE 0 END, "
    "CASE WHEN m.rest = '' THEN ':00' ELSE m.rest END) END)[1]",
    f"CREATE MACRO in_digits(x) AS CASE WHEN length(x) <= {date_words.LONGEST} AND "
    "regexp_matches(x, '^[^~]*[0-9][^~]*$') THEN "
    "list_transform(list_transform(list_transform([x], lambda a: numbered(a)), lambda b: long_year(b)), "
    "lambda c: by_day(c))[1] ELSE x END",
    f"CREATE MACRO zone_of(x) AS regexp_extract(x, ':.*?({_ZONE})$', 1)",
    "CREATE MACRO minutes_of(z) AS CASE WHEN z IN ('', 'Z') THEN 0 ELSE (CASE WHEN z ^@ '-' THEN -1 ELSE 1 END) * "
    "(substr(z, 2, 2)::INT * 60 + coalesce(try_cast(substr(replace(z, ':', ''), 4) AS INT), 0)) END",
    "CREATE MACRO read_moment(x, formats) AS try_strptime(replace(replace(x, 'T', ' '), ',', '.'), formats)",
    "CREATE MACRO moment(x, formats) AS CASE WHEN contains(x, ':') THEN read_moment(trim(left(x, "
    "length(x) - length(zone_of(x)))), formats) - to_minutes(minutes_of(zone_of(x))) ELSE read_moment(x, formats) END",
)
"""Each takes a cell of text, or what ``parts_of`` found in one."""
