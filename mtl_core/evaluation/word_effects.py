"""What each word adds to the answers about a text, or to a tag of its words: the text is read again without it, and
the answers are compared.

Leave-one-out ("representation erasure": Li, Monroe, Jurafsky, arXiv 1612.08220, section 3). It holds for any encoder,
since all it needs is the network's outputs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.judges.log_odds import log_odds
from mtl_core.evaluation.phrase_effects import Outputs, Phrases, Predict, Singles, find_phrases
from mtl_core.evaluation.report import JUDGES
from mtl_core.evaluation.text_cells import list_cells, vary
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.features.tag_marks import OUTSIDE, are_spans
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.records.examples import Piece, ReadText
from mtl_core.tables.labels.entities import pieces

_PIECES = 10  # of a tagged text of which the words are told that push them
_PLAIN = 0.9  # a token without a tag is one of them if it is less probable
_DIGITS = 3


def read(space: FeatureSpace, predict: Predict, frame: pd.DataFrame) -> list[tuple[ReadText, ...]]:
    """The texts of each row of ``frame``; ``predict`` gives a served model's outputs for encoded rows."""
    cells = list_cells(space, frame)
    found: list[tuple[ReadText, ...]] = [()] * len(frame)
    if not cells:
        return found
    with_all = predict(space.transform(frame))
    tokens = [[(place, place + 1) for place in range(len(cell.places))] for cell in cells]
    without = predict(space.transform(vary(frame, cells, tokens)))
    texts, start = [], 0
    for cell in cells:
        end = start + len(cell.places)
        whole = [output[cell.row : cell.row + 1] for output in with_all]
        partial = [output[start:end] for output in without]
        texts.append(Singles(cell, whole, partial, _effects(space, whole, partial)))
        start = end
    for text, phrases in zip(texts, find_phrases(space, predict, frame, texts), strict=True):
        row = text.cell.row
        pieces = _pieces(space, frame.iloc[row : row + 1], text)
        found[row] += (_read_text(text, phrases, pieces),)
    return found


def _effects(space: FeatureSpace, with_all: Outputs, without: Outputs) -> dict[str, tuple[float, ...]]:
    effects = {}
    for task, target, whole, partial in zip(plan_shapes.tasks(space), space.targets, with_all, without, strict=True):
        given = target.centre(whole)
        before, after = (JUDGES[task.kind].support(output, given) for output in (whole, partial))
        if before is not None and after is not None:
            effects[task.id] = _round((before - after) / target.spread)
    return effects


def _pieces(space: FeatureSpace, row: pd.DataFrame, text: Singles) -> dict[str, tuple[Piece, ...]]:
    """The least sure pieces of the text of a ``row``, by the tasks that tag it."""
    cell = text.cell
    found = {}
    for task, target, whole, partial in zip(
        plan_shapes.tasks(space), space.targets, text.whole, text.without, strict=True
    ):
        if target.about == cell.column and cell.places:
            said = target.constrain(whole, row)[:, : len(cell.places)]
            found[task.id] = _least_sure(target, said, whole, partial)
    return found


def _least_sure(
    target: TargetEncoder, said: npt.NDArray[Any], whole: npt.NDArray[Any], partial: npt.NDArray[Any]
) -> tuple[Piece, ...]:
    """Pieces of one text in their order: ``said`` [1, tokens, K] is what is answered by ``whole`` [1, length, K],
    ``partial`` [words, length, K]."""
    (tags,) = target.decide(target.classes, said)
    chosen = said[0].argmax(axis=1)
    sure = whole[0, np.arange(len(chosen)), chosen]
    outside = [(OUTSIDE, place, place + 1) for place, tag in enumerate(tags) if tag == OUTSIDE and sure[place] < _PLAIN]
    marked = pieces(tags, are_spans(target.classes)) + outside
    asked = sorted(marked, key=lambda piece: float(sure[piece[1] : piece[2]].prod()))[:_PIECES]

    def support(output: npt.NDArray[Any], start: int, end: int) -> npt.NDArray[np.float64]:
        """How much [n] ``output`` [n, tokens, K] speaks for all tags of the piece together."""
        return log_odds(output[:, np.arange(start, end), chosen[start:end]].prod(axis=1))

    return tuple(
        Piece(
            tag=tag,
            start=start,
            end=end,
            effects=_round(support(whole, start, end) - support(partial, start, end)),
        )
        for tag, start, end in sorted(asked, key=lambda piece: piece[1])
    )


def _round(falls: npt.NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(np.round(falls, _DIGITS).astype(float).tolist())


def _read_text(text: Singles, phrases: Phrases, tagged: dict[str, tuple[Piece, ...]]) -> ReadText:
    cell = text.cell
    last = cell.places[-1][1] if cell.places else 0
    return ReadText(
        column=cell.column,
        text=cell.plain[:last],
        places=tuple(cell.places),
        effects=dict(text.effects),
        phrases=phrases,
        pieces=tagged,
        longer=bool(cell.plain[last:].strip()),
    )
