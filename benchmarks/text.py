"""How long a training step of each text encoder takes, with and without XLA, beside Keras' ``model.fit``:
``python -m benchmarks.text``."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import dataclasses
import statistics
import time
from collections.abc import Callable
from unittest.mock import patch

import keras
import numpy as np

from benchmarks.report import publish, table
from mtl_core.balancing import make
from mtl_core.experiment import Experiment, made
from mtl_core.networks import build
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.text_encoders import TEXT_ENCODERS
from mtl_core.training.data import Arrays
from mtl_core.training.engine import Engine

TOKENS, LENGTH, BATCH, UNITS = 10_000, 60, 64, 64
STEPS = 20  # in one measurement
REPEATS = 5


def main() -> None:
    """Measure every encoder and publish the table."""
    rows = [measured(encoder) for encoder in TEXT_ENCODERS]
    head = ("encoder", "parameters", "model.fit", "ours", "ours, XLA", "times as fast", "XLA is")
    text = (
        f"Milliseconds per step, medians of {REPEATS} × {STEPS} steps taken in turn: {TOKENS:,} words drawn by Zipf's "
        f"law, {LENGTH} tokens a text, {UNITS} units, batches of {BATCH}, one task.\n\n{table(head, rows)}"
    )
    publish("text", "A training step of a text encoder", text)


def measured(encoder: str) -> tuple[object, ...]:
    """One row of the table."""
    experiment, drawn = network(encoder)
    data = rows_of_text()
    runs = {"fit": keras_fit(drawn, data), "plain": ours(drawn, experiment, data, False)}
    runs["xla"] = ours(drawn, experiment, data, True)
    times = {name: [] for name in runs}
    for _ in range(REPEATS):
        for name, run in runs.items():
            times[name].append(run() * 1000 / STEPS)
    fit, plain, xla = (statistics.median(times[name]) for name in ("fit", "plain", "xla"))
    compiled = TEXT_ENCODERS[encoder].compiled
    ratio = fit / (xla if compiled else plain)
    return (encoder, f"{drawn.parameters:,}", *(f"{t:.2f}" for t in (fit, plain, xla)), f"{ratio:.1f}", _word(compiled))


def network(encoder: str) -> tuple[Experiment, Plan]:
    """One text for one yes-no task."""
    experiment = made(
        {
            "columns": {"text": {"kind": "text"}, "y": {"kind": "yes_no"}},
            "tasks": [{"column": "y", "kind": "binary"}],
            "text": {"encoder": encoder, "units": UNITS, "embedding": UNITS},
            "training": {"batch_size": BATCH, "epochs": 10_000, "schedule": "constant"},
        }
    )
    column = InputColumn(id="c0", name="text", kind="text", tokens=TOKENS, length=LENGTH)
    return experiment, plan(experiment, [column], [OutputTask(id="t0", name="y", kind="binary", outputs=1)])


def rows_of_text() -> Arrays:
    """Texts of words as common as in language."""
    rng = np.random.default_rng(0)
    shape = (STEPS * BATCH, LENGTH)
    texts = np.minimum(rng.zipf(1.2, shape) + 1, TOKENS - 1).astype(np.int32)
    inputs = {
        "c0": texts,
        "numbers": np.zeros((len(texts), 0), np.float32),
        "categories": np.zeros((len(texts), 0), np.int32),
    }
    labels = (texts[:, 0] % 2).astype(np.float32)
    return Arrays(inputs, (labels,), (np.ones(labels.shape, bool),))


def keras_fit(drawn: Plan, data: Arrays) -> Callable[[], float]:
    """A function that trains an epoch as tutorials do, and tells its seconds."""
    model = build(drawn, seed=0)
    model.compile(keras.optimizers.AdamW(0.002), keras.losses.BinaryCrossentropy(from_logits=True), jit_compile=False)

    def run() -> float:
        began = time.perf_counter()
        model.fit({"c0": data.inputs["c0"]}, data.values[0], batch_size=BATCH, verbose=0)
        return time.perf_counter() - began

    run()
    return run


def ours(drawn: Plan, experiment: Experiment, data: Arrays, compiled: bool) -> Callable[[], float]:
    """The same with our engine."""
    kinds = {kind: dataclasses.replace(encoder, compiled=compiled) for kind, encoder in TEXT_ENCODERS.items()}
    with patch.dict(TEXT_ENCODERS, kinds):  # type: ignore[arg-type]
        engine = Engine(drawn, build(drawn, 0), experiment.training, make(experiment.balancing, 1), data, np.ones(1))
    state, order, totals = engine.start(), engine.order(0), np.zeros((3, 1))

    def run() -> float:
        nonlocal state
        began = time.perf_counter()
        state, _ = engine.run(state, order, 0, STEPS, np.ones(1), totals)
        return time.perf_counter() - began

    run()
    return run


def _word(compiled: bool) -> str:
    return "used" if compiled else "not used"


if __name__ == "__main__":
    main()
