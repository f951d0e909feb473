"""Real processes, really killed: the run that comes to its end is the run that was never interrupted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.elsewhere import run_elsewhere

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]


def trained(folder: Path, kills: int, seed: int = 0) -> dict[str, Any]:
    done = run_elsewhere(ROOT, "-m", "tests.training.killed_training", str(folder), str(kills), str(seed))
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_kills_at_random_moments_change_no_bit(tmp_path: Path) -> None:
    whole = trained(tmp_path / "whole", kills=0)
    broken = trained(tmp_path / "broken", kills=4)
    assert broken["killed"] == 4
    assert broken["torn"] >= 1, "no kill fell into the writing of a checkpoint"
    assert {name: broken[name] for name in ("hash", "kept", "history")} == {
        name: whole[name] for name in ("hash", "kept", "history")
    }
    assert [body["epoch"] for body in broken["history"]] == list(range(1, 31))
    assert broken["history"][3]["weights"] != broken["history"][4]["weights"]
