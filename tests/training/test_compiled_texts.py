"""What reads texts word by word learns under XLA, too, which compiles where a training has many steps."""

from __future__ import annotations

import numpy as np
import pytest

from mtl_core.experiment import parse_experiment
from mtl_core.networks import build
from mtl_core.training import chunks
from mtl_core.training import engine as module
from mtl_core.training.data import Arrays
from mtl_core.training.engine import Engine
from mtl_core.training.losses import baselines
from tests.networks.test_encoders import TEXTS, tagging

pytestmark = pytest.mark.engine

EXPERIMENT = parse_experiment(
    {
        "columns": {"note": {"kind": "text"}, **{name: {"kind": "numeric"} for name in ("age", "a", "b")}},
        "tasks": [{"column": "a", "kind": "tags", "tokens": "note"}, {"column": "b", "kind": "binary"}],
        "training": {"epochs": 1, "batch_size": 2, "schedule": "constant"},
    }
)


@pytest.mark.parametrize("encoder", ["gru", "lstm"])
def test_recurrent_layers_learn_compiled(encoder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_STEPS_WORTH_COMPILING_TEXTS", 0)
    monkeypatch.setattr(chunks, "MOST_PLAIN", 1)
    drawn = tagging(encoder)
    inputs = {"c0": TEXTS, "numbers": np.zeros((len(TEXTS), 1), np.float32)}
    values = ((TEXTS % 3).astype(np.float32), np.array([0, 1, 0, 1], np.float32))
    rows = Arrays(inputs, values, (TEXTS > 0, np.ones(len(TEXTS), np.bool_)))
    engine = Engine(drawn, build(drawn, 0), EXPERIMENT, rows, baselines(drawn.tasks, rows))
    steps = engine.steps_per_epoch
    start = engine.start()
    end, _ = engine.run(start, engine.order(0), 0, steps, np.ones(2), np.zeros((3, 2)))
    assert int(end.step) == steps == 2
    assert all(engine.losses(end.weights, rows) < engine.losses(start.weights, rows))
