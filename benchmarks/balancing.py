"""What a training step costs under each balancing method, as a multiple of a step with equal weights in the same run;
and what the methods alone cost, without a network."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np
import tensorflow as tf

from benchmarks.report import publish, table
from benchmarks.threads import run_apart, use
from mtl_core.balancing import Seen, Tasks, make
from mtl_core.experiment import BALANCING, Experiment, parse_experiment
from mtl_core.networks import build
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.training import Arrays, chunks
from mtl_core.training.engine import Engine
from mtl_core.training.losses import baselines

ROWS, NUMBERS, TASKS, BATCH, STEPS, RUNS = 12_800, 10, 8, 128, 100, 25
MOST_TASKS, SOLVED = 16, 300
chunks.MOST_PLAIN = 1  # what is timed are the steps that follow once XLA has compiled
GOALS = {"upgrad": 2.0, "pcgrad": 2.0, "mgda": 2.0} | dict.fromkeys(
    ("uncertainty", "dwa", "rlw", "gls", "imtl_l", "stch"), 1.1
)
Case = tuple[Plan, Experiment, Arrays]


def case(kind: str, **fields: object) -> Case:
    """Yes-no and number tasks in turns on a trunk of 2×128."""
    names = [f"x{place}" for place in range(NUMBERS)]
    kinds = {f"y{place}": ("binary", "regression")[place % 2] for place in range(TASKS)}
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in [*names, *kinds]},
            "tasks": [{"column": name, "kind": kind} for name, kind in kinds.items()],
            "sharing": {"units": 128, "depth": 2, "dropout": 0.0},
            "balancing": {"kind": kind, **fields},
            "training": {"batch_size": BATCH, "epochs": 500},  # so many that the step is compiled
        }
    )
    inputs = [InputColumn(id=f"c{i}", name=name, kind="numeric", numbers=1) for i, name in enumerate(names)]
    tasks = [OutputTask(id=f"t{i}", name=n, kind=k, outputs=1) for i, (n, k) in enumerate(kinds.items())]
    random = np.random.default_rng(0)
    values = random.normal(size=(ROWS, NUMBERS)).astype(np.float32)
    signals = values @ random.normal(size=(NUMBERS, TASKS)).astype(np.float32)
    labels = tuple((signals[:, i] > 0).astype(np.float32) if i % 2 == 0 else signals[:, i] for i in range(TASKS))
    mask = tuple(random.random((TASKS, ROWS)) < 0.9)
    return plan(experiment, inputs, tasks), experiment, Arrays({"numbers": values}, labels, mask)


def steps(drawn: Plan, experiment: Experiment, rows: Arrays) -> tuple[Callable[[], float], str]:
    """A measure of the milliseconds of a step, and which gradients are compared."""
    engine = Engine(drawn, build(drawn, 0), experiment, rows, baselines(drawn.tasks, rows))
    weights, totals = np.ones(TASKS), np.zeros((3, TASKS))
    state, _ = engine.run(engine.start(), engine.order(0), 0, 1, weights, totals)
    order = engine.order(1)

    def measure() -> float:
        began = time.perf_counter()
        engine.run(state, order, 0, STEPS, weights, totals)
        return 1000 * (time.perf_counter() - began) / STEPS

    return measure, engine.gradients.kind


def medians(measures: Sequence[Callable[[], float]], runs: int) -> list[float]:
    """The middle of several runs of each, taken in turns, so that a busy moment of the machine meets all alike."""
    found = [[measure() for measure in measures] for _ in range(runs)]
    return [statistics.median(values) for values in zip(*found, strict=True)]


def of_steps(kinds: Sequence[str], runs: int) -> str:
    """Steps under each method; gradient methods also with the other way to compare gradients."""
    cases = [(kind, case(kind), "") for kind in kinds]
    for way in ("exact", "approximate"):
        if "upgrad" in kinds:
            cases.append(("upgrad", case("upgrad", gradients=way), f", {way}"))
    if "upgrad" in kinds:
        cases.append(("upgrad", case("upgrad", every=5), ", every 5 steps"))
    made_ones = [steps(*drawn) for _, drawn, _ in cases]
    found = medians([measure for measure, _ in made_ones], runs)
    lines = [
        [f"`{kind}`{note}", way, f"{ms:.3f}", f"**{ms / found[0]:.2f}**", GOALS.get(kind, "") if not note else ""]
        for (kind, _, note), (_, way), ms in zip(cases, made_ones, found, strict=True)
    ]
    return table(["method", "gradients compared", "ms a step", "times equal", "goal, at most"], lines)


def alone(kind: str) -> Callable[[], float]:
    """A measure of the milliseconds that a method takes for one answer, in a compiled loop over random Gramians."""
    balancer = make(BALANCING[kind](), Tasks((True,) * MOST_TASKS, STEPS, 0))
    ones = tf.ones(MOST_TASKS)
    rows = np.random.default_rng(0).normal(size=(SOLVED, MOST_TASKS, 40)) - 0.1
    gramians = tf.constant(rows @ rows.transpose(0, 2, 1), tf.float32)

    def solve(start: tf.Tensor) -> tf.Tensor:
        def step(place: tf.Tensor, total: tf.Tensor, balance: object) -> tuple[tf.Tensor, tf.Tensor, object]:
            seen = Seen(ones, ones, tf.ones(MOST_TASKS, tf.bool), tf.cast(place, tf.int64), gramians[place])
            weights, balance = balancer.weigh(seen, balance)
            return place + 1, total + weights.shared, balance

        return tf.while_loop(lambda place, *_: place < SOLVED, step, (start, tf.zeros(MOST_TASKS), balancer.start()))[1]

    compiled = tf.function(solve, jit_compile=True, autograph=False)
    compiled(tf.constant(0)).numpy()

    def measure() -> float:
        began = time.perf_counter()
        compiled(tf.constant(0)).numpy()
        return 1000 * (time.perf_counter() - began) / SOLVED

    return measure


def of_methods(kinds: Sequence[str], runs: int) -> str:
    """The methods alone, at 16 tasks."""
    found = medians([alone(kind) for kind in kinds], runs)
    return table(["method", "ms"], [[f"`{kind}`", f"{ms:.3f}"] for kind, ms in zip(kinds, found, strict=True)])


SECTIONS = {"steps": of_steps, "methods": of_methods}


def section(name: str, threads: int, kinds: Sequence[str], runs: int) -> str:
    """One section, measured in a process of its own with so many threads."""
    return run_apart("balancing", threads, "--section", name, "--runs", str(runs), "--kinds", *kinds)


def main() -> None:
    """Measure all sections and publish them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--section", choices=sorted(SECTIONS))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--kinds", nargs="+", choices=list(BALANCING), default=list(BALANCING))
    wanted = parser.parse_args()
    if wanted.section:
        use(wanted.threads)
        print(SECTIONS[wanted.section](wanted.kinds, wanted.runs))
        return
    parts = [
        f"{TASKS} tasks, trunk 2×128, batch {BATCH}, {ROWS:,} rows × {NUMBERS} numbers, a tenth of the labels missing; "
        f"compiled steps, medians of {wanted.runs} runs of {STEPS} steps. TensorFlow {tf.__version__}."
    ]
    for threads in (1, 2):
        parts += [f"## A step, threads: {threads}", section("steps", threads, wanted.kinds, wanted.runs)]
    parts += [
        f"## A method alone, {MOST_TASKS} tasks, 1 thread. Goal: at most 1 ms",
        section("methods", 1, wanted.kinds, wanted.runs),
    ]
    publish("balancing", "Balancing", "\n\n".join(parts))


if __name__ == "__main__":
    main()
