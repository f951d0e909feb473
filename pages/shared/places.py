"""The pages: their files, titles and addresses, in menu order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One page of the menu."""

    file: str
    title: str
    path: str
    listed: bool = True  # in the menu


START = Place("home/start.py", "Start", "start")
DATA = Place("build/data.py", "Data", "data")
TASKS = Place("build/tasks.py", "Tasks", "tasks")
NETWORK = Place("build/network.py", "Network", "network")
TRAIN = Place("build/train.py", "Train", "train")
EVALUATE = Place("results/evaluate.py", "Evaluate", "evaluate")
COMPARE = Place("results/compare.py", "Compare", "compare")
PREDICT = Place("results/predict.py", "Predict", "predict")
EXPORT = Place("results/export.py", "Export", "export")
RUNS = Place("results/runs.py", "Runs", "runs")
EXTEND = Place("results/extend.py", "Add a task", "extend", listed=False)

ALL = tuple(place for place in list(globals().values()) if isinstance(place, Place))
"""As they stand above, which is the order of the menu."""
