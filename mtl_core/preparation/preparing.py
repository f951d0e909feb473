"""From a table and an experiment to what training starts from: parts, encoding, plan."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pandas as pd

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.features import plan_shapes
from mtl_core.features.fit import fit, fit_target
from mtl_core.features.space import FeatureSpace
from mtl_core.features.text_input import TextInput
from mtl_core.features.word_pieces import Pretrained
from mtl_core.plan import MOST_PARAMETERS, Plan, plan
from mtl_core.pretrained import presets
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.association import associations, columns_of
from mtl_core.tables.splits.splitting import Parts, split, split_column

_TOKENS = {
    "words": "words",
    "characters": "characters",
    "spaces": "words with spaces between them",
    "pieces": "pieces of words",
}


@dataclass(frozen=True)
class Prepared:
    """Which rows do what, how their columns are encoded, and the network for them."""

    parts: Parts
    space: FeatureSpace
    plan: Plan


@dataclass(frozen=True)
class TextStats:
    """How a text column is read: ``length`` tokens of a text, out of ``vocabulary``; shares are from 0 to 1.

    What is unseen or cut is measured on validation rows, on training rows if there are no others.
    """

    column: str
    tokens: str  # words, characters or spaces
    vocabulary: int
    length: int
    unseen_share: float  # of the words, not in the vocabulary
    cut_share: float  # of the texts, longer than ``length``
    pairs: bool  # whether beginnings of words and pairs of neighbours count as tokens

    def sentence(self) -> str:
        """The facts in words."""
        template = (
            'Column "{column}" is read as {tokens}: {unseen_share:.1%} of them are not in the vocabulary of '
            "{vocabulary:,}, and {cut_share:.1%} of the texts are longer than the {length:,} tokens that are kept."
        )
        return template.format(**{**asdict(self), "tokens": _TOKENS[self.tokens]})


def text_stats(ready: Prepared, frame: pd.DataFrame) -> tuple[TextStats, ...]:
    """The facts of each text column; ``frame`` holds the table's rows."""
    rows = frame.take(ready.parts.validation if len(ready.parts.validation) else ready.parts.train)
    texts = [column for column in ready.space.columns if isinstance(column, TextInput)]
    return tuple(
        TextStats(
            column=column.name,
            tokens=column.cutting,
            vocabulary=column.known,
            length=column.length,
            pairs=column.with_pairs,
            **asdict(column.coverage(rows[column.name])),
        )
        for column in texts
    )


def prepare(dataset: Dataset, experiment: Experiment) -> Prepared:
    """Split the table and learn the encoding from its training rows. Raises DataError and ExperimentError."""
    return prepare_columns(dataset, dataset.values(experiment, columns(experiment)), experiment)


def prepare_columns(dataset: Dataset, frame: pd.DataFrame, experiment: Experiment) -> Prepared:
    """``prepare`` where at least ``columns`` of the table are in memory, as ``frame``."""
    parts = split(frame, experiment)
    space = fit(frame.take(parts.train), experiment, dataset.formats(experiment), _find_pretrained(experiment))
    return Prepared(parts, space, plan(experiment, plan_shapes.inputs(space), plan_shapes.tasks(space)))


def _find_pretrained(experiment: Experiment) -> Pretrained | None:
    preset = presets.preset_of(experiment)
    return preset.encoder if preset else None


def prepare_extension(
    dataset: Dataset, frame: pd.DataFrame, parts: Parts, before: FeatureSpace, experiment: Experiment
) -> Prepared:
    """The encoding ``before`` and the network of its tasks, with the last task of ``experiment`` besides, learnt on the
    training rows among ``parts``. Raises DataError and ExperimentError."""
    task = experiment.with_text(experiment.tasks[-1])
    target = fit_target(frame.take(parts.train), task, dataset.formats(experiment), before.columns)
    space = FeatureSpace(before.columns, (*before.targets, target), before.left_out)
    drawn = plan(experiment, plan_shapes.inputs(space), plan_shapes.tasks(space))
    require_size(drawn)
    return Prepared(parts, space, drawn)


def relate_tasks(dataset: Dataset, experiment: Experiment) -> Experiment:
    """The experiment, whose way of sharing is told how strongly the tasks' labels go together in the training rows.

    Raises DataError and ExperimentError.
    """
    frame = dataset.values(experiment, columns(experiment))
    rows = frame.take(split(frame, experiment).train)
    targets = fit(rows, experiment, dataset.formats(experiment), _find_pretrained(experiment)).targets
    found = associations([columns_of(*target.per_row(rows), len(target.classes)) for target in targets]).tolist()
    names = experiment.task_names
    strengths = {(t, s): found[i][j] for i, t in enumerate(names) for j, s in enumerate(names)}
    return experiment.model_copy(update={"sharing": experiment.sharing.with_strengths(strengths)})


def columns(experiment: Experiment) -> list[str]:
    """The columns of the table that the experiment needs: inputs, tasks, and what it is split by."""
    by = split_column(experiment)
    dealt = [name for task in experiment.split.tasks for name in task.sources]
    needed = (*experiment.input_names, *experiment.label_columns, *dealt, *([by] if by else []))
    return list(dict.fromkeys(needed))


def require_size(plan: Plan) -> None:
    """Refuse a network that is too large to train. Raises ExperimentError."""
    if plan.parameters > MOST_PARAMETERS:
        template = (
            "The network would have {received:,} parameters; at most {most:,} can be trained, so lower its width, its "
            "depth or its number of inputs."
        )
        raise ExperimentError(template.format(received=plan.parameters, most=MOST_PARAMETERS))
