"""Hard sharing beside MMoE and PLE on two tasks that are less and less alike: the data of Ma et al., "Modeling Task
Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts", KDD 2018, section 3.2.

With orthogonal unit vectors u₁, u₂ of d numbers, x ~ N(0, I) and the correlation p of the tasks' directions,

    w₁ = u₁,   w₂ = p u₁ + √(1 − p²) u₂,
    y_k = w_kᵀ x + Σ_i sin(α_i w_kᵀ x + β_i) + ε,   ε ~ N(0, 0.01),   α = (½, 1, 1½, 2), β = (1, 2, 3, 4).

The paper gives no d, α and β; these are ours. One layer with ReLU, so narrow that it is what limits a network, and a
linear output for each task instead of the paper's towers, which would make up for it; no network has more parameters
than hard sharing. A data set has the same rows, noise, u₁ and u₂ at every p, and every network starts from the same
seeds on it.
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import t as student

from benchmarks.lines import Point, draw
from benchmarks.report import save, table
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.training import Arrays, Silent, Trainer

HEADING = "Tasks less and less alike"
CORRELATIONS = (1.0, 0.75, 0.5)
TRIED, DATA = range(12), range(12, 60)  # data sets: the first told how many it takes
STARTS = 2  # trainings of each network on each
NUMBERS, ROWS, HELD = 5, 50_000, 5_000
EPOCHS, BATCH, RATE = 20, 256, 0.02
FREQUENCIES, PHASES, NOISE = (1.0, 2.0, 3.0, 4.0), (1.0, 2.0, 3.0, 4.0), 0.1
HEAD = {"head_depth": 0}
SCHEMES: Mapping[str, dict[str, Any]] = {
    "hard": {"kind": "hard", "layers": 1, "depth": 1, "units": 8},
    "mmoe": {"kind": "mmoe", "layers": 1, "units": 1, "experts": 3},
    "ple": {"kind": "ple", "layers": 1, "units": 2, "shared_experts": 1, "task_experts": 1, "stages": 1},
}
FOUND = Path(__file__).parent / "results" / "correlation.json"
_CHOSEN = (
    "Numbers, sizes, rows, epochs and learning rate were chosen on other data sets (100 and up), and how many it takes "
    "by {tried} others, on which hard sharing's loss rose from p = {first:g} to {last:g} by {more}. The {data} here "
    "were looked at once, when all that was fixed. On those that served to choose, the ways of sharing differed in "
    "networks so narrow only: with twice the width, or with a tower of 8 units for each task, what they lost could not "
    "be told apart, and with two experts of two or three units instead of three of one, MMoE lost nearly as much as "
    "hard sharing."
)


class Job(NamedTuple):
    """One training."""

    scheme: str
    correlation: float
    data: int
    start: int


def correlation() -> str:
    """Train what is not yet in ``results/correlation.json``, draw ``results/sharing.svg``, and tell what came of it."""
    jobs = [
        Job(scheme, correlation, data, start)
        for data in (*TRIED, *DATA) for start in range(STARTS) for correlation in CORRELATIONS for scheme in SCHEMES
    ]  # fmt: skip
    found = _read_kept()
    missing = [job for job in jobs if job not in found]
    os.environ["TF_NUM_INTRAOP_THREADS"] = os.environ["TF_NUM_INTEROP_THREADS"] = "1"  # in each of the processes
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for job, loss in zip(missing, pool.map(train, missing), strict=True):
            found[job] = loss
            _keep(found)
    return tell(found)


def _read_kept() -> dict[Job, float]:
    """The losses of trainings of the same set-up that an earlier call has done."""
    known = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else {}
    return {Job(*job): loss for *job, loss in known["losses"]} if known.get("set-up") == _setup() else {}


def _keep(found: Mapping[Job, float]) -> None:
    body = {"set-up": _setup(), "losses": [[*job, loss] for job, loss in found.items()]}
    save(FOUND.name, json.dumps(body) + "\n")


def _setup() -> str:
    """All that a loss depends on beside its job."""
    sizes = (NUMBERS, ROWS, HELD, EPOCHS, BATCH, RATE, FREQUENCIES, PHASES, NOISE)
    return json.dumps([sizes, HEAD, SCHEMES])


def tell(found: Mapping[Job, float]) -> str:
    """The section of the page."""
    losses = _losses(found, DATA)
    _draw(losses)
    rows = [[f"{p:g}", *(_interval(losses[scheme, p]) for scheme in SCHEMES)] for p in CORRELATIONS]
    sizes = ", ".join(f"{scheme} {network(scheme, 0)[1].parameters:,}" for scheme in SCHEMES)
    first = CORRELATIONS[0]
    return (
        f"Two tasks of correlation p, made as by Ma et al. (KDD 2018, section 3.2) of {NUMBERS} numbers, {ROWS:,} rows "
        f"to learn from, {EPOCHS} epochs; the loss on {HELD:,} others, of which 1 is guessing. Mean of {len(DATA)} "
        f"data sets, each the mean of {STARTS} starts, and 95 % interval (Student's t); learning rate {RATE}, falling "
        f"as a cosine; the epoch of the least loss on {HELD:,} validation rows is kept. Parameters: {sizes}. The "
        f"equations stand in `benchmarks/correlation.py`, every loss in `correlation.json`, from which the command "
        f"goes on; delete it to train all anew. {_tell_chosen(found)}\n\n![Loss by correlation](sharing.svg)\n\n"
        f"{table(['p', *SCHEMES], rows)}\n\nWhat falling from p = {first:g} costs, and how much more it costs hard "
        f"sharing on the same data sets from the same starts (an interval above 0 means: more):\n\n{_rises(losses)}\n\n"
        f"{_verdict(losses)}"
    )


def _losses(found: Mapping[Job, float], sets: range) -> dict[tuple[str, float], np.ndarray]:
    """By scheme and correlation, those of all data sets."""
    return {
        (scheme, p): np.array([_mean(found, scheme, p, data) for data in sets])
        for scheme in SCHEMES
        for p in CORRELATIONS
    }


def _tell_chosen(found: Mapping[Job, float]) -> str:
    """What was chosen on which data sets."""
    more = _more(_rise(_losses(found, TRIED), CORRELATIONS[-1]))
    rises = " and by ".join(f"{_interval(values)} more than that of {scheme}" for scheme, values in more.items())
    ends = {"first": CORRELATIONS[0], "last": CORRELATIONS[-1]}
    return _CHOSEN.format(tried=len(TRIED), data=len(DATA), more=rises, **ends)


def _rises(losses: Mapping[tuple[str, float], np.ndarray]) -> str:
    """By correlation, how much more is lost than at the first one."""
    lines = []
    for p in CORRELATIONS[1:]:
        rise = _rise(losses, p)
        lines.append([f"{p:g}", *map(_interval, [*rise.values(), *_more(rise).values()])])
    others = [scheme for scheme in SCHEMES if scheme != "hard"]
    head = [*(f"{scheme} rises by" for scheme in SCHEMES), *(f"hard more than {scheme} by" for scheme in others)]
    return table(["p", *head], lines)


def _verdict(losses: Mapping[tuple[str, float], np.ndarray]) -> str:
    """What the table says at the last correlation, in words."""
    last = CORRELATIONS[-1]
    told = [
        f"hard sharing's loss rises by more than that of {scheme}"
        if values.mean() > _half(values)
        else f"beside {scheme} it is undecided"
        for scheme, values in _more(_rise(losses, last)).items()
    ]
    least = min(SCHEMES, key=lambda scheme: losses[scheme, last].mean())
    return f"From p = {CORRELATIONS[0]:g} to {last:g} {', '.join(told)}; the least loss then is that of {least}."


def _rise(losses: Mapping[tuple[str, float], np.ndarray], p: float) -> dict[str, np.ndarray]:
    """By scheme and data set, how much more is lost at ``p`` than at the first correlation."""
    return {scheme: losses[scheme, p] - losses[scheme, CORRELATIONS[0]] for scheme in SCHEMES}


def _more(rise: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """By each other scheme, how much more hard sharing's loss rises."""
    return {scheme: rise["hard"] - values for scheme, values in rise.items() if scheme != "hard"}


def _mean(found: Mapping[Job, float], scheme: str, p: float, data: int) -> float:
    """Over the starts."""
    return statistics.fmean(found[Job(scheme, p, data, start)] for start in range(STARTS))


def _half(values: np.ndarray) -> float:
    """Half the 95 % interval of the mean."""
    return float(student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5)


def _interval(values: np.ndarray) -> str:
    return f"{values.mean():.4f} ± {_half(values):.4f}"


def _draw(losses: Mapping[tuple[str, float], np.ndarray]) -> None:
    series = {
        scheme: [Point(p, float(losses[scheme, p].mean()), _half(losses[scheme, p])) for p in CORRELATIONS]
        for scheme in SCHEMES
    }
    save("sharing.svg", draw(series, "Correlation p of the tasks", "Loss (1 is guessing)"))


def train(job: Job) -> float:
    """The mean loss of both tasks on the test rows, of which 1 is guessing, after one training."""
    experiment, network_ = network(job.scheme, 1_000 * job.data + job.start)
    train, validation, test = (tasks_of(job.correlation, job.data, part) for part in range(3))
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
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in [*names, "a", "b"]},
            "tasks": [{"column": name, "kind": "regression", **HEAD} for name in "ab"],
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
    labels = along + np.sin(along[..., None] * np.array(FREQUENCIES) + PHASES).sum(axis=-1)
    labels = (labels + random.normal(0, NOISE, labels.shape)).astype(np.float32)
    return Arrays({"numbers": values}, tuple(labels.T), tuple(np.ones(labels.shape, bool).T))
