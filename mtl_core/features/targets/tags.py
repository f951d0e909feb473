"""Tasks that tag each token of a text: a cell holds a tag for each, set apart by blanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError, ExperimentError
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.named_columns import cells
from mtl_core.features.tag_marks import OUTSIDE, are_spans, find_breaks
from mtl_core.features.tag_paths import find_paths
from mtl_core.features.targets.target_encoder import Encoded, TargetEncoder, as_column
from mtl_core.features.text_input import TextInput
from mtl_core.features.tokenizer import SPACES
from mtl_core.features.values import in_order

if TYPE_CHECKING:
    from mtl_core.experiment import Task
    from mtl_core.features.column_encoder import ColumnEncoder


def split(labels: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Cells [n], None where missing, as tuples of what stands between blanks."""
    found = np.empty(len(labels), dtype=object)
    for row, label in enumerate(labels):
        found[row] = None if label is None else tuple(label.split())
    return found


def commonest(known: npt.NDArray[np.object_]) -> str:
    """The tag to give a token of which nothing is known: O, or the commonest of these tuples."""
    counts = Counter(tag for tags in known for tag in tags)
    return OUTSIDE if OUTSIDE in counts else max(counts, key=lambda tag: counts[tag])


def _with_outside(tags: Sequence[str]) -> tuple[str, ...]:
    """The tags, and with them the one that stands around a text."""
    return tuple(dict.fromkeys((*tags, OUTSIDE)))


def fit_to_count(tags: Sequence[str], count: int, rest: str) -> tuple[str, ...]:
    """Exactly ``count`` tags: those beyond are dropped, those that lack are ``rest``."""
    return (*tags[:count], *(rest,) * (count - len(tags)))


@dataclass(frozen=True)
class TagTarget(TargetEncoder):
    """A tag for each token of the column ``text``, of which the network sees ``length`` a row; those beyond are
    answered ``rest``."""

    name: str
    kind: str
    format: ColumnFormat
    text: str
    text_format: ColumnFormat
    length: int
    rest: str
    classes: tuple[str, ...]
    notes: tuple[str, ...]
    shown: tuple[str, ...] | None = None  # pairs of tags of training rows that break a span; None: any pair may stand

    def __post_init__(self) -> None:
        known = len(set(self.classes)) == len(self.classes) > 1 and self.rest in self.classes
        paired = all(len(pair) == 2 and set(pair) <= set(_with_outside(self.classes)) for pair in self._pairs)
        if not (known and paired and self.length > 0):
            raise DataError(f'What is stored about task "{self.name}" is damaged: its tags do not fit its kind.')

    @classmethod
    def fit(
        cls,
        task: Task,
        frame: pd.DataFrame,
        formats: Mapping[str, ColumnFormat],
        columns: Sequence[ColumnEncoder] = (),
    ) -> Self:
        """Learn the tags of the training rows; the text is one of ``columns``. Raises ExperimentError."""
        texts = {column.name: column for column in columns if isinstance(column, TextInput)}
        text = texts.get(task.tokens or "")
        if text is None or not text.length or text.cutting != SPACES:
            template = (
                'Task "{name}" tags the tokens of "{text}", expected two or more different texts that are read by '
                "their spaces; choose another task, or train a new network."
            )
            raise ExperimentError(template.format(name=task.column, text=task.tokens))
        format = formats.get(task.column, AS_WRITTEN).learn(frame[task.column])
        found = split(format.labels(frame[task.column]))
        known = found[~pd.isna(found)]
        classes = tuple(in_order(tag for tags in known for tag in tags))
        if len(classes) < 2:
            template = (
                'Task "{name}" cannot be learnt: different tags in its training rows: {count}, expected at least 2; '
                "choose another split or another column."
            )
            raise ExperimentError(template.format(name=task.column, count=len(classes)))
        rest = commonest(known)
        shown = _find_broken(known, classes) if are_spans(classes) else None
        notes = _notes(task.column, [len(tags) for tags in known], text.length, rest) + _broken_note(task.column, shown)
        return cls(task.column, task.kind, format, text.name, text.format, text.length, rest, classes, notes, shown)

    @property
    def outputs(self) -> int:
        """One logit per tag, for each token."""
        return len(self.classes)

    @classmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The tuples of one tag per token [n] of ``output`` [n, length, K]."""
        labels: npt.NDArray[Any] = np.array(classes, dtype=object)
        return as_column([tuple(labels[row]) for row in output.argmax(axis=2)])

    def constrain(self, output: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Whether each token has each tag [n, length, K] in the likeliest tags that break no span, but as training
        rows do; what stands behind a row's tokens counts for nothing."""
        if self.shown is None:
            return output
        states = _with_outside(self.classes)
        breaks = find_breaks(states)
        for before, behind in self._pairs:
            breaks[states.index(before), states.index(behind)] = False
        counts = np.minimum(self.counts(frame), output.shape[1])
        return np.eye(self.outputs, dtype=bool)[find_paths(output, counts, breaks, states.index(OUTSIDE))]

    @property
    def _pairs(self) -> list[list[str]]:
        return [pair.split() for pair in self.shown or ()]

    @property
    def about(self) -> str:
        """The text."""
        return self.text

    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Tuples of tags [n], None where missing."""
        return split(self.format.labels(cells(frame, self.name)))

    def encode(self, frame: pd.DataFrame) -> Encoded:
        """The place of each token's tag in ``classes``, and whether it is known: both [n, length].

        A row with another number of tags than of tokens counts as missing.
        """
        place = {tag: number for number, tag in enumerate(self.classes)}
        values = np.zeros((len(frame), self.length), dtype=np.float32)
        mask = np.zeros(values.shape, dtype=np.bool_)
        for row, (tags, count) in enumerate(zip(self.truth(frame), self.counts(frame), strict=True)):
            if tags is not None and len(tags) == count:
                numbers = [place.get(tag, -1) for tag in tags[: self.length]]
                values[row, : len(numbers)] = np.maximum(numbers, 0)
                mask[row, : len(numbers)] = np.greater_equal(numbers, 0)
        return values, mask

    def per_row(self, frame: pd.DataFrame) -> Encoded:
        """The share of each tag among the tokens of a row, and whether they are known: both [n, K]."""
        values, mask = self.encode(frame)
        counts = np.stack([(mask & (values == place)).sum(axis=1) for place in range(self.outputs)], axis=1)
        total = mask.sum(axis=1, keepdims=True)
        return (counts / np.maximum(total, 1)).astype(np.float32), np.repeat(total > 0, self.outputs, axis=1)

    def to_cells(self, answers: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Tags set apart by blanks, as many as each row has tokens."""
        pairs = zip(answers, self.counts(frame), strict=True)
        joined = [None if tags is None else " ".join(fit_to_count(tags, count, self.rest)) for tags, count in pairs]
        return np.array(joined, dtype=object)

    def tokens(self, frame: pd.DataFrame) -> list[tuple[str, ...]]:
        """The tokens of each row, all of them."""
        texts = self.text_format.labels(cells(frame, self.text))
        return [() if text is None else tuple(text.split()) for text in texts]

    def counts(self, frame: pd.DataFrame) -> list[int]:
        """How many tokens each row has."""
        return [len(tokens) for tokens in self.tokens(frame)]


def _find_broken(known: npt.NDArray[np.object_], classes: Sequence[str]) -> tuple[str, ...]:
    """The pairs of neighbours in these tuples of tags that break a span, with a blank between."""
    states = _with_outside(classes)
    place, breaks = {tag: number for number, tag in enumerate(states)}, find_breaks(states)
    pairs = {pair for tags in known for pair in pairwise((OUTSIDE, *tags, OUTSIDE))}
    return tuple(sorted(f"{before} {behind}" for before, behind in pairs if breaks[place[before], place[behind]]))


def _notes(name: str, counts: Sequence[int], length: int, rest: str) -> tuple[str, ...]:
    """What is said of texts that are longer than what the network sees."""
    beyond = [count - length for count in counts if count > length]
    template = (
        'Task "{name}": {texts:,} training texts have more than the {length:,} tokens that are kept; their {tags:,} '
        'tags beyond do not train, and such tokens are answered "{rest}".'
    )
    told = template.format(name=name, texts=len(beyond), length=length, tags=sum(beyond), rest=rest)
    return (told,) if beyond else ()


def _broken_note(name: str, shown: tuple[str, ...] | None) -> tuple[str, ...]:
    """What is said of training rows in which spans begin or end without their mark."""
    if not shown:
        return ()
    template = (
        'Task "{name}": in training rows, tags next to each other break a span ({pairs}{more}), so answers may, too; '
        "those that no training row has are never answered."
    )
    more = f" and {len(shown) - 3:,} more" if len(shown) > 3 else ""
    return (template.format(name=name, pairs=", ".join(f'"{pair}"' for pair in shown[:3]), more=more),)


TARGET = TagTarget
