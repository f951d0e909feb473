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
from benchmarks.report import made_by, save, sections, table
from mtl_core.experiment import SHARING, made
from mtl_core.networks import build
from mtl_core.plan import InputColumn, OutputTask, plan
from mtl_core.training import Arrays
from mtl_core.training.engine import Engine

COST = "A training step"
TASKS, COLUMNS, BATCH, STEPS, REPEATS = 4, 20, 128, 100, 7
ALLOWED = 1.3


def main() -> None:
    """Measure what is asked for and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["correlation", "cost"], help="one half only")
    only = parser.parse_args().only
    halves: dict[str, tuple[str, Callable[[], str]]] = {"correlation": (ALIKE, correlation), "cost": (COST, cost)}
    page = sections("sharing")
    for name, (heading, measured) in halves.items():
        if only in (None, name):
            page[heading] = f"{made_by(f'benchmarks.sharing --only {name}')}\n\n{measured()}"
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
    names = list(SHARING)
    rows = []
    for compiled in (False, True):
        cases = {name: step_of(name, compiled) for name in names}
        times = [[case.run() for case in cases.values()] for _ in range(REPEATS)]
        steps = dict(zip(names, (statistics.median(column) for column in zip(*times, strict=True)), strict=True))
        rows += [
            (name, "XLA" if compiled else "graph", *_row(case, cases["hard"], steps[name], steps["hard"]))
            for name, case in cases.items()
        ]
    sizes, times_as = ("parameters", "operations × hard"), ("ms a step", "× hard", "parameters × hard", "allowed")
    return (
        f"Medians of {REPEATS} × {STEPS} steps taken in turn, {TASKS} tasks, {COLUMNS} numbers and 2 categories, "
        f"batches of {BATCH}, all settings as they come. Allowed is {ALLOWED} times what the number of parameters is, "
        f"each beside hard sharing. XLA is used from 4,000 steps on. Operations are those of one pass forwards: where "
        f"each weight is used once a row, they grow as the parameters do; adapters use the trunk once for each task "
        f"({TASKS}), and so do task tokens with all that follows the columns.\n\n"
        f"{table(('sharing', 'run by', *sizes, *times_as, 'within'), rows)}"
    )


def _row(case: Case, hard: Case, step: float, hard_step: float) -> tuple[str, ...]:
    ratio, parameters = step / hard_step, case.parameters / hard.parameters
    fine = "yes" if ratio <= ALLOWED * parameters else "**no**"
    numbers = (step, ratio, parameters, ALLOWED * parameters)
    return (
        f"{case.parameters:,}",
        f"{case.operations / hard.operations:.1f}",
        *(f"{number:.2f}" for number in numbers),
        fine,
    )


def operations(model: keras.Model, inputs: Mapping[str, np.ndarray]) -> int:
    """Those on floating-point numbers of one pass forwards over ``inputs``, as TensorFlow counts them."""
    tensors = {name: tf.constant(values) for name, values in inputs.items()}
    graph = tf.function(model).get_concrete_function(tensors).graph
    wanted = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    counted = tf.compat.v1.profiler.profile(graph, options={**wanted, "output": "none"})
    return int(counted.total_float_ops)


def step_of(kind: str, compiled: bool) -> Case:
    """One way of sharing with all settings as they come."""
    names = [f"x{place}" for place in range(COLUMNS)]
    targets = "abcdefghijklmnop"[:TASKS]
    experiment = made(
        {
            "columns": {name: {"kind": "numeric"} for name in [*names, "k", "l", *targets]},
            "tasks": [{"column": name, "kind": "regression"} for name in targets],
            "sharing": {"kind": kind},
            "training": {"batch_size": BATCH, "epochs": 100},
        }
    )
    inputs = [InputColumn(id=f"c{i}", name=name, kind="numeric", numbers=1) for i, name in enumerate(names)]
    inputs += [
        InputColumn(id=f"k{i}", name=name, kind="category", vocabulary=10, embedding=5) for i, name in enumerate("kl")
    ]
    tasks = [OutputTask(id=f"t{i}", name=name, kind="regression", outputs=1) for i, name in enumerate(targets)]
    drawn = plan(experiment, inputs, tasks)
    random = np.random.default_rng(0)
    count = STEPS * BATCH
    values = random.normal(size=(count, COLUMNS)).astype(np.float32)
    data = Arrays(
        {"numbers": values, "categories": random.integers(0, 10, (count, 2), dtype=np.int32)},
        tuple(values[:, :TASKS].T),
        (np.ones(count, bool),) * TASKS,
    )
    with patch("mtl_core.training.engine._STEPS_WORTH_COMPILING", 0 if compiled else 10**12):
        model = build(drawn, 0)
        engine = Engine(drawn, model, experiment, data, np.ones(TASKS))
    state, order = engine.start(), engine.order(0)

    def run() -> float:
        began = time.perf_counter()
        engine.run(state, order, 0, STEPS, np.ones(TASKS), np.zeros((3, TASKS)))
        return (time.perf_counter() - began) * 1000 / STEPS

    run()
    batch = {name: values[:BATCH] for name, values in data.inputs.items()}
    return Case(drawn.parameters, operations(model, batch), run)


if __name__ == "__main__":
    main()
