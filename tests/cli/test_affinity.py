"""The command that tells who helps whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtl_core.cli.main import main
from mtl_core.records.affinity import Affinities, Affinity
from mtl_core.runs.results import AFFINITY
from tests.cli.test_command_line import table

HELPS = Affinity(value=0.0021, low=0.0011, high=0.0031)
HURTS = Affinity(value=-0.02, low=-0.03, high=-0.01)
DULL = Affinity(value=0.1)


def measured() -> Affinities:
    rows = ((DULL, HELPS), (HURTS, DULL))
    return Affinities(tasks=("ill", "price"), rate=0.01, epochs=(1, 2, 3), ahead=rows, first_order=rows)


def test_a_folder_is_read_and_nothing_is_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / AFFINITY).write_text(measured().model_dump_json())
    assert main(["affinity", str(tmp_path), "--out", str(tmp_path / "new" / "found.json")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "learning  helps ill  helps price",
        "ill       –          +0.21% ± 0.1%",
        "price     −2% ± 1%   –",
        'Learning "ill" helps "price". Learning "price" hurts "ill".',
    ]
    assert Affinities.model_validate_json((tmp_path / "new" / "found.json").read_bytes()) == measured()


def test_a_folder_without_it_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["affinity", str(tmp_path)]) == 2
    told = capsys.readouterr().err.strip()
    assert "tells of no affinity between tasks: expected a training of two or more tasks that share weights" in told
    assert len(told.splitlines()) == 1


@pytest.mark.engine
def test_a_table_is_trained_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table(rows=120).to_csv(tmp_path / "table.csv", index=False)
    asked = ["affinity", str(tmp_path / "table.csv"), "--target", "ill", "--target", "price", "--ignore", "code"]
    settings = ["--set", "training.epochs=8", "--set", "sharing.units=8", "--out", str(tmp_path / "found.json")]
    assert main([*asked, *settings]) == 0
    found = Affinities.model_validate_json((tmp_path / "found.json").read_bytes())
    assert found.epochs == (1, 2, 3, 4, 6, 8)
    assert found.tasks == ("ill", "price")
    assert all(cell is not None and cell.low is not None for row in found.ahead for cell in row)
    assert capsys.readouterr().out.splitlines()[0].split() == ["learning", "helps", "ill", "helps", "price"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found.json", "table.csv"]
    json.loads((tmp_path / "found.json").read_text())
