"""Small networks of every way of sharing, over a number column in pieces, a category and a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import keras
import numpy as np

from mtl_core.experiment import parse_experiment
from mtl_core.networks import COUNTED, build, true_answers_name, variables
from mtl_core.plan import InputColumn, OutputTask, Plan, plan

KINDS = ("binary", "multiclass", "regression")
OUTPUTS = {"binary": 1, "multiclass": 4, "regression": 1}
NUMBERS = InputColumn(id="c0", name="age", kind="numeric", numbers=3)
PIECES = NUMBERS.model_copy(update={"edges": (-1.0, -0.25, 0.5, 1.5)})
CATEGORY = InputColumn(id="c1", name="city", kind="category", vocabulary=5, embedding=2)
TEXT = InputColumn(id="c2", name="note", kind="text", tokens=9, length=4)

CASES: dict[str, dict[str, Any]] = {
    "hard": {"kind": "hard", "depth": 1},
    "branching": {"kind": "branching", "depth": 0, "leaves": {"a": 1, "c": 2}, "groups": {"a": 1, "b": 1}},
    "branch": {"kind": "branching", "depth": 1, "branch": 2, "groups": {"a": 1, "b": 1}},
    "soft": {"kind": "soft"},
    "trace": {"kind": "soft", "penalty": "trace"},
    "as one": {"kind": "soft", "strength": 1},
    "cross_stitch": {"kind": "cross_stitch"},
    "sluice": {"kind": "sluice", "orthogonality": 0.1},
    "mmoe": {"kind": "mmoe", "experts": 3, "balance": 0.1},
    "omoe": {"kind": "mmoe", "experts": 2, "one_gate": True},
    "cgc": {"kind": "cgc"},
    "ple": {"kind": "ple"},
    "task_graph": {"kind": "task_graph", "depth": 0},
    "given graph": {
        "kind": "task_graph",
        "depth": 0,
        "relations": "given",
        "edges": [
            {"source": "a", "target": "b", "strength": 0.5},
            {"source": "c", "target": "a", "strength": 0},
            {"source": "c", "target": "b", "strength": 0},
        ],
    },
    "graph penalty": {"kind": "task_graph", "coupling": "penalty"},
    "task_tokens": {"kind": "task_tokens"},
    "adapters": {"kind": "adapters", "rank": 2, "ranks": {"b": 3}},
    "chain": {"kind": "chain", "depth": 1},
    "scheduled": {"kind": "chain", "depth": 1, "feed": "scheduled"},
    "linked": {"kind": "chain", "depth": 1, "gradient": True, "links": [{"source": "b", "target": "a"}]},
}


INPUTS = {"numbers": (NUMBERS,), "categories": (CATEGORY,), "texts": (TEXT,), "all": (NUMBERS, CATEGORY, TEXT)}


def planned(
    sharing: dict[str, Any],
    count: int = 3,
    text: bool = False,
    head_depth: int = 1,
    inputs: Sequence[InputColumn] = (),
    linear: bool = False,
    **common: Any,
) -> Plan:
    """``count`` tasks a, b, c, …; layers of 6 units, 2 deep, without dropout, unless ``common`` says otherwise."""
    names = "abcdefghijklmnop"[:count]
    inputs = inputs or [PIECES, CATEGORY, *([TEXT] if text else [])]
    kinds = [KINDS[place % 3] for place in range(count)]
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in [*(column.name for column in inputs), *names]},
            "tasks": [
                {"column": name, "kind": kind, "head_depth": head_depth, "head_units": 5}
                for name, kind in zip(names, kinds, strict=True)
            ],
            "numbers": {"linear": linear},
            "text": {"encoder": "gru", "units": 3, "embedding": 3, "dropout": 0, "linear": linear},
            "sharing": {"layers": 2, "units": 6, "dropout": 0, "activation": "tanh", **common, **sharing},
        }
    )
    tasks = [
        OutputTask(id=f"t{place}", name=name, kind=kind, outputs=OUTPUTS[kind])  # type: ignore[arg-type]
        for place, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]
    return plan(experiment, inputs, tasks)


def inputs_of(drawn: Plan, count: int = 12, seed: int = 0) -> dict[str, np.ndarray]:
    """Rows for a network of ``planned``, which is told nothing; all count."""
    random = np.random.default_rng(seed)
    rows = {
        "numbers": random.normal(size=(count, 3)).astype(np.float32),
        "categories": random.integers(0, 5, (count, 1), dtype=np.int32),
        "c2": random.integers(0, 9, (count, 4), dtype=np.int32),
    }
    told = {true_answers_name(task): np.zeros((count, units + 1), np.float32) for task, units in drawn.told.items()}
    if drawn.counts_rows:
        told[COUNTED] = np.ones((count, 1), np.float32)
    return {name: values for name, values in rows.items() if len(drawn.inputs) == 3 or name != "c2"} | told


def shaken(model: keras.Model, seed: int = 0, size: float = 0.5) -> keras.Model:
    """The model with every weight drawn anew, so that none stands at a start that hides its effect."""
    random = np.random.default_rng(seed)
    for variable in variables(model).values():
        variable.assign(random.normal(0, size, variable.shape))
    return model


@cache
def shaken_case(case: str, members: int = 1) -> tuple[Plan, keras.Model]:
    """A case with a text and its network, shaken; for tests that only look at it."""
    drawn = planned(CASES[case], text=True, members=members)
    return drawn, shaken(build(drawn, seed=1))


def as_single(single: keras.Model, model: keras.Model) -> keras.Model:
    """``model``, a network of members, each of which takes its inputs as they are and has the weights of ``single``."""
    known = variables(single)
    for name, variable in variables(model).items():
        wanted = known[name].numpy() if name in known else np.ones(variable.shape)
        if wanted.ndim < len(variable.shape):  # what members have each for themselves
            wanted = wanted.reshape(1, -1, wanted.shape[-1])
        variable.assign(np.broadcast_to(wanted, variable.shape))
    return model


def outputs(model: keras.Model, rows: dict[str, np.ndarray]) -> list[np.ndarray]:
    """One array per task."""
    return [np.asarray(output) for output in keras.tree.flatten(model(rows))]
