"""What a finished run left behind, read as plain data: its evaluation and its files; it knows no network."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any, NotRequired, TypedDict

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


class Answer(TypedDict):
    """What a task says about one row; ``shares`` are its most probable classes. Of tags, ``given`` and ``true`` hold
    one for each of the ``tokens``, set apart by blanks."""

    given: str | float | None
    true: str | float | None
    sure: float | None  # the probability of what was given, where it is one class out of several
    shares: list[tuple[str, float]]
    tokens: list[str]


class Piece(TypedDict):
    """Tokens from ``start`` to before ``end`` that were tagged as one, and what each word of the text adds to that."""

    tag: str
    start: int
    end: int
    effects: list[float]


class ReadText(TypedDict):
    """A text, where its words stand, and by task what each adds to the answer: above 0 it speaks for it; ``pieces`` are
    told of tasks that tag the text, but not by runs of an earlier version."""

    column: str
    text: str
    places: list[tuple[int, int]]
    effects: dict[str, list[float]]
    pieces: NotRequired[dict[str, list[Piece]]]
    longer: bool  # whether the text goes on


class Example(TypedDict):
    """One row of ``examples.json``, as the predictor gives it too."""

    position: int
    cells: dict[str, str]
    texts: list[ReadText]
    answers: dict[str, Answer]


class Examples(TypedDict):
    """Test rows; ``mistakes`` by task, the worst first, and ``drawn`` name them by their place in ``rows``."""

    rows: list[Example]
    mistakes: dict[str, list[int]]
    drawn: list[int]


LOWER_IS_BETTER = frozenset({"mae", "rmse"})
"""Metrics of which less is better."""

SHARES = frozenset({"auc", "accuracy", "subset_accuracy", "token_accuracy"})
"""Metrics that are told in percent, since they are shares of rows, pairs or tokens."""


def standing(metric: str, own: float | None, guess: float | None) -> int:
    """How a value of that metric stands to that of guessing: 1 better, -1 worse, 0 equal or not known."""
    if own is None or guess is None or own == guess:
        return 0
    return 1 if (own < guess) == (metric in LOWER_IS_BETTER) else -1


def read(folder: Path) -> Results | None:
    """The evaluation in a run's folder; None where there is none (yet)."""
    found: Results | None = _loaded(folder / "evaluation.json")
    return found


def read_examples(folder: Path) -> Examples | None:
    """The examples in a run's folder; None where there are none, as of a run of an earlier version."""
    found: Examples | None = _loaded(folder / "examples.json")
    return found


def _loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


_MANIFEST = "manifest.json"
EXAMPLE_ROWS = "expected.json"
"""The member of a bundle that holds rows of the table as they are."""


def purposes(bundle: Path) -> dict[str, str]:
    """What the files and folders of a bundle are for, by their names, as it says; of earlier versions, nothing."""
    with zipfile.ZipFile(bundle) as archive:
        held = archive.namelist()
        told = json.loads(archive.read(_MANIFEST)) if _MANIFEST in held else {}
    purposes = told.get("members", {})
    return {name: purpose for name, purpose in purposes.items() if any(path.startswith(name) for path in held)}


def num_example_rows(bundle: Path) -> int:
    """How many rows of the table a bundle holds as they are."""
    held = example_rows(bundle)
    return 0 if held is None else len(held["rows"])


def example_rows(bundle: Path) -> dict[str, Any] | None:
    """The rows of the table that a bundle holds as they are, under "rows", and their "columns"; None without any."""
    with zipfile.ZipFile(bundle) as archive:
        if EXAMPLE_ROWS not in archive.namelist():
            return None
        held: dict[str, Any] = json.loads(archive.read(EXAMPLE_ROWS))
        return held


def without_example_rows(bundle: Path) -> bytes:
    """The content of a bundle without the rows of the table; it predicts the same, but cannot prove it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(bundle) as archive, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            if entry.filename != EXAMPLE_ROWS:
                copy.writestr(entry, archive.read(entry))
    return buffer.getvalue()


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file's content, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
