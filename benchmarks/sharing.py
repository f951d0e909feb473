"""What ways of sharing gain and cost: hard sharing beside MMoE and PLE on tasks that are less and less alike, and the
time of a training step of every way beside its size: ``python -m benchmarks.sharing``."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import argparse
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np

from benchmarks.report import publish, table
from mtl_core.experiment import SHARING, Experiment, made
from mtl_core.networks import build
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.training import Arrays, Silent, Trainer
from mtl_core.training.engine import Engine

# Tasks less and less alike.
CORRELATIONS = (1.0, 0.9, 0.75, 0.5)
SEEDS = range(6)
NUMBERS, ROWS, HELD = 16, 3_000, 1_000
RATES = (0.005, 0.015)  # of learning, the better one chosen by the validation rows
ALIKE: dict[str, dict[str, Any]] = {  # of about as many parameters
    "hard": {"kind": "hard", "layers": 1, "depth": 1, "units": 64},
    "mmoe": {"kind": "mmoe", "layers": 1, "units": 16, "experts": 6},
    "ple": {"kind": "ple", "layers": 1, "units": 16, "shared_experts": 2, "task_experts": 2, "stages": 1},
}

# A step.
TASKS, COLUMNS, BATCH, STEPS, REPEATS = 4, 20, 128, 100, 7
ALLOWED = 1.3


class Job(NamedTuple):
    """One training of the first part."""

    scheme: str
    correlation: float
    seed: int
    rate: float


class Loss(NamedTuple):
    """Mean losses of both tasks, of which 1 is guessing."""

    validation: float
    test: float


def main() -> None:
    """Measure what is asked for; both parts make the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=["alike", "cost"], help="print one part only")
    part = parser.parse_args().part
    parts = {"alike": alike, "cost": cost}
    if part:
        print(parts[part]())
    else:
        publish("sharing", "Ways of sharing", "\n\n".join(make() for make in parts.values()))


def alike() -> str:
    """The first part: losses by the correlation of two tasks."""
    jobs = [
        Job(scheme, correlation, seed, rate)
        for scheme in ALIKE for correlation in CORRELATIONS for seed in SEEDS for rate in RATES
    ]  # fmt: skip
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        found = dict(zip(jobs, pool.map(trained, jobs, chunksize=4), strict=True))
    losses = {
        (scheme, correlation): np.array([_chosen(found, scheme, correlation, seed) for seed in SEEDS])
        for scheme in ALIKE
        for correlation in CORRELATIONS
    }
    rows = [[f"{p:g}", *(_interval(losses[scheme, p]) for scheme in ALIKE)] for p in CORRELATIONS]
    least = CORRELATIONS[-1]
    fall = {scheme: losses[scheme, least] - losses[scheme, CORRELATIONS[0]] for scheme in ALIKE}
    falls = [
        [scheme, _interval(fall[scheme]), "" if scheme == "hard" else _interval(fall["hard"] - fall[scheme])]
        for scheme in ALIKE
    ]
    sizes = ", ".join(f"{scheme} {network(scheme, 0, RATES[0])[1].parameters:,}" for scheme in ALIKE)
    return (
        f"## Tasks less and less alike\n\nTwo tasks of correlation p, made as by Ma et al. (KDD 2018, section 3.2) of "
        f"{NUMBERS} numbers, {ROWS:,} rows to learn from; the loss on {HELD:,} others, of which 1 is guessing. Mean "
        f"of {len(SEEDS)} data sets and 95 % interval (Student's t); the learning rate "
        f"({' or '.join(map(str, RATES))}) is chosen for each by {HELD:,} validation rows. Parameters: {sizes}.\n\n"
        f"{table(['p', *ALIKE], rows)}\n\nWhat falling from p = 1 to p = {least:g} costs, and how much more it costs "
        f"hard sharing (a positive interval without 0 means: yes, more), on the same data sets:\n\n"
        f"{table(['', 'rise of the loss', 'hard sharing rises more by'], falls)}"
    )


def _chosen(found: dict[Job, Loss], scheme: str, correlation: float, seed: int) -> float:
    losses = [found[Job(scheme, correlation, seed, rate)] for rate in RATES]
    return min(losses, key=lambda loss: loss.validation).test


def _interval(values: np.ndarray) -> str:
    """Mean ± half the 95 % interval."""
    quantile = {4: 3.182, 6: 2.571, 8: 2.365, 10: 2.262}[len(values)]
    return f"{values.mean():.4f} ± {quantile * values.std(ddof=1) / len(values) ** 0.5:.4f}"


def trained(job: Job) -> Loss:
    """The losses after one training."""
    experiment, drawn = network(job.scheme, job.seed, job.rate)
    train, validation, test = (tasks_of(job.correlation, job.seed, part) for part in range(3))
    trainer = Trainer(drawn, experiment, train, validation)
    trainer.run(Silent())

    def loss(rows: Arrays) -> float:
        outputs = trainer.model(dict(rows.inputs))
        return float(
            np.mean(
                [np.mean((output[:, 0] - y) ** 2) / y.var() for output, y in zip(outputs, rows.values, strict=True)]
            )
        )

    return Loss(loss(validation), loss(test))


def network(scheme: str, seed: int, rate: float) -> tuple[Experiment, Plan]:
    """Two numbers to predict."""
    names = [f"x{place}" for place in range(NUMBERS)]
    experiment = made(
        {
            "columns": {name: {"kind": "numeric"} for name in [*names, "a", "b"]},
            "tasks": [{"column": name, "kind": "regression", "head_depth": 1, "head_units": 8} for name in "ab"],
            "sharing": {"dropout": 0, **ALIKE[scheme]},
            "training": {"seed": seed, "learning_rate": rate, "epochs": 60, "patience": 0, "batch_size": 64},
        }
    )
    inputs = [InputColumn(id=f"c{i}", name=name, kind="numeric", numbers=1) for i, name in enumerate(names)]
    tasks = [OutputTask(id=f"t{i}", name=name, kind="regression", outputs=1) for i, name in enumerate("ab")]
    return experiment, plan(experiment, inputs, tasks)


def tasks_of(correlation: float, seed: int, part: int) -> Arrays:
    """Rows of two tasks: y_t = w_tᵀx + Σ_i sin(α_i w_tᵀx + β_i) + noise, where w_1ᵀw_2 is the correlation."""
    task = np.random.default_rng([seed, 0])
    basis = np.linalg.qr(task.normal(size=(NUMBERS, 2)))[0].T
    weights = np.stack([basis[0], correlation * basis[0] + (1 - correlation**2) ** 0.5 * basis[1]])
    frequencies, phases = task.uniform(0.5, 1.5, 3), task.uniform(0, 2 * np.pi, 3)
    random = np.random.default_rng([seed, 1 + part])
    values = random.normal(size=(ROWS if part == 0 else HELD, NUMBERS)).astype(np.float32)
    along = values @ weights.T
    labels = along + np.sin(along[..., None] * frequencies + phases).sum(axis=-1)
    labels = (labels + random.normal(0, 0.1, labels.shape)).astype(np.float32)
    return Arrays({"numbers": values}, tuple(labels.T), tuple(np.ones(labels.shape, bool).T))


def cost() -> str:
    """The second part: milliseconds a step, beside what the number of parameters allows."""
    names = list(SHARING)
    rows = []
    for compiled in (False, True):
        drawn = {name: step_of(name, compiled) for name in names}
        times = [[run() for _, run in drawn.values()] for _ in range(REPEATS)]
        steps = dict(zip(names, (statistics.median(column) for column in zip(*times, strict=True)), strict=True))
        for name, (size, _) in drawn.items():
            ratio, parameters = steps[name] / steps["hard"], size / drawn["hard"][0]
            fine = "yes" if ratio <= ALLOWED * parameters else "**no**"
            times_as = (f"{steps[name]:.2f}", f"{ratio:.2f}", f"{parameters:.2f}", f"{ALLOWED * parameters:.2f}")
            rows.append((name, "XLA" if compiled else "graph", f"{size:,}", *times_as, fine))
    head = ("sharing", "run by", "parameters", "ms a step", "× hard", "parameters × hard", "allowed", "within")
    return (
        f"## A training step\n\nMedians of {REPEATS} × {STEPS} steps taken in turn, {TASKS} tasks, {COLUMNS} numbers "
        f"and 2 categories, batches of {BATCH}, all settings as they come. Allowed is {ALLOWED} times what the number "
        f"of parameters is, each beside hard sharing. XLA is used from 4,000 steps on.\n\n{table(head, rows)}"
    )


def step_of(kind: str, compiled: bool) -> tuple[int, Callable[[], float]]:
    """The parameters of a network and a function that measures the milliseconds of its step."""
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
        engine = Engine(drawn, build(drawn, 0), experiment, data, np.ones(TASKS))
    state, order = engine.start(), engine.order(0)

    def run() -> float:
        began = time.perf_counter()
        engine.run(state, order, 0, STEPS, np.ones(TASKS), np.zeros((3, TASKS)))
        return (time.perf_counter() - began) * 1000 / STEPS

    run()
    return drawn.parameters, run


if __name__ == "__main__":
    main()
