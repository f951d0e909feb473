"""A table of which a store knows, and an experiment with it."""

from __future__ import annotations

from mtl_core.experiment import Column, Experiment, Task

DATASET = "ab" * 16
EXPERIMENT = Experiment(
    columns={name: Column(kind="numeric") for name in ("x", "y", "z")},
    tasks=(Task(column="y", kind="regression"), Task(column="z", kind="regression")),
)
