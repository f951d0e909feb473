"""Learning a feature space from training rows: which encoder each column gets, and which columns say nothing.

It sees the training rows alone, so that nothing of the others can leak into what is learnt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment, Task
from mtl_core.features.column_encoder import ColumnEncoder
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.columns.text import TextColumn
from mtl_core.features.pieces import most_pieces
from mtl_core.features.space import ENCODERS, TARGET_KINDS, FeatureSpace, LeftOut
from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.features.text_input import TextReading
from mtl_core.features.tokenizer import SPACES
from mtl_core.features.word_pieces import PieceColumn, Pretrained
from mtl_core.text_encoders import TEXT_ENCODERS


def fit(
    frame_train: pd.DataFrame,
    experiment: Experiment,
    formats: Mapping[str, ColumnFormat] | None = None,
    pretrained: Pretrained | None = None,
) -> FeatureSpace:
    """The space of an experiment, learnt from ``frame_train``; raises ExperimentError.

    ``formats`` says how typed columns were written, so that new files may hold them as text; ``pretrained`` is the
    encoder that is to read texts, where it brings its own vocabulary.
    """
    formats = formats or {}
    columns = [
        _learner(name, experiment, pretrained)(name, frame_train[name], formats.get(name, AS_WRITTEN))
        for name in experiment.input_names
    ]
    if experiment.numbers.embedding == "piecewise":
        most = most_pieces(len(columns))
        columns = [column.in_pieces(frame_train[column.name], most) for column in columns]
    targets = [fit_target(frame_train, experiment.with_text(task), formats, columns) for task in experiment.tasks]
    useful = tuple(column for column in columns if _tells(column))
    if not useful:
        template = (
            "No column is left to learn from: of {count} input columns, none has two values that the training rows "
            "could learn from; use more columns."
        )
        raise ExperimentError(template.format(count=len(columns)))
    left_out = tuple(
        _left_out(column.name, experiment.columns[column.name].kind) for column in columns if not _tells(column)
    )
    return FeatureSpace(useful, tuple(targets), left_out)


def fit_target(
    frame_train: pd.DataFrame,
    task: Task,
    formats: Mapping[str, ColumnFormat],
    columns: Sequence[ColumnEncoder],
) -> TargetEncoder:
    """How one task is encoded, beside input columns as they were learnt. Raises ExperimentError."""
    return TARGET_KINDS[task.kind].fit(task, frame_train, formats, columns)


def _learner(name: str, experiment: Experiment, pretrained: Pretrained | None) -> Callable[..., ColumnEncoder]:
    """What learns a column's encoding from name, cells and format."""
    kind = experiment.columns[name].kind
    if not COLUMN_KINDS[kind].is_text:
        return ENCODERS[kind].fit
    tagged = name in experiment.tagged.values()
    reading = _reading(experiment, tagged)
    if pretrained and tagged:
        template = (
            'The words of column "{name}" are to be tagged, which a pretrained encoder is not made for here; choose '
            "another text encoder, such as bilstm."
        )
        raise ExperimentError(template.format(name=name))
    if pretrained:
        return partial(PieceColumn.fit, reading=reading, pretrained=pretrained)
    return partial(TextColumn.fit, reading=reading)


def _reading(experiment: Experiment, tagged: bool) -> TextReading:
    """How a text is read; one whose tokens are tagged is cut at its spaces, and as long as may be."""
    text = experiment.text
    if tagged:
        return TextReading(
            SPACES, text.lowercase, text.vocabulary, text.min_count, 100.0, text.longest, spelling=text.spelling
        )
    return TextReading(
        text.tokens,
        text.lowercase,
        text.vocabulary,
        text.min_count,
        text.percentile,
        text.longest,
        pairs=TEXT_ENCODERS[text.encoder].pairs,
    )


def _tells(column: ColumnEncoder) -> bool:
    """Whether the network gets anything of this column."""
    return column.numbers > 0 or column.vocabulary > 0 or column.length > 0


def _left_out(name: str, kind: str) -> LeftOut:
    template = (
        'Column "{name}" is not used: read as {kind}, it has no two values that the training rows could learn from.'
    )
    return LeftOut(name, template.format(name=name, kind=kind.replace("_", "-")))
