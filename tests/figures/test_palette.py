"""The task marks: each recognisable, the first eight as designed."""

import pytest

from mtl_core.figures import palette


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio of two #RRGGBB colours."""

    def luminance(colour: str) -> float:
        values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_sixteen_marks_differ(dark: bool) -> None:
    looks = {(mark.colour(dark), mark.marker, mark.dash, mark.thin) for mark in palette.TASKS}
    assert len(looks) == len({mark.letter for mark in palette.TASKS}) == 16


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("mark", palette.TASKS, ids=lambda mark: mark.letter)
def test_mark_is_seen_and_its_letter_read(mark: palette.TaskMark, dark: bool) -> None:
    assert contrast(mark.colour(dark), palette.surface(dark).card) >= 3  # WCAG 1.4.11, marks
    assert contrast(mark.letter_ink(dark), mark.colour(dark)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_text_reads_on_its_surface(dark: bool) -> None:
    look = palette.surface(dark)
    for ground in (look.background, look.card, look.sidebar, look.sunk):
        assert contrast(look.ink, ground) >= 7
        assert contrast(look.secondary, ground) >= 4.5
        assert contrast(look.warning, ground) >= 4.5
    assert contrast(look.primary, look.on_primary) >= 7
    assert len(look.conflict) == 11


def test_first_marks_are_the_designed_ones() -> None:
    assert [(m.letter, m.light, m.dark) for m in palette.TASKS[:3]] == [
        ("A", "#0091FF", "#7FA3FF"),
        ("B", "#CC8129", "#FFC47F"),
        ("C", "#125934", "#008C5B"),
    ]
    assert [m.letter_ink(False) for m in palette.TASKS[:4]] == ["#000000", "#000000", "#FFFFFF", "#FFFFFF"]
    assert {m.letter_ink(True) for m in palette.TASKS[:4]} == {"#000000"}


def test_tint_keeps_the_hue() -> None:
    assert palette.tint("#0091FF", 0.14) == "rgba(0, 145, 255, 0.14)"
