"""The scores of ``benchmarks.quality`` one by one, and the page that is made of them; it measures nothing."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import rankdata

from benchmarks.report import table, tell_origin
from mtl_core.wording import format_count

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "quality.md"
FOUND = ROOT / "benchmarks" / "results" / "quality.json"
OURS, BEFORE, WORDS = "ours", "ours before", "TF-IDF + linear"
WITHOUT = f"{OURS} without"  # begins the name of a variant that lacks one ingredient
GUESSING, REFERENCES = "guessing", "references"  # no models; the second says that all of them are there
_LEAST = 0.01  # of an error: differences below tell nothing


@dataclass(frozen=True)
class Score:
    """How well one model answers the tasks of a table in one split, by task."""

    table: str
    seed: int
    part: str
    rows: int
    model: str
    tasks: dict[str, float]
    seconds: float | None = None
    day: str = ""


class Case(NamedTuple):
    """A task of a table in one split."""

    table: str
    rows: int
    task: str
    seed: int


class Known:
    """All scores so far, in a file."""

    def __init__(self) -> None:
        told = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else []
        self.scores = [Score(**body) for body in told]

    def has(self, table: str, seed: int, part: str, rows: int, model: str) -> bool:
        """Whether that was measured."""
        place = (table, seed, part, rows, model)
        return any((s.table, s.seed, s.part, s.rows, s.model) == place for s in self.scores)

    def keep(self, score: Score) -> None:
        """Add a score to the file, where it is defined; another call may have added some."""
        self.scores = Known().scores
        defined = {task: value for task, value in score.tasks.items() if math.isfinite(value)}
        self.scores.append(replace(score, tasks=defined, day=f"{datetime.now(UTC):%Y-%m-%d}"))
        lines = ",\n".join(json.dumps(asdict(each), ensure_ascii=False) for each in self.scores)
        FOUND.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def name_score(metric: str, task: str) -> str:
    """A task with the metric that judges it."""
    return f"{metric} {task}"


def write(known: Known) -> None:
    """The page."""
    scores = [score for score in known.scores if score.model != REFERENCES]
    parts = "\n\n".join(_part(part, [s for s in scores if s.part == part]) for part in ("test", "validation"))
    PAGE.write_text(_PAGE.format(made=tell_origin("benchmarks.quality"), parts=parts, looks=_looks(scores)), "utf-8")


def _looks(scores: Sequence[Score]) -> str:
    """How often rows that no default may be chosen by were looked at."""
    tested = [score for score in scores if score.part == "test" and score.model.startswith(OURS)]
    days = sorted({score.day for score in tested})
    if not tested:
        return "Test rows were not looked at yet."
    variants = format_count(len({score.model for score in tested}), "setting", "settings")
    return f"Test rows were looked at for {variants} of the defaults, on {', '.join(days)}."


def _part(part: str, scores: Sequence[Score]) -> str:
    """Mean ranks, a line for each task, and what variants of the defaults change."""
    if not scores:
        return f"## On {part} rows\n\nNothing was measured yet."
    found = _by_case(scores)
    names = list(dict.fromkeys(score.model for score in scores))
    models = [OURS, BEFORE, *(name for name in names if name != GUESSING and not name.startswith(OURS))]
    sections = [
        f"## On {part} rows",
        _ranks(found, models),
        _lines(found, [GUESSING, *models]),
        _changes(found, sorted({s.model for s in scores if s.model.startswith(OURS)})),
    ]
    return "\n\n".join(section for section in sections if section)


def _by_case(scores: Iterable[Score]) -> dict[Case, dict[str, float]]:
    """By table, rows, task and split the score of each model."""
    found: dict[Case, dict[str, float]] = defaultdict(dict)
    for score in scores:
        for task, value in score.tasks.items():
            found[Case(score.table, score.rows, task, score.seed)][score.model] = value
    return dict(found)


def _ranks(found: Mapping[Case, Mapping[str, float]], models: Sequence[str]) -> str:
    """The mean rank of each model, first over the tasks and splits of a table, then over the tables; of the defaults as
    they are now, and of those before on the tables on which they were measured."""
    rows = [
        row
        for words in (False, True)
        for ours, other in ((OURS, BEFORE), (BEFORE, OURS))
        if (row := _rank(found, [model for model in models if model != other], ours, words))
    ]
    return "\n\n".join(rows)


def _rank(found: Mapping[Case, Mapping[str, float]], models: Sequence[str], ours: str, words: bool) -> str:
    """A sentence of the mean ranks over the tables, or those of texts, that ``ours`` was measured on."""
    by_table: dict[str, list[Mapping[str, float]]] = defaultdict(list)
    for case, scores in found.items():
        shown = [model for model in models if model in scores]
        if ours in shown and len(shown) > 1 and (WORDS in shown) is words:
            places = rankdata([_error(case, scores, model) for model in shown])
            by_table[case.table].append(dict(zip(shown, places, strict=True)))
    means = {
        model: [np.mean([places[model] for places in each]) for each in by_table.values() if model in each[0]]
        for model in models
    }
    told = ", ".join(f"{model} {np.mean(ranks):.2f}" for model, ranks in means.items() if ranks)
    counted = format_count(len(by_table), "table", "tables") + " of texts" * words
    return f"Mean rank over {counted}: {told}." if told else ""


def _lines(found: Mapping[Case, Mapping[str, float]], models: Sequence[str]) -> str:
    """A line for each task: the mean over splits of each model, the best one bold."""
    lines = []
    for table_, rows, task in dict.fromkeys(case[:3] for case in found):
        splits = [scores for case, scores in found.items() if case[:3] == (table_, rows, task) and OURS in scores]
        means = {m: float(np.mean([s[m] for s in splits])) for m in models if splits and all(m in s for s in splits)}
        if len(means) > 1:
            best = (min if _is_error(task) else max)(means.values())
            cells = ["" if m not in means else _bold(means[m], means[m] == best) for m in models]
            lines.append([table_, task, len(splits), *cells])
    return table(["table", "task", "splits", *models], lines)


def _changes(found: Mapping[Case, Mapping[str, float]], variants: Sequence[str]) -> str:
    """What each variant changes beside the defaults before, and beside those that are now what is lost without one
    ingredient."""
    without = [variant for variant in variants if variant.startswith(WITHOUT)]
    tried = [variant for variant in variants if variant not in (BEFORE, *without)]
    sections = (
        ("What a change does", "beside the defaults before", _variants(found, tried, BEFORE)),
        ("What an ingredient is worth", "beside the defaults as they are now", _variants(found, without, OURS)),
    )
    return "\n\n".join(
        f"### {title}\n\n{table([head, 'tables', 'splits', 'better on', 'error left, mean change'], lines)}"
        for title, head, lines in sections
        if lines
    )


def _variants(found: Mapping[Case, Mapping[str, float]], variants: Sequence[str], base: str) -> list[list[object]]:
    """A line for each variant: the mean over tables of the logarithm of the error left beside that of ``base``."""
    lines: list[list[object]] = []
    for variant in variants:
        by_table: dict[str, list[float]] = defaultdict(list)
        splits = set()
        for case, scores in found.items():
            if variant in scores and base in scores:
                splits.add(case.seed)
                errors = (max(_error(case, scores, model), _LEAST) for model in (variant, base))
                by_table[case.table].append(float(np.log(np.divide(*errors))))
        if by_table:
            changes = [float(np.mean(each)) for each in by_table.values()]
            better = sum(change < 0 for change in changes)
            mean = 100 * np.expm1(np.mean(changes))
            name = variant.removeprefix(OURS).strip() or "defaults as they are now"
            lines.append([name, len(changes), len(splits), better, f"{mean:+.1f} %"])
    return lines


def _error(case: Case, scores: Mapping[str, float], model: str) -> float:
    """The share of guessing's error that a model leaves."""
    score, guess = scores[model], scores[GUESSING]
    return score / guess if _is_error(case.task) else (1 - score) / max(1 - guess, _LEAST)


def _is_error(task: str) -> bool:
    return task.startswith("mae ")


def _bold(value: float, best: bool) -> str:
    return f"**{value:.4g}**" if best else f"{value:.4g}"


_PAGE = """# How good the answers are

{made}

Ours is one network for all tasks of a table, with the settings that a new table gets; "ours before" has those that it
got when this page was last made. Beside it stands, for each task by itself, what scikit-learn offers with plain
settings on the same training rows: ridge or logistic regression (its strength chosen on the same validation rows),
ExtraTrees (200 trees), HistGradientBoosting, an MLP with early stopping, and for texts TF-IDF of one and two words
(Chinese: characters) with ridge or logistic regression. Numbers (mae) are judged by the mean absolute error, of which
less is better, yes-no tasks by AUC, classes by accuracy, several labels by micro-F1. Means over splits; of larger
tables 2,000 rows are drawn anew for each split. Every single score stands in `benchmarks/results/quality.json`, from
which the command goes on.

Defaults are chosen on validation rows alone: the test rows of each split are taken out, the rest is split again, and
its test rows judge. {looks}

{parts}

Tables come with scikit-learn and statsmodels, are samples of the project, or lie in the folder that `MTL_SHARED_DATA`
names; those are no part of the project.
"""
