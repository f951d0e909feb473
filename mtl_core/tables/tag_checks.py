"""What stands against tags of tokens as a task; it knows no inputs and no network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Task
from mtl_core.features.tags import split
from mtl_core.tables.findings import Finding, constant, cut, error, no_labels, warning
from mtl_core.tables.labels import labels, texts

MOST_TAGS = 200
_FEWEST = 5


def tag_fault(task: Task, frame: pd.DataFrame, known: npt.NDArray[Any]) -> Finding | None:
    """What makes tags impossible to learn, above all a row that has not one for each token."""
    if not len(known):
        return no_labels(task)
    if fault := _uneven(task, frame):
        return fault
    different = set(chain(*known))
    if len(different) == 1:
        return constant(task, next(iter(different)))
    if len(different) > MOST_TAGS:
        template = (
            'Task "{column}" has {count:,} different tags, expected at most {most}; if it is a text, choose another '
            "column."
        )
        return error(task.column, template, "drop task", count=len(different), most=MOST_TAGS)
    return None


def tag_warnings(task: Task, frame: pd.DataFrame, known: npt.NDArray[Any]) -> Iterator[Finding]:
    """What should be known of tags that can be learnt."""
    counts = Counter(chain(*known))
    rare = sorted((tag for tag in counts if counts[tag] < _FEWEST), key=lambda tag: counts[tag])
    if rare:
        template = 'Task "{column}": {count} of {total} tags are given to fewer than {least} tokens, such as "{tag}".'
        yield warning(task.column, template, count=len(rare), total=len(counts), least=_FEWEST, tag=cut(rare[0]))


def _uneven(task: Task, frame: pd.DataFrame) -> Finding | None:
    """The first row whose tags are not as many as its text's tokens."""
    text = str(task.tokens)
    tokens = [() if words is None else words for words in split(texts(frame[text]))]
    for row, tags in enumerate(labels(frame, task)):
        if tags is not None and len(tags) != len(tokens[row]):
            template = (
                'Task "{column}": row {row:,} has {tags} tags for the {tokens} tokens of "{text}", expected one for '
                "each; correct that row or leave its cell empty."
            )
            found = {"tags": len(tags), "tokens": len(tokens[row]), "text": text}
            return error(task.column, template, "drop task", row=row + 1, **found)
    return None
