"""All reference models for all tasks of a run, on the training rows of the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mtl_core.families import all_members
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.references.inputs import Array, Inputs
from mtl_core.references.reference import Question, Reference
from mtl_core.task_kinds import TASK_KINDS

REFERENCES: Mapping[str, Reference] = {
    member.id: member for member in all_members("mtl_core.references.members", "MEMBER")
}
MOST_ROWS, MOST_CELLS = 20_000, 10_000_000
"""Training rows that a reference learns from, and inputs times rows; of more, so many are drawn."""
_TAGS = "Reference models: left out, since none of them reads the words of a text one by one."
_UNLABELLED = "Reference models: left out, since no training row has a label."
_PART = "Reference models learnt from {used:,} of the {rows:,} training rows, drawn at random, to keep them quick."


@dataclass(frozen=True)
class Beside:
    """What the references say about one task's rows, by their ids, their titles, and what should be known of them."""

    outputs: Mapping[str, Array]
    titles: Mapping[str, str]
    notes: tuple[str, ...] = ()


def fit_references(space: FeatureSpace, train: pd.DataFrame, rows: pd.DataFrame, seed: int) -> list[Beside]:
    """For each task of ``space``, fit what suits it on ``train`` and ask it about ``rows``; same seed, same answers."""
    drawn = _draw(space, train, seed)
    known, asked = Inputs.read(space, drawn), Inputs.read(space, rows)
    part = (_PART.format(used=len(drawn), rows=len(train)),) if len(drawn) < len(train) else ()
    offered = [reference for reference in REFERENCES.values() if reference.suits(known)]
    return [_beside(offered, target, drawn, known, asked, seed, part) for target in space.targets]


def _draw(space: FeatureSpace, train: pd.DataFrame, seed: int) -> pd.DataFrame:
    """As many training rows as may be learnt from."""
    width = sum(column.numbers + column.length + bool(column.vocabulary) for column in space.columns)
    most = min(MOST_ROWS, MOST_CELLS // max(1, width))
    if len(train) <= most:
        return train
    return train.take(np.sort(np.random.default_rng(seed).choice(len(train), most, replace=False)))


def _beside(
    offered: Sequence[Reference],
    target: TargetEncoder,
    train: pd.DataFrame,
    known: Inputs,
    asked: Inputs,
    seed: int,
    notes: tuple[str, ...],
) -> Beside:
    if TASK_KINDS[target.kind].per_token:
        return Beside({}, {}, (_TAGS,))
    question = Question(target, *target.encode(train), seed)
    if not question.mask.any():
        return Beside({}, {}, (_UNLABELLED,))
    reasons = {reference: reference.left_out(question) for reference in offered}
    fitted = [reference for reference, reason in reasons.items() if reason is None]
    return Beside(
        {reference.id: reference.answer(question, known, asked) for reference in fitted},
        {reference.id: reference.title(question.numeric) for reference in fitted},
        (*notes, *(reason for reason in reasons.values() if reason)),
    )
