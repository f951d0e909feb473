"""What ways of sharing gain and cost: hard sharing beside MMoE and PLE on tasks that are less and less alike, and the
time of a training step of every way beside its size: ``python -m benchmarks.sharing``, or a half of it with
``--only correlation`` or ``--only cost``, which leaves the other half of the page as it is."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import argparse
import statistics
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple
from unittest.mock import patch

import keras
import numpy as np
import tensorflow as tf

from benchmarks.correlation import HEADING as ALIKE
from benchmarks.correlation import correlation
from benchmarks.report import save, sections, table, tell_origin
from benchmarks.threads import run_apart, use
from mtl_core.experiment import SHARING, parse_experiment
from mtl_core.networks import build
from mtl_core.plan import InputColumn, OutputTask, plan
from mtl_core.training import Arrays, chunks
from mtl_core.training.engine import Engine

COST = "A training step"
TASKS, COLUMNS, STEPS, REPEATS = 4, 20, 100, 15
BATCHES = (32, 128)  # the default, and a larger one
THREADS = (1, 2)  # of a worker where as many trainings run at once as there are processors, and of a command line
ALLOWED = 1.3
chunks.MOST_PLAIN = 1  # what is timed are the steps that follow once XLA has compiled


def main() -> None:
    """Measure what is asked for and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["correlation", "cost"], help="one half only")
    parser.add_argument("--threads", type=int, help="print the cost with so many threads, and write nothing")
    asked = parser.parse_args()
    if asked.threads:
        print(with_threads(asked.threads))
        return
    only = asked.only
    halves: dict[str, tuple[str, Callable[[], str]]] = {"correlation": (ALIKE, correlation), "cost": (COST, cost)}
    page = sections("sharing")
    for name, (heading, measure_half) in halves.items():
        if only in (None, name):
            page[heading] = f"{tell_origin(f'benchmarks.sharing --only {name}')}\n\n{measure_half()}"
    write(page)


def write(page: dict[str, str]) -> None:
    """The page of these sections."""
    order = [heading for heading in (ALIKE, COST) if heading in page]
    text = "\n\n".join(["# Ways of sharing", *(f"## {heading}\n\n{page[heading]}" for heading in order)])
    print(text)
    save("sharing.md", f"{text}\n")


class Case(NamedTuple):
    """A network: its parameters, the operations on numbers of one pass forwards over a batch, and a function that
    measures the milliseconds of a training step."""

    parameters: int
    operations: int
    run: Callable[[], float]


def cost() -> str:
    """Milliseconds a step, beside what the number of parameters allows, and the operations that a scheme cannot do
    without."""
    told = (
        f"Medians of {REPEATS} × {STEPS} steps taken in turn, {TASKS} tasks, {COLUMNS} numbers and 2 categories, all "
        f"settings as they come (batches are of {BATCHES[0]} then). Allowed is {ALLOWED} times what the number of "
        f"parameters is, each beside hard sharing; what is above is bold. XLA is used from 4,000 steps on. Operations "
        f"are those of one pass forwards: where each weight is used once a row, they grow as the parameters do; "
        f"adapters, task graphs and the attention of task tokens use shared layers once for each task ({TASKS}). The "
        f"very first step of a training is not compiled, and not counted here. Each number of threads has a process of "
        f"its own."
    )
    return "\n\n".join([told, *(run_apart("sharing", threads) for threads in THREADS)])


def with_threads(threads: int) -> str:
    """A table for each size of batch."""
    use(threads)
    number = "One thread" if threads == 1 else f"{threads} threads"
    return "\n\n".join(f"{number}, batches of {batch}:\n\n{_compare(batch)}" for batch in BATCHES)


def _compare(batch: int) -> str:
    """A line for each way of sharing."""
    cases, plain = measure(batch, compiled=False)
    _, compiled = measure(batch, compiled=True)
    hard, lines = cases["hard"], []
    for name, case in cases.items():
        allowed = ALLOWED * case.parameters / hard.parameters
        sizes = (f"{case.parameters:,}", f"{case.operations / hard.operations:.1f}", f"{allowed:.2f}")
        steps = (part for times in (plain, compiled) for part in _step(times[name], times["hard"], allowed))
        lines.append((name, *sizes, *steps))
    head = (
        "sharing",
        "parameters",
        "operations × hard",
        "allowed × hard",
        "ms",
        "× hard",
        "ms by XLA",
        "× hard by XLA",
    )
    return table(head, lines)


def _step(milliseconds: float, hard: float, allowed: float) -> tuple[str, str]:
    ratio = f"{milliseconds / hard:.2f}"
    return f"{milliseconds:.2f}", ratio if float(ratio) <= allowed else f"**{ratio}**"


def measure(batch: int, compiled: bool) -> tuple[dict[str, Case], dict[str, float]]:
    """Each way of sharing, and the milliseconds of its step."""
    cases = {name: step_of(name, batch, compiled) for name in SHARING}
    times = [[case.run() for case in cases.values()] for _ in range(REPEATS)]
    return cases, dict(zip(cases, map(statistics.median, zip(*times, strict=True)), strict=True))


def operations(model: keras.Model, inputs: Mapping[str, np.ndarray]) -> int:
    """Those on floating-point numbers of one pass forwards over ``inputs``, as TensorFlow counts them."""
    tensors = {name: tf.constant(values) for name, values in inputs.items()}
    graph = tf.function(model).get_concrete_function(tensors).graph
    builder = tf.compat.v1.profiler.ProfileOptionBuilder
    wanted = builder(builder.float_operation()).with_empty_output().build()
    counted = tf.compat.v1.profiler.profile(graph, options=wanted)
    return int(counted.total_float_ops)


def step_of(kind: str, batch: int, compiled: bool) -> Case:
    """One way of sharing with all settings as they come."""
    names = [f"x{place}" for place in range(COLUMNS)]
    targets = "abcdefghijklmnop"[:TASKS]
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in [*names, "k", "l", *targets]},
            "tasks": [{"column": name, "kind": "regression"} for name in targets],
            "sharing": {"kind": kind},
            "training": {"batch_size": batch, "epochs": 100},
        }
    )
    inputs = [InputColumn(id=f"c{i}", name=name, kind="numeric", numbers=1) for i, name in enumerate(names)]
    inputs += [
        InputColumn(id=f"k{i}", name=name, kind="category", vocabulary=10, embedding=5) for i, name in enumerate("kl")
    ]
    tasks = [OutputTask(id=f"t{i}", name=name, kind="regression", outputs=1) for i, name in enumerate(targets)]
    drawn = plan(experiment, inputs, tasks)
    random = np.random.default_rng(0)
    count = STEPS * batch
    values = random.normal(size=(count, COLUMNS)).astype(np.float32)
    data = Arrays(
        {"numbers": values, "categories": random.integers(0, 10, (count, 2), dtype=np.int32)},
        tuple(values[:, :TASKS].T),
        (np.ones(count, bool),) * TASKS,
    )
    with patch("mtl_core.training.engine._STEPS_WORTH_COMPILING", 0 if compiled else 10**12):
        model = build(drawn, 0)
        engine = Engine(drawn, model, experiment, data, np.ones(TASKS))
    order, unknown = engine.order(0), (np.ones(TASKS), np.zeros((3, TASKS)))
    trained, _ = engine.run(engine.start(), order, 0, STEPS, *unknown)  # the very first step is not compiled

    def run() -> float:
        began = time.perf_counter()
        engine.run(trained, order, 0, STEPS, *unknown)
        return (time.perf_counter() - began) * 1000 / STEPS

    rows = {name: values[:batch] for name, values in data.inputs.items()}
    return Case(drawn.parameters, operations(model, rows), run)


if __name__ == "__main__":
    main()
