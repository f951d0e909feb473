"""What pulls apart is one thing all over the Train page, told by what the core measured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from mtl_core.runs.runs import Run
from mtl_core.runs.store import Store
from mtl_core.training.conflict_report import lowest, report_conflicts
from mtl_core.training.gradient_stats import GradientStats, add_step
from pages.shared.components.conflict_heatmap import tint
from pages.shared.components.diagram_conflicts import Conflicts
from tests.claiming import claim_run
from tests.pages.conftest import Opener
from tests.pages.test_runs import BALANCE, trained

pytestmark = pytest.mark.engine

NUMBERS = 1_000  # weights
UNRELATED = np.random.default_rng(0).normal(size=(2, NUMBERS))
OPPOSED = np.array([[1.0], [-1.0]]) * UNRELATED[0]


def event(rows: np.ndarray) -> dict[str, Any]:
    """What a run tells of gradients [task, weight] of one shared block."""
    stats = add_step(
        GradientStats.none(2, 1), tf.constant((rows @ rows.T)[None], tf.float32), tf.constant([True, True])
    )
    tasks = ["t0", "t1"]
    return BALANCE | report_conflicts(stats, tasks) | {"lowest": lowest(stats, ["trunk_1"], tasks)}


@pytest.fixture
def seen(show: Opener, store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """By gradients: heat map with its facts, feed, and what the diagram gets."""
    drawn: list[Conflicts] = []
    monkeypatch.setattr("pages.build.sections.conflicts.diagram", lambda plan, key, pulls: drawn.append(pulls))

    def look(rows: np.ndarray) -> tuple[str, str, Conflicts]:
        held = claim_run(store)
        trained(held, balance=event(rows))
        app = show("build/train.py", run=run.id)
        assert not app.exception
        card, feed = (
            next(str(h.value) for h in app.html if name in str(h.value)) for name in ("mtl-pulls", "mtl-feed")
        )
        return card, feed, drawn[-1]

    return look


def test_unrelated_tasks_read_as_unrelated_everywhere(seen: Any) -> None:
    card, feed, pulls = seen(UNRELATED)
    assert "ignore each other" in card
    assert "Conflicts: none." in card
    assert 'class="apart"' not in card
    assert "apart" not in feed
    [pair] = pulls.blocks.values()
    assert tint(pair.cosine) == 5
    assert pulls.line(pair).startswith("No two tasks pull apart here")


def test_opposed_tasks_pull_apart_by_one_number_everywhere(seen: Any) -> None:
    card, feed, pulls = seen(OPPOSED)
    assert "A and B pull apart (−1.00)" in card
    assert "−1.00</b><span>pull apart" in card
    assert "Conflicts: A and B (−1.00)" in card
    assert "A and B began to pull apart (−1.00)." in feed
    [pair] = pulls.blocks.values()
    assert tint(pair.cosine) == 0
    assert pulls.line(pair).startswith("A and B pull apart here (−1.00")
