"""Steps a second of the training engine beside plain Keras ``model.fit``: the same network, rows and optimizer in the
same run; what XLA brings; and the time to the first point."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from benchmarks.report import publish, table
from benchmarks.threads import run_apart, use
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.networks import build
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.records.events import Event
from mtl_core.training import Arrays, Trainer, chunks, engine, warm_up
from mtl_core.training.engine import Engine
from mtl_core.training.losses import baselines

ROWS, NUMBERS, RUNS = 20_000, 10, 7
chunks.MOST_PLAIN = 1  # what is timed are the steps that follow once XLA has compiled
Case = tuple[Plan, Experiment, Arrays]


def case(batch_size: int, head_depth: int = 1, units: int = 128, rows: int = ROWS, dropout: float = 0.0) -> Case:
    """Trunk of two layers, a yes-no and a number head."""
    kinds = {"a": "binary", "b": "regression"}
    names = [f"x{place}" for place in range(NUMBERS)]
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in [*names, *kinds]},
            "tasks": [{"column": name, "kind": kind, "head_depth": head_depth} for name, kind in kinds.items()],
            "sharing": {"units": units, "dropout": dropout},
            "training": {"batch_size": batch_size, "optimizer": "adam", "schedule": "constant", "learning_rate": 0.001},
        }
    )
    inputs = [InputColumn(id=f"c{i}", name=name, kind="numeric", numbers=1) for i, name in enumerate(names)]
    tasks = [OutputTask(id=f"t{i}", name=n, kind=k, outputs=1) for i, (n, k) in enumerate(kinds.items())]
    random = np.random.default_rng(0)
    values = random.normal(size=(rows, NUMBERS)).astype(np.float32)
    labels = ((values[:, 0] + random.normal(size=rows) > 0).astype(np.float32), values[:, 1])
    arrays = Arrays({"numbers": values}, labels, (np.ones(rows, bool),) * 2)
    return plan(experiment, inputs, tasks), experiment, arrays


def keras_fit(drawn: Plan, experiment: Experiment, rows: Arrays) -> Callable[[], float]:
    """A measure of the steps a second of ``model.fit`` as every tutorial writes it, over one epoch."""
    model = build(drawn, 0)
    model.compile("adam", [keras.losses.BinaryCrossentropy(from_logits=True), "mse"])
    batch = experiment.training.batch_size

    def epoch() -> float:
        began = time.perf_counter()
        model.fit(dict(rows.inputs), list(rows.values), batch_size=batch, verbose=0)
        return -(-rows.rows // batch) / (time.perf_counter() - began)

    epoch()
    return epoch


def make_engine(drawn: Plan, experiment: Experiment, rows: Arrays) -> Engine:
    """The engine of a case."""
    return Engine(drawn, build(drawn, 0), experiment, rows, baselines(drawn.tasks, rows))


def engine_run(drawn: Plan, experiment: Experiment, rows: Arrays) -> tuple[Callable[[], float], float]:
    """The same measure of the engine, and the seconds before its first step is done."""
    began = time.perf_counter()
    made_one = make_engine(drawn, experiment, rows)
    weights, totals, steps = np.ones(2), np.zeros((3, 2)), made_one.steps_per_epoch
    state, _ = made_one.run(made_one.start(), made_one.order(0), 0, 1, weights, totals)
    first = time.perf_counter() - began

    def epoch() -> float:
        began = time.perf_counter()
        made_one.run(state, made_one.order(1), 0, steps, weights, totals)
        return steps / (time.perf_counter() - began)

    return epoch, first


def medians(*measures: Callable[[], float]) -> list[float]:
    """The middle of several runs of each, taken in turns, so that a busy moment of the machine meets all alike."""
    found = [[measure() for measure in measures] for _ in range(RUNS)]
    return [statistics.median(values) for values in zip(*found, strict=True)]


def compare_with_keras() -> str:
    """The engine beside Keras."""
    lines = []
    for batch_size in (32, 256):
        for head_depth in (0, 1):
            drawn = case(batch_size, head_depth)
            theirs, ours = medians(keras_fit(*drawn), engine_run(*drawn)[0])
            lines.append([batch_size, head_depth, f"{theirs:,.0f}", f"{ours:,.0f}", f"**{ours / theirs:.1f}**"])
    return table(["batch", "head depth", "`model.fit`, steps/s", "engine, steps/s", "times"], lines)


def compare_with_plain() -> str:
    """XLA beside the plain graph: what decides from how many steps on it pays to compile."""
    lines = []
    for batch_size, units, dropout in [
        (32, 64, 0.1),
        (32, 128, 0.0),
        (32, 128, 0.1),
        (256, 128, 0.1),
        (256, 1024, 0.1),
    ]:
        drawn = case(batch_size, units=units, dropout=dropout, rows=min(ROWS, 200 * batch_size))
        epochs, firsts = [], []
        for steps in (0, 10**12):
            engine._STEPS_WORTH_COMPILING = steps
            epoch, first = engine_run(*drawn)
            epochs.append(epoch)
            firsts.append(f"{first:.2f}")
        speeds = [f"{1000 / speed:.3f}" for speed in medians(*epochs)]
        lines.append([batch_size, units, dropout, *speeds, *firsts])
    head = ["batch", "units", "dropout", "XLA, ms/step", "graph, ms/step", "XLA, first step after s"]
    return table([*head, "graph, first step after s"], lines)


class _Watch:
    """Notes when the first event of each kind was told."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.seen: dict[str, float] = {}

    def report(self, event: Event) -> None:
        """Note the time."""
        self.seen.setdefault(event.kind, time.perf_counter() - self.began)

    def commands(self) -> tuple[()]:
        """Nothing."""
        return ()


def first_points() -> str:
    """From the making of the trainer to what the screen shows first, on a small table after ``warm_up``."""
    warm_up()
    seen = []
    for _ in range(RUNS):
        drawn, experiment, rows = case(64, units=64, rows=125, dropout=0.1)
        watch = _Watch()
        Trainer(drawn, experiment, rows, rows).run(watch)
        seen.append(watch.seen)
    names = ("progress", "epoch")
    return table(["first event", "after s"], [[k, f"{statistics.median(one[k] for one in seen):.2f}"] for k in names])


SECTIONS = {"compared": compare_with_keras, "compiled": compare_with_plain, "first": first_points}


def section(name: str, threads: int) -> str:
    """One section, measured in a process of its own with so many threads."""
    return run_apart("engine", threads, "--section", name)


def main() -> None:
    """Measure all sections and publish them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--section", choices=sorted(SECTIONS))
    parser.add_argument("--threads", type=int, default=1)
    wanted = parser.parse_args()
    if wanted.section:
        use(wanted.threads)
        print(SECTIONS[wanted.section]())
        return
    parts = [
        f"Trunk 2×128, a yes-no and a number head, {ROWS:,} rows × {NUMBERS} numbers, Adam, medians of {RUNS} runs. "
        f"TensorFlow {tf.__version__}, Keras {keras.__version__}. Goal: 10 times at batch 32, 4 times at batch 256."
    ]
    for threads in (1, 2):
        parts += [f"## Steps a second, threads: {threads}", section("compared", threads)]
    for threads in (1, 2):
        parts += [f"## With and without XLA, threads: {threads}", section("compiled", threads)]
    parts += ["## To the first point: 125 rows, 60 epochs, 1 thread", section("first", 1)]
    publish("engine", "The engine", "\n\n".join(parts))


if __name__ == "__main__":
    main()
