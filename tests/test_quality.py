"""The benchmark of answers: it keeps each score, goes on from there, never looks at test rows, and writes its page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import quality, quality_page
from benchmarks.quality_page import BEFORE, GUESSING, OURS, Known, Score
from benchmarks.quality_tables import Table

pytestmark = pytest.mark.engine

ROWS = range(80)


def _frame() -> pd.DataFrame:
    """Each row has a size of its own, by which it is known."""
    return pd.DataFrame({"size": [f"{row}.5" for row in ROWS], "sort": ["ab"[row // 2 % 2] for row in ROWS]})


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(quality_page, "FOUND", tmp_path / "quality.json")
    monkeypatch.setattr(quality_page, "PAGE", tmp_path / "quality.md")
    monkeypatch.setattr(quality, "tables", lambda: [Table("sizes", _frame, ("sort:binary",))])
    return tmp_path


def _call(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    quick = ("--splits", "1", "--set", "training.epochs=1", "--set", "sharing.units=2")
    monkeypatch.setattr(sys, "argv", ["quality", *quick, *arguments])
    quality.main()


def test_each_score_is_kept_and_a_second_call_measures_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _call(monkeypatch)
    found = Known().scores
    assert {score.model for score in found} == {
        OURS,
        GUESSING,
        "linear",
        "extra trees",
        "boosting",
        "MLP",
        "references",
    }
    assert all(set(score.tasks) == {"auc sort"} for score in found if score.model != "references")
    monkeypatch.setattr(quality, "_ours", None)  # would fail if it were asked
    monkeypatch.setattr(quality, "reference_scores", None)
    _call(monkeypatch)
    assert Known().scores == found
    page = (kept / "quality.md").read_text(encoding="utf-8")
    assert "Test rows were not looked at yet." in page
    assert "| sizes | auc sort | 1 |" in page


def test_test_rows_have_no_part_in_what_is_chosen(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that judge with ``--part test`` are none of those that any part has without it."""
    seen: dict[str, list[set[float]]] = {}

    def look(ready: object, experiment: object, parts: Sequence[pd.DataFrame]) -> object:
        seen.setdefault(part, []).extend(set(frame["size"]) for frame in parts)
        raise StopIteration

    monkeypatch.setattr(quality, "_ours", look)
    for part in ("validation", "test"):
        with pytest.raises(StopIteration):
            _call(monkeypatch, "--part", part)
    *_, judged = seen["test"]
    assert judged
    assert not judged & set.union(*seen["validation"])


def _scored(table: str, scores: dict[str, float]) -> list[Score]:
    return [Score(table, 0, "validation", 10, model, {"mae y": value}) for model, value in scores.items()]


def test_ranks_changes_and_the_best_are_those_of_the_scores(kept: Path) -> None:
    known = Known()
    known.scores = [
        *_scored("one", {GUESSING: 4.0, OURS: 1.0, BEFORE: 2.0, "linear": 1.5, "ours without members": 2.0}),
        *_scored("two", {GUESSING: 4.0, OURS: 2.0, BEFORE: 2.0, "linear": 1.0, "ours with more": 1.0}),
    ]
    quality_page.write(known)
    page = (kept / "quality.md").read_text(encoding="utf-8")
    assert "Mean rank over 2 tables: ours 1.50, linear 1.50." in page
    assert "Mean rank over 2 tables: ours before 2.00, linear 1.00." in page
    assert "| one | mae y | 1 | 4 | **1** | 2 | 1.5 |" in page
    assert "| defaults as they are now | 2 | 1 | 1 | -29.3 % |" in page  # the geometric mean of 1/2 and 1
    assert "| with more | 1 | 1 | 1 | -50.0 % |" in page
    assert "| without members | 1 | 1 | 0 | +100.0 % |" in page


def test_a_look_at_test_rows_is_told(kept: Path) -> None:
    known = Known()
    known.keep(Score("one", 0, "test", 10, OURS, {"mae y": 1.0}))
    quality_page.write(Known())
    assert "Test rows were looked at for 1 setting of the defaults, on 20" in (kept / "quality.md").read_text("utf-8")
