"""The pages: their files, titles and addresses, in menu order; knows nothing of what is on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One page of the menu."""

    file: str
    title: str
    path: str
    help: str


START = Place("home/start.py", "Start", "start", "Open a sample, a table of yours, or what you did before.")
DATA = Place("build/data.py", "Data", "data", "The table, its columns, and how the file was read.")
TASKS = Place("build/tasks.py", "Tasks", "tasks", "The columns to predict, and which rows judge the result.")
NETWORK = Place("build/network.py", "Network", "network", "The layers that the tasks share and those of their own.")
TRAIN = Place("build/train.py", "Train", "train", "Start training, watch it, turn tasks up and down.")
EVALUATE = Place("results/evaluate.py", "Evaluate", "evaluate", "How good each task is on rows never trained on.")
EXPORT = Place("results/export.py", "Export", "export", "Take the trained model, its settings and predictions.")
RUNS = Place("results/runs.py", "Runs", "runs", "Everything that was trained: compare, reopen, delete.")

MENU = (START, DATA, TASKS, NETWORK, TRAIN, EVALUATE, EXPORT, RUNS)
GROUP_ENDS = (START, TRAIN)
