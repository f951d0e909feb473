"""The files of ``tests/cases``: what every column becomes, and what is said of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.features.columns.numeric import NumericColumn
from mtl_core.preparation.preparing import prepare
from mtl_core.tables.checks.experiment_checks import check
from mtl_core.tables.checks.losses import of_columns
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.labels.proposal import draft, task

CASES = Path(__file__).parents[1] / "cases"

NUMBERS = [
    ("09_units__t", "x", [8.44, 0.4, 4.05], 'unit "kg"'),
    ("10_percent__t", "x", [84.4, 4.0, 40.5], 'unit "%"'),
    ("10_percent__t", "z", [2.58, 4.65, 2.84, -1.42, -2.18], "in parentheses are read as negative"),
    ("10_percent__t", "v", [22750.0, -3440.0, 9310.0], 'unit "$"'),
    ("11_thousands__t", "v", [22750, -3440, 9310], "read as 1234"),
    ("11b_thousands_small__t", "v", [950, 1200, 875, 2400, 640, 12500], "read as 1234"),
    ("12_french_nbsp__t", "x", [8440.0, 400.0, 4050.0], ""),
    ("12_french_nbsp__t", "v", [22750.0, -3440.0, 9310.0], ""),
    ("12_french_nbsp__t", "z", [2.58, 4.65, 2.84, -1.42], ""),
    ("12c_german_kA__t", "v", [22.75, -3.44, 9.31, np.nan], '"k.A." (3) counts as missing'),
]


def case(reading: Any, name: str) -> Any:
    return reading((CASES / f"{name}.csv").read_bytes())


@pytest.mark.parametrize(("name", "column", "first", "said"), NUMBERS)
def test_numbers(reading: Any, name: str, column: str, first: list[float], said: str) -> None:
    table = case(reading, name)
    profile, values = table.column(column), table.frame[column]
    assert profile.kind == "numeric"
    np.testing.assert_array_equal(values[: len(first)].to_numpy(np.float64, na_value=np.nan), first)
    assert re.search(re.escape(said), " ".join(profile.issues))
    assert profile.missing == (3 if name.startswith("12c") else 0)


DATES = [
    ("14_dates_dmy__ampm", ["2024-01-01T13:05", "2024-02-02T02:05"], "2024-01-13T13:05", False),
    ("14_dates_dmy__names", ["2024-01-01", "2024-02-02"], "2024-01-13", None),
    ("14_dates_dmy__short", ["2024-01-01", "2024-02-02"], "2024-01-13", True),
]


@pytest.mark.parametrize(("name", "first", "later", "day_first"), DATES)
def test_dates(reading: Any, name: str, first: list[str], later: str, day_first: bool | None) -> None:
    table = case(reading, name)
    values = table.frame["c"].to_numpy("datetime64[us]")
    assert (table.column("c").kind, table.column("c").missing) == ("date", 0)
    np.testing.assert_array_equal(values[:2], np.array(first, dtype="datetime64[us]"))
    assert values[12] == np.datetime64(later)
    assert table.decision("day_first") == day_first


def test_stand_ins_for_missing_values_are_asked_about(tmp_path: Path) -> None:
    dataset = take_in((CASES / "16_minus999__t.csv").read_bytes(), "t.csv", tmp_path)
    assert [(item.number, item.cells) for item in dataset.profile("x").stand_ins] == [(-999, 10)]
    assert [name.name for name in dataset.columns if name.stand_ins] == ["x", "v"]
    asked = draft(dataset, [task(dataset, "v"), task(dataset, "y")])
    said = {finding.column: finding.sentence for finding in check(dataset, asked) if "far from all" in finding.sentence}
    assert said.keys() == {"x", "v"}
    assert "-999 stands 10 times far from all other numbers; if that means missing" in said["x"]
    answered = asked.with_changes({"columns.x.missing": [-999], "columns.v.missing": [-999]})
    assert not [finding for finding in check(dataset, answered) if "far from all" in finding.sentence]
    space = prepare(dataset, answered).space
    (x,) = [column for column in space.columns if column.name == "x"]
    assert isinstance(x, NumericColumn)
    assert x.missing
    assert x.low is not None
    assert x.low > -10
    later = pd.Series(["-999", "1.5", "-999.0"], dtype=object)
    np.testing.assert_array_equal(x.format.numbers(later), [np.nan, 1.5, np.nan])
    assert not x.unread(later).any()
    assert np.isnan(space.targets[0].truth(pd.DataFrame({"v": later}))).tolist() == [True, False, True]


def test_a_long_number_that_means_missing_is_said_in_full(tmp_path: Path) -> None:
    rows = [*(f"{place / 7:.2f},{place % 5}" for place in range(60)), *["-99999999,1"] * 3]
    dataset = take_in(("x,y\n" + "\n".join(rows)).encode(), "t.csv", tmp_path)
    asked = draft(dataset, [task(dataset, "y")]).with_changes({"columns.x.missing": [-99_999_999]})
    assert 'Column "x": -99999999 counts as missing in 3 cells, as you asked.' in list(of_columns(dataset, asked))
    (x,) = [column for column in prepare(dataset, asked).space.columns if column.name == "x"]
    assert "-99999999 means missing" in x.format.describe_numbers()


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([1, 2, 3, -9, -9], [-9]),
        ([0, 50, 99, 99], []),
        ([1, 5, 99, 99, 999, 999], [99, 999]),
        ([-1, -1, 0, 1], []),
        ([1.5, 2.5, -999], []),
        ([-999, -999], []),
        ([1, 2, 2, 1], []),
    ],
)
def test_a_stand_in_is_far_from_all_others(reading: Any, cells: list[float], found: list[float]) -> None:
    table = reading("x;row\n" + "".join(f"{cell};r{place}\n" for place, cell in enumerate(cells)))
    assert [item.number for item in table.column("x").stand_ins] == found


def test_a_class_called_na_is_kept(reading: Any) -> None:
    table = case(reading, "18_na_country__t2")
    assert table.frame["k"].value_counts().to_dict() == {"NA": 15, "EMEA": 15, "APAC": 15, "LATAM": 15}
    assert table.column("x").missing == 1
    assert '"NA" (15) counts as a value, not as missing.' in table.column("k").issues
