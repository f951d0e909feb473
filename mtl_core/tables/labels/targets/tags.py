"""Tags of tokens in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pandas as pd

from mtl_core.experiment import Task
from mtl_core.features.targets.tags import split
from mtl_core.tables.findings import Finding, constant, cut, error, no_labels, warning
from mtl_core.tables.labels.label_cells import Labels, texts
from mtl_core.tables.labels.targets.target_column import SeveralLabels
from mtl_core.tables.profile import ColumnProfile
from mtl_core.wording import format_count

MOST_TAGS = 200
_FEWEST = 5


class TagColumn(SeveralLabels):
    """Cells that hold a tag for each token of a text."""

    def suits(self, column: ColumnProfile) -> int:
        """Cells that go with a text, token by token."""
        return 4 * bool(column.tokens)

    def reason(self, column: ColumnProfile) -> str:
        """Which text."""
        template = 'Its cells hold a tag for each token of "{text}", so the task is to tag the tokens of new texts.'
        return template.format(text=column.tokens)

    def fields(self, column: ColumnProfile) -> Mapping[str, Any]:
        """The text."""
        return {"tokens": column.tokens}

    def read(self, frame: pd.DataFrame, task: Task) -> Labels:
        """Tuples [n], None where missing."""
        return split(texts(frame[task.column]))

    def find_fault(self, task: Task, frame: pd.DataFrame, known: Labels) -> Finding | None:
        """What makes tags impossible to learn, above all a row that has not one for each token."""
        if not len(known):
            return no_labels(task)
        if fault := _uneven(task, frame, self.read(frame, task)):
            return fault
        different = set(chain(*known))
        if len(different) == 1:
            return constant(task, next(iter(different)))
        if len(different) > MOST_TAGS:
            template = (
                'Task "{column}" has {count:,} different tags, expected at most {most}, so it looks like a text; '
                "do not predict it."
            )
            return error(task.column, template, "drop task", count=len(different), most=MOST_TAGS)
        return None

    def find_warnings(self, task: Task, frame: pd.DataFrame, known: Labels) -> Iterator[Finding]:
        """What should be known of tags that can be learnt."""
        counts = Counter(chain(*known))
        rare = sorted((tag for tag in counts if counts[tag] < _FEWEST), key=lambda tag: counts[tag])
        if rare:
            template = (
                'Task "{column}": {count} of {total} tags are given to fewer than {least} tokens, such as "{tag}".'
            )
            yield warning(task.column, template, count=len(rare), total=len(counts), least=_FEWEST, tag=cut(rare[0]))


def _uneven(task: Task, frame: pd.DataFrame, found: Labels) -> Finding | None:
    """The first row whose tags are not as many as its text's tokens."""
    text = str(task.tokens)
    tokens = [() if words is None else words for words in split(texts(frame[text]))]
    for row, tags in enumerate(found):
        if tags is not None and len(tags) != len(tokens[row]):
            template = (
                'Task "{column}": row {row:,} has {tags} for the {tokens} of "{text}", expected one for '
                "each; correct that row in the file or empty its cell and bring it again, or do not predict it."
            )
            counts = {
                "tags": format_count(len(tags), "tag", "tags"),
                "tokens": format_count(len(tokens[row]), "token", "tokens"),
            }
            return error(task.column, template, "another table", "drop task", row=row + 1, text=text, **counts)
    return None


COLUMN = TagColumn()
