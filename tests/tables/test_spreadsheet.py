"""CSV for spreadsheets: no cell is a formula, and what is no formula stays as it is."""

import csv
import io

import pandas as pd
import pytest

from mtl_core.tables.spreadsheet import harmless, to_csv

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "－1a"]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_in_cell_and_heading_is_made_text(text: str) -> None:
    rows = read(to_csv(pd.DataFrame({text: [text]})))
    assert rows == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", ["-1.5", "+3", "-1e5", "plain", "", "a=b", "日本語"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text


def test_numbers_dates_and_gaps_stay() -> None:
    frame = pd.DataFrame({"n": [-1.5, None], "t": pd.to_datetime(["2024-01-02", None]), "s": ["a\rb", None]})
    assert read(to_csv(frame)) == [["n", "t", "s"], ["-1.5", "2024-01-02", "a\rb"], ["", "", ""]]


def test_same_heading_twice() -> None:
    frame = pd.DataFrame([["=a", "=b"]], columns=["x", "x"])
    assert read(to_csv(frame)) == [["x", "x"], ["'=a", "'=b"]]
