"""``explain``: what it prints and leaves, of which rows, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtl_core.cli.main import main
from tests.exporting.conftest import bundle_path, make_table, origin, table, trained

__all__ = ["bundle_path", "origin", "table", "trained"]
pytestmark = pytest.mark.engine


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    make_table(6, seed=4).to_csv(tmp_path / "rows.csv", index=False)
    return tmp_path / "rows.csv"


def test_a_row_is_told_and_left_as_json(
    bundle_path: Path, rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "explain.json"
    assert main(["explain", str(bundle_path), str(rows), "--row", "3", "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Row 3. Shapley values against 32 rows")
    assert all(f'"{name}"' in told for name in ("ill", "colour", "cost"))
    (row,) = json.loads(out.read_bytes())["rows"]
    assert row["row"] == 3
    for answer in row["answers"]:
        total = sum(column["effect"] for column in answer["columns"])
        assert total == pytest.approx(answer["value"] - answer["baseline"], rel=1e-5, abs=1e-5)  # float32 answers
        assert len(answer["columns"]) == 5
    (text,) = row["texts"]
    assert (text["column"], set(text["effects"])) == ("note", {"t0", "t1", "t2"})
    assert told.count('by "note": N') == len(text["phrases"])  # "No single word …" or "Neither a word …"


def test_first_rows_are_those_one_by_one(
    bundle_path: Path, rows: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left = {}
    for name, asked in (("both", ["--rows", "2"]), ("second", ["--row", "2"])):
        out = tmp_path / f"{name}.json"
        assert main(["explain", str(bundle_path), str(rows), *asked, "--out", str(out)]) == 0
        left[name] = json.loads(out.read_bytes())["rows"]
    assert [row["row"] for row in left["both"]] == [1, 2]
    assert left["both"][1] == left["second"][0]


@pytest.mark.parametrize("asked", [["--row", "0"], ["--row", "7"], ["--rows", "9"]])
def test_rows_that_are_not_there_are_refused(
    bundle_path: Path, rows: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(bundle_path), str(rows), *asked]) == 2
    assert "which are 1 to 6; received" in capsys.readouterr().err
