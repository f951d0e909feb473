"""Numbers of few digits, and names that stay apart however short they are cut."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.figures.chart_labels import distinct_labels
from mtl_core.wording import (
    apart,
    cut,
    format_cell,
    format_count,
    format_duration,
    format_number,
    format_signed,
    format_signed_share,
    list_names,
    markdown_text,
    rough,
    share,
    short,
    write_digits,
)
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
        (1_234_567.75, "1234568"),
        (0.0000125, "0.0000125"),
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
        (999.4, "999"),
        (999.5, "1,000"),
        (-999.5, "-1,000"),
        (1234.5, "1,234"),
        (17_624.4, "17,620"),
        (1e-6, "0.000001"),
        (9.99e-7, "1.0e-06"),
        (999_000_000.0, "999,000,000"),
        (1e9, "1.0e+09"),
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


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0.812, "81.2%"),
        (0, "0.0%"),
        (1, "100.0%"),
        (0.0004, "less than 0.1%"),
        (0.001, "0.1%"),
        (0.999, "99.9%"),
        (0.9996, "more than 99.9%"),
        (-0.2, "-20.0%"),
    ],
)
def test_a_share_is_never_said_to_be_nothing_or_all_where_it_is_not(number: float, said: str) -> None:
    assert share(number) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0.0812, "0.081"), (-0.0812, "0.081"), (17_620, "18,000"), (0.996, "1"), (0, "0")]
)
def test_a_size_is_told_in_two_digits(number: float, said: str) -> None:
    assert rough(number) == said


def test_a_number_has_a_plus_or_a_true_minus() -> None:
    assert [format_signed(number) for number in (2.034, 0, -2.034)] == ["+2.03", "+0", "−2.03"]
    assert format_signed(-0.5, "{:.0%}".format) == "−50%"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "1 second"),
        (1.4, "1 second"),
        (40, "40 seconds"),
        (89.4, "89 seconds"),
        (90, "2 minutes"),
        (149, "2 minutes"),
        (89 * 60, "89 minutes"),
        (90 * 60, "2 hours"),
        (24 * 3600, "24 hours"),
    ],
)
def test_a_time_is_told_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert format_duration(seconds) == said


def test_one_is_told_apart_from_many() -> None:
    assert [format_count(number, "row", "rows") for number in (0, 1, 2, 1_234)] == [
        "0 rows",
        "1 row",
        "2 rows",
        "1,234 rows",
    ]


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed_as_people_list_them(names: list[str], said: str) -> None:
    assert list_names(names) == said


def test_what_people_write_is_no_markdown() -> None:
    assert markdown_text("# *a* <b> [c](d) $e$ ~f~ `g` h_i j|k & l!") == (
        r"\# \*a\* \<b\> \[c\](d) \$e\$ \~f\~ \`g\` h\_i j\|k \& l\!"
    )
    assert markdown_text("two\n\n lines ") == "two lines"


@pytest.mark.parametrize(("length", "shown"), [(400, "x" * 400), (401, "x" * 400 + "…")])
def test_a_long_text_is_cut_for_markdown(length: int, shown: str) -> None:
    assert markdown_text("x" * length) == shown
    assert markdown_text("x" * 5, limit=4) == "xxxx…"


@pytest.mark.parametrize(
    ("number", "written"),
    [(20_191.0, "20191"), (9_999.96, "10000"), (2019.14, "2019"), (0.000_012_345, "0.00001234"), (0.0, "0")],
)
def test_digits_stand_without_powers_of_ten(number: float, written: str) -> None:
    assert write_digits(4)(number) == written


@pytest.mark.parametrize(
    ("number", "written"), [(999_999_999_999_999.0, "999999999999999"), (1e15, "1e+15"), (-0.5, "-0.5")]
)
def test_whole_numbers_of_cells_are_in_full_as_far_as_they_are_exact(number: float, written: str) -> None:
    assert format_cell(number) == written
