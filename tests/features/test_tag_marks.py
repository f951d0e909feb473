"""Which tag breaks a span right behind which other one, in every way of marking."""

from __future__ import annotations

import pytest

from mtl_core.features.tag_marks import find_breaks

IOB = "O B-PER I-PER B-LOC I-LOC"
IOBES = "O B-PER I-PER E-PER S-PER B-LOC E-LOC"


@pytest.mark.parametrize(
    ("tags", "before", "behind"),
    [
        (IOB, "O", "B-PER B-LOC O"),
        (IOB, "B-PER", "I-PER B-PER B-LOC O"),
        (IOB, "I-PER", "I-PER B-PER B-LOC O"),
        (IOBES, "O", "O B-PER S-PER B-LOC"),
        (IOBES, "B-PER", "I-PER E-PER"),
        (IOBES, "I-PER", "I-PER E-PER"),
        (IOBES, "E-PER", "O B-PER S-PER B-LOC"),
        (IOBES, "S-PER", "O B-PER S-PER B-LOC"),
        ("O B-X M-X L-X U-X", "B-X", "M-X L-X"),
        ("O B-X M-X L-X U-X", "U-X", "O B-X U-X"),
        ("NOUN VERB O", "NOUN", "NOUN VERB O"),
    ],
)
def test_what_may_stand_behind_a_tag(tags: str, before: str, behind: str) -> None:
    known = tags.split()
    row = find_breaks(known)[known.index(before)]
    assert {tag for tag, breaks in zip(known, row, strict=True) if not breaks} == set(behind.split())
