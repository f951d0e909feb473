"""Records what TorchJD answers; tests read ``torchjd.json``, since PyTorch is too large to be installed for them.

In a virtual environment of its own, from the project's folder::

    pip install "torchjd[full]==0.18.0" torch numpy
    python tests/balancing/record_torchjd.py
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torchjd import aggregation, scalarization

RECORD = Path(__file__).with_name("torchjd.json")
AGGREGATORS: dict[str, tuple[dict[str, object], Callable[[int], Callable[[torch.Tensor], torch.Tensor]]]] = {
    "aligned": ({}, lambda _: aggregation.AlignedMTL()),
    "aligned median": ({"scale": "median"}, lambda _: aggregation.AlignedMTL(scale_mode="median")),
    "aligned rmse": ({"scale": "rmse"}, lambda _: aggregation.AlignedMTL(scale_mode="rmse")),
    "cagrad": ({"aversion": 0.4}, lambda _: aggregation.CAGrad(c=0.4)),
    "cagrad 0.8": ({"aversion": 0.8}, lambda _: aggregation.CAGrad(c=0.8)),
    "config": ({}, lambda _: aggregation.ConFIG()),
    "dualproj": ({}, lambda _: aggregation.DualProj()),
    "fairgrad": ({"fairness": 1.0}, lambda _: aggregation.FairGrad(alpha=1.0)),
    "fairgrad 2": ({"fairness": 2.0}, lambda _: aggregation.FairGrad(alpha=2.0)),
    "imtl_g": ({}, lambda _: aggregation.IMTLG()),
    "mgda": ({}, lambda _: aggregation.MGDA(epsilon=1e-9, max_iters=100_000)),
    "nash": ({}, lambda tasks: aggregation.NashMTL(n_tasks=tasks)),
    "upgrad": ({}, lambda _: aggregation.UPGrad()),
}
IN_CHANCE_ORDER = {"pcgrad": aggregation.PCGrad, "gradvac": aggregation.GradVac}  # so for two tasks alone


def main() -> None:
    """Write every answer to made-up gradients and losses."""
    torch.set_default_dtype(torch.float64)
    cases = [made(tasks, seed) for tasks in (2, 3, 5, 8) for seed in (0, 1)]
    record = {
        "torchjd": "0.18.0",
        "gradients": [{"jacobian": rows.tolist(), "directions": directions(rows)} for rows in cases],
        "losses": weights_of_losses(),
    }
    RECORD.write_text(json.dumps(record) + "\n", encoding="utf-8")


def made(tasks: int, seed: int) -> np.ndarray:
    """Gradients [T, 12] of mixed lengths, of which some conflict."""
    random = np.random.default_rng([tasks, seed])
    rows = random.normal(size=(tasks, 12)) - 0.3 * random.normal(size=12) * random.choice([-1, 1], (tasks, 1))
    return np.asarray(np.round(rows * random.uniform(0.3, 3, (tasks, 1)), 4))


def directions(rows: np.ndarray) -> dict[str, dict[str, object]]:
    """What each aggregator makes of them, with our names and fields."""
    methods = {name: (fields, make(len(rows))) for name, (fields, make) in AGGREGATORS.items()}
    if len(rows) == 2:
        methods |= {name: ({}, make()) for name, make in IN_CHANCE_ORDER.items()}
    return {
        name: {"fields": fields, "direction": np.round(method(torch.tensor(rows)).numpy(), 8).tolist()}
        for name, (fields, method) in methods.items()
    }


def weights_of_losses() -> dict[str, object]:
    """The derivatives of the joint losses: of a geometric mean, and of DWA in its third epoch of one step."""
    rows = np.round(np.random.default_rng(0).uniform(0.5, 2, (3, 3)), 4)
    dwa = scalarization.DWA(temperature=2.0)
    for row in rows[:2]:
        dwa(torch.tensor(row))
        dwa.step()
    return {
        "rows": rows.tolist(),
        "gls": slope(scalarization.GeometricMean(), rows[2]),
        "dwa": slope(dwa, rows[2]),
    }


def slope(joint: Callable[[torch.Tensor], torch.Tensor], at: np.ndarray) -> list[float]:
    """The derivative of a joint loss [T]."""
    losses = torch.tensor(at, requires_grad=True)
    joint(losses).backward()
    assert losses.grad is not None
    return list(np.round(losses.grad.numpy(), 8))


if __name__ == "__main__":
    main()
