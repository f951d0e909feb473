"""The command that says before a training what should be known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Days in order, heat that is of another kind in the later ones, and five rows that stand twice."""
    rng, rows = np.random.default_rng(0), 195
    frame = pd.DataFrame(
        {
            "day": pd.date_range("2024-01-01", periods=rows).astype(str),
            "heat": (rng.normal(size=rows) + 3 * (np.arange(rows) >= 150)).round(3),
            "size": rng.normal(size=rows).round(3),
            "ill": rng.choice(["no", "yes"], rows),
        }
    )
    path = tmp_path / "days.csv"
    pd.concat([frame, frame.tail(5)]).to_csv(path, index=False)
    return path


def test_everything_is_said_before_a_training(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["check", str(table), "--target", "ill", "--set", "split.by=time", "--set", "split.column=day"]
    assert main([*asked, "--set", "split.test=0.1"]) == 0
    told = capsys.readouterr()
    assert '"heat" alone tells them apart' in told.err
    assert 'will judge task "ill"' in told.err
    assert "to learn from" in told.out
    assert "5 rows repeat an earlier row exactly" in told.out


def test_rows_in_order_of_time_are_asked_about(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(table), "--target", "ill"]) == 0
    assert 'ordered by "day"' in capsys.readouterr().err


def test_a_class_of_few_rows_is_told_with_its_share(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    size = np.random.default_rng(0).normal(size=200).round(3)
    pd.DataFrame({"size": size, "ill": ["yes"] * 9 + ["no"] * 191}).to_csv(tmp_path / "rare.csv", index=False)
    assert main(["check", str(tmp_path / "rare.csv"), "--target", "ill"]) == 0
    assert 'Task "ill": label "yes" stands in 9 of 200 labelled rows (4.5%), "no" in 95.5%' in capsys.readouterr().err


def test_what_stands_against_a_training_ends_it(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(table), "--target", "nothing"]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert '"nothing"' in told.err
