"""Hard sharing beside MMoE and PLE on two tasks that are less and less alike: the data of Ma et al., "Modeling Task
Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts", KDD 2018, section 3.2, and the networks of its
section 4.1.

With orthogonal unit vectors u₁, u₂ of 100 numbers, x ~ N(0, I) and the correlation p of the tasks' directions,

    w₁ = u₁,   w₂ = p u₁ + √(1 − p²) u₂,
    y_k = w_kᵀ x + Σ_i sin(α_i w_kᵀ x + β_i) + ε,   ε ~ N(0, 0.01),   α = (½, 1, 1½, 2), β = (1, 2, 3, 4).

The paper gives no α and β; these are ours. One layer with ReLU and a tower of 8 units for each task; 8 experts of 16
units, and hard sharing of as many parameters.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np

from benchmarks.lines import Point, drawn
from benchmarks.report import save, table
from mtl_core.experiment import Experiment, made
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.training import Arrays, Silent, Trainer

HEADING = "Tasks less and less alike"
CORRELATIONS = (1.0, 0.75, 0.5)
SEEDS = range(10, 14)  # 0 to 3 were looked at to choose epochs and learning rate
NUMBERS, ROWS, HELD = 100, 10_000, 2_000
EPOCHS, BATCH, RATE = 40, 256, 0.01
FREQUENCIES, PHASES, NOISE = np.arange(1, 5) / 2, np.arange(1, 5), 0.1
SCHEMES: Mapping[str, dict[str, Any]] = {
    "hard": {"kind": "hard", "layers": 1, "depth": 1, "units": 126},
    "mmoe": {"kind": "mmoe", "layers": 1, "units": 16, "experts": 8},
    "ple": {"kind": "ple", "layers": 1, "units": 16, "shared_experts": 4, "task_experts": 2, "stages": 1},
}
_STUDENT = {4: 3.182, 5: 2.776, 6: 2.571}  # 97.5 %, by the number of values


class Job(NamedTuple):
    """One training."""

    scheme: str
    correlation: float
    seed: int


def correlation() -> str:
    """Train all, draw ``results/sharing.svg``, and tell what came of it."""
    jobs = [
        Job(scheme, correlation, seed)
        for seed in SEEDS for correlation in CORRELATIONS for scheme in SCHEMES
    ]  # fmt: skip
    os.environ["TF_NUM_INTRAOP_THREADS"] = os.environ["TF_NUM_INTEROP_THREADS"] = "1"  # in each of the processes
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        return told(dict(zip(jobs, pool.map(trained, jobs), strict=True)))


def told(found: Mapping[Job, float]) -> str:
    """The section of the page."""
    losses = {
        (scheme, p): np.array([found[Job(scheme, p, seed)] for seed in SEEDS])
        for scheme in SCHEMES
        for p in CORRELATIONS
    }
    _draw(losses)
    rows = [[f"{p:g}", *(_interval(losses[scheme, p]) for scheme in SCHEMES)] for p in CORRELATIONS]
    first, least = CORRELATIONS[0], CORRELATIONS[-1]
    rise = {scheme: losses[scheme, least] - losses[scheme, first] for scheme in SCHEMES}
    rises = [
        [scheme, _interval(rise[scheme]), "" if scheme == "hard" else _interval(rise["hard"] - rise[scheme])]
        for scheme in SCHEMES
    ]
    sizes = ", ".join(f"{scheme} {network(scheme, 0)[1].parameters:,}" for scheme in SCHEMES)
    return (
        f"Two tasks of correlation p, made as by Ma et al. (KDD 2018, section 3.2) of {NUMBERS} numbers, {ROWS:,} rows "
        f"to learn from, {EPOCHS} epochs; the loss on {HELD:,} others, of which 1 is guessing. Mean of {len(SEEDS)} "
        f"data sets and 95 % interval (Student's t); learning rate {RATE}, falling as a cosine; the epoch of the "
        f"least loss on {HELD:,} validation rows is kept. Parameters: {sizes}. The equations stand in "
        f"`benchmarks/correlation.py`.\n\n![Loss by correlation](sharing.svg)\n\n"
        f"{table(['p', *SCHEMES], rows)}\n\nWhat falling from p = {first:g} to p = {least:g} costs, and how much more "
        f"it costs hard sharing on the same data sets (an interval above 0 means: more):\n\n"
        f"{table(['', 'rise of the loss', 'hard sharing rises more by'], rises)}"
    )


def _half(values: np.ndarray) -> float:
    """Half the 95 % interval of the mean."""
    return float(_STUDENT[len(values)] * values.std(ddof=1) / len(values) ** 0.5)


def _interval(values: np.ndarray) -> str:
    return f"{values.mean():.4f} ± {_half(values):.4f}"


def _draw(losses: Mapping[tuple[str, float], np.ndarray]) -> None:
    series = {
        scheme: [Point(p, float(losses[scheme, p].mean()), _half(losses[scheme, p])) for p in CORRELATIONS]
        for scheme in SCHEMES
    }
    save("sharing.svg", drawn(series, "Correlation p of the tasks", "Loss (1 is guessing)"))


def trained(job: Job) -> float:
    """The mean loss of both tasks on the test rows, of which 1 is guessing, after one training."""
    experiment, network_ = network(job.scheme, job.seed)
    train, validation, test = (tasks_of(job.correlation, job.seed, part) for part in range(3))
    trainer = Trainer(network_, experiment, train, validation)
    trainer.run(Silent())
    outputs = trainer.model(dict(test.inputs))
    return float(
        np.mean([np.mean((output[:, 0] - y) ** 2) / y.var() for output, y in zip(outputs, test.values, strict=True)])
    )


def network(scheme: str, seed: int) -> tuple[Experiment, Plan]:
    """Two numbers to predict."""
    names = [f"x{place}" for place in range(NUMBERS)]
    training = {"learning_rate": RATE, "schedule": "cosine", "epochs": EPOCHS, "patience": 0, "batch_size": BATCH}
    experiment = made(
        {
            "columns": {name: {"kind": "numeric"} for name in [*names, "a", "b"]},
            "tasks": [{"column": name, "kind": "regression", "head_depth": 1, "head_units": 8} for name in "ab"],
            "sharing": {"dropout": 0, "activation": "relu", **SCHEMES[scheme]},
            "training": {"seed": seed, **training},
        }
    )
    inputs = [InputColumn(id=f"c{i}", name=name, kind="numeric", numbers=1) for i, name in enumerate(names)]
    tasks = [OutputTask(id=f"t{i}", name=name, kind="regression", outputs=1) for i, name in enumerate("ab")]
    return experiment, plan(experiment, inputs, tasks)


def tasks_of(correlation: float, seed: int, part: int) -> Arrays:
    """Rows of both tasks, by the equations above; ``part`` 0 to learn from, 1 to choose by, 2 to test on."""
    basis = np.linalg.qr(np.random.default_rng([seed, 0]).normal(size=(NUMBERS, 2)))[0].T
    weights = np.stack([basis[0], correlation * basis[0] + (1 - correlation**2) ** 0.5 * basis[1]])
    random = np.random.default_rng([seed, 1 + part])
    values = random.normal(size=(HELD if part else ROWS, NUMBERS)).astype(np.float32)
    along = values @ weights.T
    labels = along + np.sin(along[..., None] * FREQUENCIES + PHASES).sum(axis=-1)
    labels = (labels + random.normal(0, NOISE, labels.shape)).astype(np.float32)
    return Arrays({"numbers": values}, tuple(labels.T), tuple(np.ones(labels.shape, bool).T))
