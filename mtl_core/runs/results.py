"""What a finished run left behind, read as plain data: its evaluation and its files; it knows no network."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, TypedDict

from mtl_core.experiment import TaskKind


class TaskResult(TypedDict):
    """One task of ``evaluation.json``; a metric that is not defined on these rows is None."""

    id: str
    name: str
    kind: TaskKind
    rows: int  # those with a label
    headline: str  # the metric to show where there is room for one
    sentence: str
    metrics: dict[str, float | None]
    baseline: dict[str, float | None]
    baseline_rule: str
    notes: list[str]
    confusion: dict[str, Any] | None
    roc: dict[str, Any] | None
    scatter: dict[str, Any] | None
    labels: list[dict[str, Any]]  # one by one, where a row has several


class Results(TypedDict):
    """The verdicts on all tasks over the same test rows."""

    rows: int
    tasks: list[TaskResult]


LOWER_IS_BETTER = frozenset({"mae", "rmse"})
"""Metrics of which less is better."""


def read(folder: Path) -> Results | None:
    """The evaluation in a run's folder; None where there is none (yet)."""
    path = folder / "evaluation.json"
    if not path.is_file():
        return None
    found: Results = json.loads(path.read_text(encoding="utf-8"))
    return found


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file's content, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
