"""Why a network answers about a row as it does: Shapley values, and what one typical cell would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answers import require_finite
from mtl_core.explaining.shapley import Floats, Game, Shares, exact, sample
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.plan import OutputTask
from mtl_core.records.explanations import AnswerReasons, ColumnReason, Explanation
from mtl_core.wording import cut, format_cell

Predict = Callable[[Mapping[str, npt.NDArray[Any]]], list[npt.NDArray[Any]]]

MOST_EXACT = 12
"""Columns of which all subsets are tried."""
_ROWS, _ROWS_WITH_TEXTS = 65_536, 4_096  # that the network is asked about, so that it takes seconds
_CELLS = 200_000_000  # of rows that orders of the columns make, so that very many columns take seconds, too
_LEAST = 8  # background rows
_PAIRS = 16  # of orders, at least
_LABELS = 3  # of an answer that is several labels, the most probable
_CHARACTERS = 60  # of a cell


@dataclass(frozen=True)
class _Asked:
    """What is explained of a task: the probability of the class at ``place``, or its number."""

    slot: int
    task: OutputTask
    place: int | None

    def values(self, space: FeatureSpace, outputs: list[npt.NDArray[Any]]) -> Floats:
        """It [n], of a served model's outputs."""
        target, output = space.targets[self.slot], outputs[self.slot]
        chances = target.chances(output)
        found = target.decide(target.classes, output) if chances is None else chances[:, self.place]
        return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True)
class _Effort:
    """How many background rows are asked about, and how many pairs of orders; 0: all subsets of the columns."""

    background: int
    pairs: int

    @classmethod
    def of(cls, space: FeatureSpace, background: int) -> _Effort:
        """What takes seconds, of at most so many ``background`` rows."""
        columns, texts = len(space.columns), any(column.length for column in space.columns)
        most = _ROWS_WITH_TEXTS if texts else _ROWS
        fewer = min(background, max(_LEAST, most >> columns))
        if columns <= MOST_EXACT and fewer << columns <= most:
            return cls(fewer, 0)
        fewer = min(background, max(_LEAST, _CELLS // (4 * columns * columns)))
        return cls(fewer, fewer * max(-(-_PAIRS // fewer), most // (2 * (columns + 1) * fewer)))

    def shares(self, game: Game, columns: int) -> Shares:
        """The Shapley values, always alike."""
        if self.pairs:
            return sample(game, columns, self.background, self.pairs, np.random.default_rng(0))
        return exact(game, columns, self.background)


def explain_row(
    space: FeatureSpace, predict: Predict, row: pd.DataFrame, background: pd.DataFrame | None
) -> Explanation:
    """The reasons of each answer about the one ``row``, beside ``background`` rows; without any, the typical row.

    Exact where there are at most 12 columns (fewer where some are texts), else sampled, always alike. Tags have none:
    their words say more. ``predict`` gives a served model's outputs for encoded rows. Raises DataError.
    """
    usual = pd.DataFrame({column.name: pd.Series([column.typical], dtype=object) for column in space.columns})
    others = usual if background is None or background.empty else background
    columns, effort = len(space.columns), _Effort.of(space, len(others))
    others = others.head(effort.background)
    encoded = _join([space.transform(frame) for frame in (row, usual, others)])
    outputs = predict(space.mix(encoded, np.zeros((1, columns), dtype=np.int64)))
    require_finite(space.targets, outputs)
    asked = _ask(space, outputs)

    def answers(sources: npt.NDArray[np.int64]) -> Floats:
        given = predict(space.mix(encoded, sources))
        require_finite(space.targets, given)
        return np.stack([each.values(space, given) for each in asked], axis=1)

    def game(own: npt.NDArray[np.bool_], rows: npt.NDArray[np.int64]) -> Floats:
        return answers(np.where(own, 0, rows[:, None] + 2))

    if not asked:
        return Explanation(background=0, exact=True)
    shares = effort.shares(game, columns)
    values = answers(np.vstack([np.zeros((1, columns), dtype=np.int64), np.eye(columns, dtype=np.int64)]))
    return Explanation(
        background=0 if background is None or background.empty else effort.background,
        exact=not effort.pairs,
        orders=2 * effort.pairs,
        answers=tuple(_tell(space, each, row, shares, values, place) for place, each in enumerate(asked)),
    )


def _join(parts: list[dict[str, npt.NDArray[Any]]]) -> dict[str, npt.NDArray[Any]]:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _ask(space: FeatureSpace, outputs: list[npt.NDArray[Any]]) -> list[_Asked]:
    """What the answers to one row are about: the class that was given, the most probable labels, or the number."""
    found = []
    tasks = zip(plan_shapes.tasks(space), space.targets, outputs, strict=True)
    for slot, (task, target, output) in enumerate(tasks):
        chances = target.chances(output)
        if task.traits.per_token:
            continue
        if chances is None:
            found.append(_Asked(slot, task, None))
        elif task.traits.several:
            likely = np.argsort(-chances[0], kind="stable")[:_LABELS]
            found += [_Asked(slot, task, int(place)) for place in likely]
        else:
            given = target.decide(target.classes, output)[0]
            found.append(_Asked(slot, task, target.classes.index(given)))
    return found


def _tell(
    space: FeatureSpace, asked: _Asked, row: pd.DataFrame, shares: Shares, values: Floats, place: int
) -> AnswerReasons:
    """The reasons of one answer; ``values`` [1 + C, K] are the answers to the row, and to it with one cell typical."""
    reasons = [
        ColumnReason(
            column=column.name,
            cell=_say_cell(row[column.name].iloc[0]),
            typical=_say_cell(column.typical),
            effect=float(shares.effects[number, place]),
            error=float(shares.errors[number, place]),
            if_typical=float(values[number + 1, place]),
        )
        for number, column in enumerate(space.columns)
    ]
    return AnswerReasons(
        id=asked.task.id,
        name=asked.task.name,
        label=None if asked.place is None else space.targets[asked.slot].classes[asked.place],
        value=float(values[0, place]),
        baseline=float(shares.baseline[place]),
        columns=tuple(sorted(reasons, key=lambda reason: -abs(reason.effect))),
    )


def _say_cell(cell: Any) -> str:
    if pd.isna(cell):
        return "missing"
    if isinstance(cell, pd.Timestamp):
        return str(cell.date())
    is_number = isinstance(cell, int | float | np.number) and not isinstance(cell, bool)
    return format_cell(float(cell)) if is_number else cut(" ".join(str(cell).split()), _CHARACTERS)
