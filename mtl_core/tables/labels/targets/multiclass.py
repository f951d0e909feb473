"""Classes in a table."""

from __future__ import annotations

from mtl_core.tables.labels.targets.classes import MOST_CLASSES, ClassColumn, holds_classes, is_short_scale
from mtl_core.tables.profile import ColumnProfile


class MulticlassColumn(ClassColumn):
    """One of two or more labels."""

    def suits(self, column: ColumnProfile) -> int:
        """Columns of labels that are not too many."""
        return int(holds_classes(column) and 1 < column.unique <= MOST_CLASSES)

    def reason(self, column: ColumnProfile) -> str:
        """How many there are."""
        if is_short_scale(column):
            template = (
                "It is a whole number with only {unique:,} different values, read as classes; regression is possible "
                "too."
            )
            return template.format(unique=column.unique)
        return f"It has {column.unique:,} different labels, so the task is to name the right one."


COLUMN = MulticlassColumn()
