"""Which words next to each other change an answer together where none of them does alone.

Words stand in for each other: without one of two that say the same the answer stays, and leaving out one word at a time
("representation erasure": Li, Monroe, Jurafsky, arXiv 1612.08220) finds nothing. So two and three at a time are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.report import JUDGES
from mtl_core.evaluation.text_cells import Span, TextCell, vary
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.plan import OutputTask
from mtl_core.records.examples import Phrase

Outputs = list[npt.NDArray[Any]]
Predict = Callable[[Mapping[str, npt.NDArray[Any]]], Outputs]
Phrases = dict[str, tuple[Phrase, ...]]

_LENGTHS = (2, 3)  # words
_MOST = 60  # phrases of a text, those of which the words say most: all of a text of up to 31 words
_TOLD = 3
_MUCH = 1.0  # standard deviations by which a number changes


@dataclass(frozen=True)
class Singles:
    """A text, what is answered with all of it, and without each of its tokens, and what each adds by task."""

    cell: TextCell
    whole: Outputs
    without: Outputs
    effects: Mapping[str, tuple[float, ...]]


def find_phrases(space: FeatureSpace, predict: Predict, frame: pd.DataFrame, texts: Sequence[Singles]) -> list[Phrases]:
    """Of each text, by the tasks whose answer no single token changes: the phrases that do, the shortest first; none
    where no phrase does, either."""
    asked = [_list_open(space, each) for each in texts]
    spans = [_list_spans(each, tasks) for each, tasks in zip(texts, asked, strict=True)]
    if not any(spans):
        return [dict.fromkeys(tasks, ()) for tasks in asked]
    outputs = predict(space.transform(vary(frame, [each.cell for each in texts], spans)))
    found, start = [], 0
    for each, tasks, tried in zip(texts, asked, spans, strict=True):
        end = start + len(tried)
        partial = [output[start:end] for output in outputs]
        found.append({task: _choose(space, task, each, tried, partial) for task in tasks})
        start = end
    return found


def _list_open(space: FeatureSpace, text: Singles) -> list[str]:
    """The tasks whose answer no token changes by itself."""
    told = zip(plan_shapes.tasks(space), space.targets, text.whole, text.without, strict=True)
    return [
        task.id
        for task, target, whole, partial in told
        if task.id in text.effects and not any(_changes(task, target, whole, partial, np.array(text.effects[task.id])))
    ]


def _changes(
    task: OutputTask,
    target: TargetEncoder,
    whole: npt.NDArray[Any],
    partial: npt.NDArray[Any],
    effects: npt.NDArray[np.float64],
) -> list[bool]:
    """Which of the ``partial`` outputs [n, …] come to another answer than ``whole`` [1, …]; of a number, to one that is
    far off by its ``effects`` [n]."""
    if task.traits.numeric:
        return [bool(far) for far in np.abs(effects) >= _MUCH]
    (given,) = target.conclude(whole)
    return [bool(answer != given) for answer in target.conclude(partial)]


def _list_spans(text: Singles, tasks: Sequence[str]) -> list[Span]:
    """The phrases that are tried, those first of which the words say most in one of the tasks."""
    if not tasks or text.cell.tagged:
        return []
    effects = np.array([text.effects[task] for task in tasks])
    count = len(text.cell.places)
    spans = [(start, start + length) for length in _LENGTHS for start in range(count - length + 1)]
    return sorted(spans, key=lambda span: -float(np.abs(effects[:, slice(*span)]).sum(axis=1).max()))[:_MOST]


def _choose(
    space: FeatureSpace, asked: str, text: Singles, spans: Sequence[Span], partial: Outputs
) -> tuple[Phrase, ...]:
    """The shortest phrases that change the answer, of these the strongest; none that holds a word of another one."""
    slot = int(asked.removeprefix("t"))
    task, target, whole = plan_shapes.tasks(space)[slot], space.targets[slot], text.whole[slot]
    if not spans:
        return ()
    before, after = (JUDGES[task.kind].support(output, target.centre(whole)) for output in (whole, partial[slot]))
    assert before is not None  # or it had no effects of single words
    assert after is not None
    falls = (before - after) / target.spread
    changed = _changes(task, target, whole, partial[slot], falls)
    answers = target.conclude(partial[slot])
    places = [place for place, far in enumerate(changed) if far]
    ranked = sorted(places, key=lambda place: (spans[place][1] - spans[place][0], -abs(falls[place])))
    found: list[Phrase] = []
    for place in ranked:
        start, end = spans[place]
        if len(found) < _TOLD and all(end <= other.start or other.end <= start for other in found):
            (cell,) = target.to_cells(answers[place : place + 1], pd.DataFrame())
            answer = cell if isinstance(cell, str) else float(cell)
            found.append(Phrase(start=start, end=end, effect=round(float(falls[place]), 3), answer=answer))
    return tuple(found)
