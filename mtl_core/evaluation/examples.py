"""Single rows as examples: what was answered, what is true, and what the words of their texts added."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answers import require_finite
from mtl_core.evaluation.mistakes import worst
from mtl_core.evaluation.phrase_effects import Outputs, Predict
from mtl_core.evaluation.word_effects import read
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.records.examples import Answer, Example, Examples

_MISTAKES = 5  # of each task
_DRAWN = 4  # rows by chance
_READ = 24  # rows of which the words are looked at
_SHARES = 10  # classes of an answer
_CELLS = 6  # inputs beside the texts
_CHARACTERS = 60  # of such a cell


def examples(space: FeatureSpace, predict: Predict, frame: pd.DataFrame, positions: npt.NDArray[np.int64]) -> Examples:
    """The worst mistakes of each task among the rows of ``frame``, and some rows drawn by chance, always the same.

    ``predict`` gives a served model's outputs for encoded rows; ``positions`` [n] say where the rows stand.
    """
    outputs = predict(space.transform(frame))
    mistakes = {
        task.id: worst(task.kind, task.classes, target.truth(frame), target.constrain(output, frame), _MISTAKES)
        for task, target, output in zip(plan_shapes.tasks(space), space.targets, outputs, strict=True)
    }
    drawn = np.random.default_rng(0).permutation(len(frame))[:_DRAWN].tolist()
    by_rank = chain.from_iterable(zip_longest(drawn, *mistakes.values()))  # the worst of each task before the next
    chosen = list(dict.fromkeys(place for place in by_rank if place is not None))
    rows = explain_rows(space, predict, frame.take(chosen), positions[chosen], labelled=True)
    place_of = {place: row for row, place in enumerate(chosen)}
    return Examples(
        rows=tuple(rows),
        mistakes={task: tuple(place_of[place] for place in places) for task, places in mistakes.items()},
        drawn=tuple(place_of[place] for place in drawn),
    )


def explain_rows(
    space: FeatureSpace,
    predict: Predict,
    frame: pd.DataFrame,
    positions: Sequence[int] | npt.NDArray[np.int64],
    *,
    labelled: bool = False,
) -> list[Example]:
    """Each row of ``frame`` as an example, with the true answers if ``labelled``; the words of the first rows only,
    since each costs as much as a row. Raises DataError where an answer is no finite number."""
    outputs = predict(space.transform(frame))
    require_finite(space.targets, outputs)
    texts = read(space, predict, frame.head(_READ))
    return [
        Example(
            position=int(position),
            cells=_show_cells(space, frame.iloc[row]),
            texts=texts[row] if row < len(texts) else (),
            answers=_answers(space, frame.iloc[row : row + 1], [output[row : row + 1] for output in outputs], labelled),
        )
        for row, position in enumerate(positions)
    ]


def _show_cells(space: FeatureSpace, row: pd.Series[Any]) -> dict[str, str]:
    names = [column.name for column in space.columns if not column.length][:_CELLS]
    return {name: str(row[name])[:_CHARACTERS] for name in names if not pd.isna(row[name])}


def _answers(space: FeatureSpace, row: pd.DataFrame, outputs: Outputs, labelled: bool) -> dict[str, Answer]:
    found = {}
    for task, target, output in zip(plan_shapes.tasks(space), space.targets, outputs, strict=True):
        given = target.answer_rows(output, row)[0]
        true = target.to_cells(target.truth(row), row)[0] if labelled else None
        shares = _shares(target, output)
        sure = None if task.traits.several else dict(shares).get(str(given))
        tokens = target.tokens(row)[0]
        found[task.id] = Answer(given=_plain(given), true=_plain(true), sure=sure, shares=shares, tokens=tokens)
    return found


def _shares(target: TargetEncoder, output: npt.NDArray[Any]) -> tuple[tuple[str, float], ...]:
    shares = target.chances(output)
    if shares is None:
        return ()
    order = np.argsort(-shares[0], kind="stable")[:_SHARES]
    return tuple((target.classes[place], float(shares[0, place])) for place in order)


def _plain(value: Any) -> str | float | None:
    """A label, or a number; None where a true one is missing."""
    if value is None or isinstance(value, str):
        return value
    return float(value) if math.isfinite(value) else None
