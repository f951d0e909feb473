"""The names of a table's columns, made usable: each there, readable and once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mtl_core.features.spellings import clean_text

_LONGEST = 1_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


def usable(raw: Sequence[str]) -> tuple[list[str], dict[str, str], list[str]]:
    """Names as used, each changed one with what it was, and a sentence about names that look alike."""
    used: list[str] = []
    taken: set[str] = set()
    trimmed = [clean_text(_CONTROLS.sub(" ", name.replace("\0", "")))[:_LONGEST] for name in raw]
    reserved = Counter(trimmed)
    for place, name in enumerate(trimmed, 1):
        name = name or f"Column {place} (no name)"
        used.append(name if name not in taken else _number(name, taken, reserved))
        taken.add(used[-1])
    renamed = {name: old for name, old in zip(used, raw, strict=True) if name != old}
    return used, renamed, _alike(used)


def _number(name: str, taken: set[str], reserved: Counter[str]) -> str:
    """The name with the first number that nobody has, nor will want later."""
    number = 2
    while f"{name} ({number})" in taken or f"{name} ({number})" in reserved:
        number += 1
    return f"{name} ({number})"


def _alike(names: Sequence[str]) -> list[str]:
    folded = Counter(name.casefold() for name in names)
    pair = [name for name in names if folded[name.casefold()] > 1][:3]
    return [f"Some names differ only in capitals ({', '.join(name[:60] for name in pair)})."] if pair else []
