"""Numbers of few digits, and names that stay apart however short they are cut."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.figures.chart_labels import distinct_labels
from mtl_core.wording import apart, cut, format_cell, format_number, format_signed_share, short
from pages.shared import text

OUTCOMES = ["patient_outcome_heart_rate", "patient_outcome_blood_pressure", "patient_outcome_blood_sugar"]
INSIDE = ["average_of_january_in_euro_per_night", "average_of_february_in_euro_per_night", "average"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (2007.0, "2007"),
        (12_345_678.0, "12345678"),
        (-5.0, "-5"),
        (19.75, "19.75"),
        (1 / 3, "0.333333"),
        (1e300, "1e+300"),
    ],
)
def test_a_number_of_a_cell_is_written_as_a_cell_holds_it(number: float, shown: str) -> None:
    assert format_cell(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (-3e-5, "-0.00003"),
        (3.124e-5, "0.0000312"),
        (1.2e-9, "1.2e-09"),
        (2.034, "2.03"),
        (100.0, "100"),
        (999.6, "1,000"),
        (17_620.4, "17,620"),
        (3e9, "3.0e+09"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_in_sentences_are_written_out_unless_far_out(number: float, shown: str) -> None:
    assert format_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (9_216, "9,216"),
        (9_999, "9,999"),
        (10_000, "10.0 k"),
        (16_710, "16.7 k"),
        (123_456, "123 k"),
        (999_499, "999 k"),
        (999_500, "1.00 M"),
        (50_000_000, "50.0 M"),
    ],
)
def test_counts_have_at_most_four_digits(number: int, shown: str) -> None:
    assert short(number).replace("\u00a0", " ") == shown


@given(st.integers(0, 999_000_000))
def test_a_short_count_is_close_to_the_number(number: int) -> None:
    figure, _, unit = short(number).replace(",", "").partition("\u00a0")
    assert sum(sign.isdigit() for sign in figure) <= 4
    rounded = float(figure) * {"": 1, "k": 1e3, "M": 1e6}[unit]
    assert abs(rounded - number) <= 0.005 * number  # half a unit of the third digit


def test_what_is_left_out_of_a_name_stands_in_the_middle() -> None:
    assert cut("patient_outcome_heart_rate", 16) == "patie…heart_rate"
    assert cut("short", 16) == "short"


@pytest.mark.parametrize("names", [OUTCOMES, INSIDE, ["x" * 100, "x" * 101], ["a" * 50 + end for end in "bc"]])
@pytest.mark.parametrize("limit", [10, 12, 16, 28, 40])
def test_names_that_end_or_begin_alike_are_told_apart(names: list[str], limit: int) -> None:
    for shown in (apart(names, limit), distinct_labels(names, limit), list(text.labels(names, limit).values())):
        assert len(set(shown)) == len(names)


def test_names_that_are_alike_when_cut_begin_where_they_differ() -> None:
    assert apart(INSIDE, 16) == ["…january_in_eur…", "…february_in_eu…", "average"]


@given(st.lists(st.text(max_size=30), unique=True, max_size=8), st.integers(10, 30))
def test_distinct_names_stay_distinct_and_short(names: list[str], limit: int) -> None:
    shown = apart(names, limit)
    assert len(set(shown)) == len(names)
    assert all(len(name) <= limit for name in shown)
    assert len(set(text.labels(names, limit).values())) == len(names)
    assert all(
        len(unescape(name)) <= limit for name in distinct_labels([name for name in names if "%" not in name], limit)
    )


@pytest.mark.parametrize(
    ("number", "said"),
    [(0.037, "+3.7%"), (-0.001, "−0.1%"), (-0.0004, "−0.04%"), (0.00096, "+0.1%"), (0.0, "+0.0%"), (3e-7, "+0.00003%")],
)
def test_share_with_its_sign_is_never_a_sign_before_words(number: float, said: str) -> None:
    assert format_signed_share(number) == said
