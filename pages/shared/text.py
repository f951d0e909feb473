"""Words for the screen: text that a person typed made harmless, numbers and kinds in plain words."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from mtl_core.wording import apart, cut, format_number
from mtl_core.wording import format_count as format_count
from mtl_core.wording import list_names as list_names

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=\"'@/%])")
# Escaped or not, what looks like an address becomes a link, unless something invisible stands in it.
_JOINER = "\u2060"
_ADDRESS = re.compile(r"\bhttps?:(?=//)|\bwww(?=\.)|[\w.+-](?=@)", re.IGNORECASE)
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
STATES = {
    "queued": "Waiting",
    "starting": "Starting",
    "running": "Training",
    "paused": "Paused",
    "finished": "Finished",
    "stopped": "Stopped, best kept",
    "failed": "Failed",
    "interrupted": "Interrupted",
}


def plain(text: str, limit: int = 60) -> str:
    """One line of at most ``limit`` characters, without control characters and without marks that turn the
    reading direction."""
    return cut(_line(text), limit)


def _line(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in _BIDI.sub("", text)).strip()


def esc_md(text: str, limit: int = 60) -> str:
    """``plain`` with every character that Markdown could read as a sign made harmless, and no address a link."""
    return _harmless(plain(text, limit))


def _harmless(line: str) -> str:
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(rf"\g<0>{_JOINER}", line))


def esc_html(text: str, limit: int = 60) -> str:
    """``plain`` for use inside HTML, in an element or in a quoted attribute."""
    return html.escape(plain(text, limit), quote=True)


def whole(text: str, limit: int = 60) -> str | None:
    """Help that holds the full text of one that ``esc_md`` cuts; None where nothing is cut."""
    return esc_md(text, 2_000) if plain(text, limit) != plain(text, 2_000) else None


def labels(names: Sequence[str], limit: int = 40) -> dict[str, str]:
    """A harmless label for each name, no two alike."""
    found = list(dict.fromkeys(names))
    shown = apart([_line(name) for name in found], limit)
    return {name: _harmless(label) for name, label in zip(found, shown, strict=True)}


def percent(share: float) -> str:
    """ "12%"; a share that is not nothing is never shown as 0%, nor one that is not all as 100%."""
    value = 100 * share
    if 0 < value < 1:
        return "< 1%"
    if 99 < value < 100:
        return "> 99%"
    return f"{value:.0f}%"


def brief(value: float | None) -> str:
    """A number in few digits; a dash for one that is not known."""
    return "–" if value is None else format_number(value)


def ago(seconds: float) -> str:
    """ "just now", "5 minutes ago", "3 days ago"."""
    for size, one, many in ((86_400, "day", "days"), (3_600, "hour", "hours"), (60, "minute", "minutes")):
        if seconds >= size:
            return f"{format_count(int(seconds // size), one, many)} ago"
    return "just now"


def safe_stem(name: str) -> str:
    """A file name's stem made of letters, digits, ``-`` and ``_``, that no system takes for a device."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain(name, 200)).strip("-_")[:60].rstrip("-_")
    reserved = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem)
    return f"file-{stem}" if reserved else stem or "file"
