"""A feature space as the plan of a network sees it: shapes and names, nothing learnt; it never enters a bundle."""

from __future__ import annotations

from mtl_core.features.column_encoder import ColumnEncoder
from mtl_core.features.space import FeatureSpace
from mtl_core.features.word_pieces import PieceColumn
from mtl_core.plan import InputColumn, OutputTask
from mtl_core.text_encoders import Backbone


def inputs(space: FeatureSpace) -> tuple[InputColumn, ...]:
    """The columns c0, c1, … of a space."""
    return tuple(
        InputColumn(
            id=f"c{place}",
            name=column.name,
            kind=column.traits.id,
            numbers=column.numbers,
            vocabulary=column.vocabulary,
            embedding=column.embedding,
            tokens=column.tokens,
            length=column.length,
            edges=column.edges,
            backbone=_backbone(column),
            spellings=column.spellings,
        )
        for place, column in enumerate(space.columns)
    )


def _backbone(column: ColumnEncoder) -> Backbone | None:
    """The measures of the encoder whose pieces a column has."""
    if not isinstance(column, PieceColumn):
        return None
    return Backbone(column.units, column.layers, column.heads, column.wide)


def tasks(space: FeatureSpace) -> tuple[OutputTask, ...]:
    """The tasks t0, t1, … of a space."""
    ids = {column.name: f"c{place}" for place, column in enumerate(space.columns)}
    return tuple(
        OutputTask(
            id=f"t{place}",
            name=target.name,
            kind=target.kind,
            outputs=target.outputs,
            classes=target.classes,
            text=None if target.about is None else ids[target.about],
            answer=target.answer,
        )
        for place, target in enumerate(space.targets)
    )
