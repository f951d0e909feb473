"""HTML pieces: escaped, and better always to the right."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.components.curves import Curve, Touch, _card
from pages.shared.components.html_parts import (
    Happening,
    Reading,
    Scale,
    event_feed,
    facts,
    score_card,
    task_chip,
    token,
    write_name,
)
from pages.shared.components.status_bar import clock

SHARES = Scale(0.0, 1.0, "0%")
NASTY = "<img src=x onerror=alert(1)>\"'&</span><script>"


def places(card: str) -> list[float]:
    return [float(place) for place in re.findall(r"left: ([\d.]+)%", card)]


def tags(page: str) -> set[str]:
    return set(re.findall(r"<\s*([a-z0-9]+)", page))


@pytest.mark.parametrize(
    "page",
    [
        task_chip(0, NASTY, NASTY),
        score_card(1, NASTY, NASTY, [Reading(NASTY, 1.0, NASTY)], Scale(0, 1, NASTY), notes=[NASTY, NASTY]),
        event_feed([Happening(1, NASTY)], NASTY),
        facts(NASTY, [(NASTY, NASTY)]),
    ],
)
def test_what_a_person_wrote_stays_text(page: str) -> None:
    assert not tags(page) & {"img", "script"}
    assert 'onerror=alert(1)>"' not in page
    assert page.count("<span") == page.count("</span>")


def test_the_end_of_a_long_name_is_kept() -> None:
    kept = [write_name(f"patient_outcome_{end}") for end in ("heart_rate", "blood_sugar")]
    assert [re.findall(r"<span>([^<]*)</span>", name) for name in kept] == [
        ["patient_outcome_", "heart_rate"],
        ["patient_outcome_b", "lood_sugar"],
    ]
    assert write_name("age & sex") == "age &amp; sex"


def test_a_token_says_which_task_it_is() -> None:
    assert 'aria-label="Task C"' in token(2)
    assert "var(--mtl-task-2)" in token(2)


@given(one=st.floats(-0.5, 1.0), other=st.floats(-0.5, 1.0), mirrored=st.booleans())
def test_better_stands_to_the_right_as_far_as_it_is_better(one: float, other: float, mirrored: bool) -> None:
    scale = Scale(1.0, 0.0, "twice guessing") if mirrored else SHARES
    values = (1 - one, 1 - other) if mirrored else (one, other)
    readings = [Reading(label, value, "") for label, value in zip(("guessing", "together"), values, strict=True)]
    left, right = places(score_card(0, "y", "", readings, scale))
    assert right - left == pytest.approx(94 * (max(0, other) - max(0, one)), abs=0.1)  # written to a tenth
    assert 3 <= min(left, right) <= max(left, right) <= 97


def test_a_small_gap_looks_small() -> None:
    readings = [Reading("guessing", 0.5, ""), Reading("together", 0.51, "", own=True)]
    left, right = places(score_card(0, "y", "", readings, SHARES))
    assert 0 < right - left < 1


@pytest.mark.parametrize(("value", "place"), [(0.0, 97.0), (0.5, 3.0)])
def test_where_guessing_makes_no_error_only_none_is_as_good(value: float, place: float) -> None:
    assert Scale(0.0, 0.0, "twice guessing").place(value) == place


def test_a_score_that_is_not_known_has_no_dot() -> None:
    card = score_card(0, "y", "No labelled test row", [Reading("together", None, "–")], SHARES)
    assert places(card) == []
    assert "–" in card


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (52, "0:52"), (59.7, "1:00"), (3725, "1:02:05")])
def test_the_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_curve_points_are_finite_or_a_gap() -> None:
    curve = Curve(0, "y", [(0, 1.0), (1, float("nan")), (2, float("inf")), (3, 0.123456789)], [(0, None)], best=3)
    card = _card(curve)
    assert card["validation"] == [[0, 1.0], [1, None], [2, None], [3, 0.12346]]
    assert card["train"] == [[0, None]]
    assert card["sentence"] == "y: validation loss 0.123 of guessing at epoch 3; best at epoch 3."


def test_a_curve_without_points_says_so() -> None:
    assert _card(Curve(0, "y", [], []))["sentence"] == "y: no validation loss yet."
    assert _card(Curve(0, "y", [], [], touches=[Touch(2, "up")]))["touches"] == [[2, "up"]]


def test_interval_lies_around_its_dot_and_ends_on_the_scale() -> None:
    reading = Reading("together", 0.6, "60%", own=True, band=(0.25, 0.95), beside=0.5)
    card = score_card(0, "y", "", [reading], SHARES)
    (left,), (width,) = (re.findall(rf"<b [^>]*{edge}: ([\d.]+)%", card) for edge in ("left", "width"))
    (held,) = re.findall(r"<s style=\"left: ([\d.]+)%", card)
    assert float(left) == pytest.approx(SHARES.place(0.25), abs=0.1)  # written to a tenth
    assert float(left) + float(width) == pytest.approx(SHARES.place(0.95), abs=0.2)
    assert float(left) < float(held) < SHARES.place(0.6) < float(left) + float(width)


def test_a_band_lies_the_right_way_where_less_is_better() -> None:
    scale = Scale(2.0, 0.0, "twice guessing")
    card = score_card(3, "y", "", [Reading("together", 0.5, "0.5", band=(0.25, 1.0), beside=1.0)], scale)
    assert '<b style="left: 50.0%; width: 35.2%; --colour: var(--mtl-task-3)"></b>' in card
    assert '<s style="left: 50.0%"></s>' in card
    assert '<i style="left: 73.5%; --colour: var(--mtl-task-3)"></i>' in card


def test_a_score_card_has_its_headline_rows_ends_and_notes() -> None:
    readings = [Reading("guessing", 0.5, "50%"), Reading("together", 1.0, "100%", own=True)]
    card = score_card(0, "ill", "Right for 100%", readings, SHARES, notes=["By chance?", "No."])
    assert re.findall(r'<div class="row (\w+)">', card) == ["other", "own", "ends"]
    assert '<p class="big">Right for 100%</p>' in card
    assert "<div><span>0%</span><span>perfect</span></div>" in card
    assert card.endswith('<p class="why">By chance?</p><p class="why">No.</p></section>')
    assert places(card) == [50.0, 97.0]


def test_without_a_scale_readings_are_figures_alone() -> None:
    readings = [Reading("together", 0.4, "0.4", band=(0.1, 0.2), beside=0.3)]
    card = score_card(0, "ill", "", readings, None)
    assert places(card) == []
    assert '<div class="line"></div><span>0.4</span>' in card
    assert "perfect" not in card


@pytest.mark.parametrize("letters", [15, 16])
def test_a_name_gives_way_from_sixteen_signs_on(letters: int) -> None:
    name = "abcdefghijklmnop"[:letters]
    cut = '<span class="mtl-cut" aria-label="abcdefghijklmnop"><span>abcdef</span><span>ghijklmnop</span></span>'
    assert write_name(name) == ("abcdefghijklmno" if letters == 15 else cut)


def test_a_chip_says_below_the_name_what_the_task_is() -> None:
    assert task_chip(1, "ill", "2 classes").endswith("<div><b>ill</b><span>2 classes</span></div></div>")
    assert task_chip(1, "ill").endswith("<div><b>ill</b></div></div>")
    assert task_chip(1, "ill").startswith('<div class="mtl-chip" title="ill"><span class="mtl-token"')


@pytest.mark.parametrize(("size", "drop"), [(20, "3px"), (18, "2.7px"), (24, "3.6px")])
def test_a_letter_sits_as_deep_as_its_token_is_large(size: int, drop: str) -> None:
    triangle = next(slot for slot in range(16) if "--drop: 3px" in token(slot))
    assert f"--size: {size}px; --drop: {drop}" in token(triangle, size)


def test_facts_are_a_line_each() -> None:
    assert facts("Known", [("Rows", "80"), ("Labels", "2")]) == (
        '<section class="mtl-facts"><h3>Known</h3><dl><div><dt>Rows</dt><dd>80</dd></div>'
        "<div><dt>Labels</dt><dd>2</dd></div></dl></section>"
    )


def test_the_feed_keeps_its_order_and_whole_epochs() -> None:
    feed = event_feed([Happening(12.4, "Best so far."), Happening(0, "Began."), Happening(None, "Waits.")])
    assert re.findall(r"<li><span>(\d*)</span><p>([\w. ]+)</p></li>", feed) == [
        ("12", "Best so far."),
        ("0", "Began."),
        ("", "Waits."),
    ]
    assert feed.startswith('<section class="mtl-feed"><h2>What is happening</h2>')


def test_a_curve_says_where_it_is_best_once_that_is_known() -> None:
    points: list[tuple[float, float | None]] = [(1, 0.75), (2.5, 0.5), (3, None)]
    assert _card(Curve(0, "y", points, []))["sentence"] == "y: validation loss 0.5 of guessing at epoch 2.5."


def test_a_curve_stands_beside_the_task_alone() -> None:
    told = "y: validation loss 0.5 of guessing at epoch 3; best at epoch 2. Learnt alone: 0.6 at epoch 4."
    curve = Curve(0, "y", [(3, 0.5)], [], best=2, alone=[(2, 0.7), (4, 0.6), (5, float("inf"))])
    assert _card(curve)["sentence"] == told
    assert _card(curve)["alone"] == [[2, 0.7], [4, 0.6], [5, None]]
    waiting = Curve(0, "y", [], [], alone=[(4, 0.6)])
    assert _card(waiting)["sentence"] == "y: no validation loss yet. Learnt alone: 0.6 at epoch 4."
