"""Every method that TorchJD has too gives the direction that TorchJD gives; ``record_torchjd.py`` recorded it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.balancing.inputs import balancer, seen, weights

pytestmark = pytest.mark.engine

RECORD = json.loads(Path(__file__).with_name("torchjd.json").read_text(encoding="utf-8"))
CASES = [
    pytest.param(case["jacobian"], method.split()[0], answer, id=f"{method}, case {place}")
    for place, case in enumerate(RECORD["gradients"])
    for method, answer in case["directions"].items()
]


RIDGE = {"upgrad": 1e-4, "dualproj": 1e-4}  # that TorchJD adds to a Gramian of trace 1; ours is none to speak of


@pytest.mark.parametrize(("jacobian", "kind", "answer"), CASES)
def test_the_direction_is_that_of_torchjd(jacobian: list[list[float]], kind: str, answer: dict[str, Any]) -> None:
    rows = np.array(jacobian)
    shown = np.hstack([rows / np.linalg.norm(rows), RIDGE.get(kind, 0) ** 0.5 * np.eye(len(rows))])
    found, expected = rows.T @ weights(kind, shown, **answer["fields"]), np.array(answer["direction"])
    np.testing.assert_allclose(found / np.linalg.norm(found), expected / np.linalg.norm(expected), atol=3e-4)


@pytest.mark.parametrize(("kind", "place"), [("gls", 0), ("dwa", 2)])
def test_the_weights_are_those_of_torchjd(kind: str, place: int) -> None:
    """Our epochs have four steps, so each row stands for one epoch."""
    made = balancer(kind, 3)
    state = made.method.start()
    rows = np.array(RECORD["losses"]["rows"], np.float32)
    for step in range(4 * place + 1):
        weights, state = made.method.weights(seen(np.zeros((3, 1)), rows[step // 4 if place else 2], step=step), state)
    expected = np.array(RECORD["losses"][kind])
    np.testing.assert_allclose(weights / np.sum(weights), expected / expected.sum(), rtol=1e-4)
