"""How numbers are written: what is decided for the table, what is said of columns, and from where on a unit is one."""

from __future__ import annotations

from itertools import permutations

import pytest

from mtl_core.errors import DataError
from tests.tables.columns.one_column import csv

GROUPED = {
    ",": ("comma", ["1,000,000", "2,000,000"]),
    ".": ("point", ["1.000.000", "2.000.000"]),
    " ": ("space", ["1 000", "2 000"]),
    "'": ("apostrophe", ["1'000", "2'000"]),
}


def several(*columns: list[str]) -> str:
    rows = zip(*columns, strict=True)
    return "\n".join([";".join(f"c{n}" for n in range(len(columns))), *map(";".join, rows)]) + "\n"


def decisions(table) -> dict[str, tuple[object, str, tuple[object, ...]]]:
    return {d.field: (d.value, d.reason, d.alternatives) for d in table.found.report.decisions}


@pytest.mark.parametrize("group", GROUPED)
def test_the_sign_between_digits_is_named(reading, group):
    name, cells = GROUPED[group]
    table = reading(several(cells, ["x", "y"]))
    assert table.frame["c0"].tolist() == [int(cell.replace(group, "")) for cell in cells]
    assert decisions(table)["thousands"] == (group, f"A {name} between digits marks thousands.", ("",))


@pytest.mark.parametrize("groups", list(permutations(GROUPED, 2)))
def test_of_equally_common_signs_the_first_is_named(reading, groups):
    table = reading(several(*(GROUPED[group][1] for group in groups for _ in range(20))))
    assert table.decision("thousands") == groups[0]


@pytest.mark.parametrize("groups", [" ,,", ",, ", "'..", ".'."])
def test_the_commonest_sign_is_named(reading, groups):
    table = reading(several(*(GROUPED[group][1] for group in groups)))
    assert table.decision("thousands") == max(groups, key=groups.count)


def test_only_a_sign_that_could_mark_decimals_is_doubted(reading):
    doubted = several(["1,000", "2,000"], ["5", "6"])
    said = "A comma between digits is taken to mark thousands, though it could mark decimals."
    assert decisions(reading(doubted))["thousands"] == (",", said, ("",))
    spaces_first = several(["1 000", "2 000"], ["1,000", "2,000"])
    assert decisions(reading(spaces_first))["thousands"] == (" ", "A space between digits marks thousands.", ("",))


@pytest.mark.parametrize(
    ("columns", "options", "expected"),
    [
        ((["1", "2"], ["x", "y"]), {}, {}),
        ((["1.5", "2"], ["x", "y"]), {}, {}),
        (
            (["1,5", "2"], ["x", "y"]),
            {},
            {
                "decimal": (
                    ",",
                    "Numbers such as 1,5 stand in the table and none such as 1.5, so a point marks thousands.",
                    (".",),
                )
            },
        ),
        (
            (["1,5", "2,5"], ["1.5", "2.5"]),
            {},
            {
                "decimal": (
                    ".",
                    "Numbers are read with a decimal point; a column that is clear by itself is read as it is written.",
                    (",",),
                )
            },
        ),
        (
            (["1.234", "2.345"], ["x", "y"]),
            {},
            {
                "decimal": (
                    ".",
                    "Numbers are read with a decimal point; a column that is clear by itself is read as it is written.",
                    (",",),
                )
            },
        ),
        ((["1", "2"], ["x", "y"]), {"decimal": "."}, {"decimal": (".", "You chose it.", (",",))}),
        ((["1", "2"], ["x", "y"]), {"decimal": ","}, {"decimal": (",", "You chose it.", (".",))}),
        ((["1", "2"], ["x", "y"]), {"thousands": ""}, {"thousands": ("", "You chose it.", (",", " ", "'"))}),
        ((["1", "2"], ["x", "y"]), {"thousands": "'"}, {"thousands": ("'", "You chose it.", ("", ",", " "))}),
        (
            (["1", "2"], ["x", "y"]),
            {"thousands": " ", "decimal": ","},
            {"decimal": (",", "You chose it.", (".",)), "thousands": (" ", "You chose it.", ("", ".", "'"))},
        ),
    ],
)
def test_what_makes_a_difference_is_a_decision(reading, columns, options, expected):
    found = decisions(reading(several(*columns), **options))
    assert {field: found[field] for field in ("decimal", "thousands") if field in found} == expected


@pytest.mark.parametrize("sign", [".", ","])
def test_one_sign_for_both_is_refused_with_the_sign(reading, sign):
    with pytest.raises(DataError, match=rf'both "\{sign}"; choose two different ones\.'):
        reading(csv("1", "2"), decimal=sign, thousands=sign)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            (["1.234", "2.345"], ["x", "y"]),
            'Cells such as 1.234 are read as 1.234, one and a bit (2); change "decimal" if that is wrong.',
        ),
        (
            (["1.234", "2.345"], ["0,5", "1,5"]),
            'Cells such as 1.234 are read as 1234 (2); change "decimal" if that is wrong.',
        ),
        (
            (["1,234", "5"], ["x", "y"]),
            'Cells such as 1,234 are read as 1234 (1); change "thousands" if that is wrong.',
        ),
        (
            (["1,234", "5"], ["0,5", "1,5"]),
            'Cells such as 1,234 are read as 1.234, one and a bit (1); change "decimal" if that is wrong.',
        ),
    ],
)
def test_a_cell_that_can_be_read_two_ways_is_said_with_the_choice_that_changes_it(reading, columns, said):
    assert reading(several(*columns)).column("c0").issues == (said,)


@pytest.mark.parametrize("cells", [["1.5", "1234.5"], ["1,234.5", "2.5"], ["0.123", "1.234"], ["12", "1234"]])
def test_what_can_be_read_one_way_only_is_not_doubted(reading, cells):
    assert reading(several(cells, ["x", "y"])).column("c0").issues == ()


class TestUnits:
    @pytest.mark.parametrize(
        ("cells", "storage", "unit"),
        [
            (["1 kg", "2 kg", "3 kg"], "integer", "kg"),
            (["1 kg", "2 kg", "2 kg"], "text", None),
            (["1 kg", "2 kg", "3 kg", "4", "5"], "integer", "kg"),
            (["1 kg", "2 kg", "3 kg", "4", "5", "6"], "text", None),
            (["1 kg", "2 KG", "3 Kg", "3 kg"], "integer", "kg"),
            (["1 m", "2 km", "3 m"], "text", None),
            (["$1", "$2.5", "$3"], "number", "$"),
            (["1. floor", "2. floor", "3. floor"], "number", "floor"),
            (["1.txt", "2.txt", "3.txt", "4.txt"], "text", None),  # names of files
            (["1,a", "2,a", "3,a", "4,a"], "text", None),
        ],
    )
    def test_most_cells_and_three_numbers_have_it(self, reading, cells, storage, unit):
        column = reading(csv(*cells)).column("x")
        assert column.storage == storage
        if unit:
            assert column.format.unit == unit

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (["1 kg", "2 kg", "3 kg"], 'The unit "kg" is left out of the numbers (3).'),
            (
                ["1 kg", "2 kg", "3 kg", "4", "5"],
                'The unit "kg" is left out of the numbers (3); 2 cells without it are taken as the same.',
            ),
            (["1 kg", "2 kg"], 'Numbers with "kg"; choose numeric to read them as numbers.'),
            (
                ["1 kg", "2 lb", "3 kg"],
                'The numbers have different units, "kg" (2), "lb" (1), and stay text, since they cannot be compared.',
            ),
            (
                ["1 kg", "2 kg", "3 kg", "1 lb", "2 lb", "1 m", "1 ft"],
                'The numbers have different units, "kg" (3), "lb" (2), "ft" (1), and stay text, since they cannot be '
                "compared.",
            ),
            (
                ["1 kg", "2", "3"],
                'Numbers with "kg"; choose numeric to read them as numbers.',
            ),
        ],
    )
    def test_what_is_said(self, reading, cells, said):
        assert reading(csv(*cells)).column("x").issues == (said,)

    def test_the_unit_of_most_cells_is_that_of_a_column_that_is_called_numeric(self, reading):
        column = reading(csv("1 kg", "2 kg", "3 lb", "many")).column("x")
        assert (column.storage, column.format.unit) == ("text", "kg")
        assert reading(csv("1 kg", "2 kg", "3", "4")).column("x").format.unit == ""
        assert reading(csv("1,5", "2,5", "many")).column("x").format.decimal == ","


class TestOffers:
    @pytest.mark.parametrize(("numbers", "others", "offered"), [(9, 1, True), (18, 2, True), (8, 1, False)])
    def test_nine_of_ten_cells_are_numbers_or_nothing_is_offered(self, reading, numbers, others, offered):
        cells = [*map(str, range(1, numbers + 1)), *["abc"] * others]
        said = (
            f'Numbers: {numbers}; other text: {others} (the first is "abc" in row {numbers + 1}); choose numeric to '
            "count the others as missing."
        )
        column = reading(csv(*cells)).column("x")
        assert (column.storage, column.issues) == ("text", (said,) if offered else ())

    def test_markers_and_blanks_are_neither_numbers_nor_others(self, reading):
        column = reading(csv("NA", "", "what", *map(str, range(1, 12)))).column("x")
        assert 'Numbers: 11; other text: 1 (the first is "what" in row 3)' in column.issues[0]

    def test_the_odd_cell_is_cut(self, reading):
        column = reading(csv(*map(str, range(1, 30)), "a" * 100)).column("x")
        assert f'"{"a" * 60}" in row 30' in column.issues[0]

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (
                ["1,5", "1.5"],
                "Every cell looks like a number, but no one way of writing decimals and thousands reads them all.",
            ),
            (
                ["(1)", "(2)"],
                "Every cell is a number in parentheses and stays text; choose numeric to read them as negative.",
            ),
            (["007", "12"], "Leading zeros, as in codes, are kept in 1 cell; choose numeric to drop them."),
            (["007", "012"], "Leading zeros, as in codes, are kept in 2 cells; choose numeric to drop them."),
            (
                ["1E5", "2E6", "7"],
                "Cells such as 1E5 are kept as text, as article numbers (2); choose numeric if they are powers.",
            ),
            (
                ["+12", "+13"],
                "Every cell starts with +, as telephone numbers do, and is kept as text; choose numeric to drop the "
                "sign.",
            ),
            (
                ["9007199254740992", "1"],
                "Whole numbers above 9,007,199,254,740,991 would lose digits as numbers, so they are kept as text.",
            ),
        ],
    )
    def test_why_numbers_stay_text(self, reading, cells, said):
        column = reading(csv(*cells)).column("x")
        assert (column.storage, column.issues) == ("text", (said,))

    @pytest.mark.parametrize(
        ("cells", "storage"),
        [
            (["1E5", "2.5"], "number"),
            (["1e-5", "1E5"], "number"),
            (["+12", "13"], "integer"),
            (["9007199254740991", "-9007199254740991"], "integer"),
            (["9007199254740992.5", "1"], "number"),
            (["0", "0.5"], "number"),
            (["(1)", "2"], "integer"),
            (["1.0", "2.0"], "integer"),
            (["1.0", "2.00"], "number"),
        ],
    )
    def test_what_is_a_number_all_the_same(self, reading, cells, storage):
        assert reading(csv(*cells)).column("x").storage == storage
