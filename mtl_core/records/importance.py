"""How much a network's answers rest on each input: types, JSON both ways, and what they say in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.records.record import Record
from mtl_core.wording import format_count, list_names

_LISTED = 6


class ColumnImportance(Record):
    """By how much a task's metric gets worse, in its unit, where an input's cells are dealt to other rows: above 0 it
    counts. ``low`` and ``high`` are the ends of the 95% interval over rows like these."""

    column: str
    fall: float
    low: float
    high: float

    @property
    def counts(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0


class TaskImportance(Record):
    """One task's inputs, those that count most first."""

    id: str  # t0, t1, …
    name: str
    metric: str
    columns: tuple[ColumnImportance, ...]


class Importances(Record):
    """Those of all tasks that could be judged, over ``rows`` test rows, each input dealt anew ``repeats`` times."""

    rows: int
    repeats: int
    tasks: tuple[TaskImportance, ...] = ()

    def counting(self) -> dict[str, tuple[str, ...]]:
        """The inputs that count for any task, with the ids of these tasks; those of most tasks first."""
        found: dict[str, list[str]] = {}
        for task in self.tasks:
            for column in task.columns:
                if column.counts:
                    found.setdefault(column.column, []).append(task.id)
        return {name: tuple(tasks) for name, tasks in sorted(found.items(), key=lambda item: -len(item[1]))}

    def sentence(self) -> str:
        """Which inputs several tasks rest on, which one alone, and of how many nothing can be told."""
        names = {task.id: task.name for task in self.tasks}
        counting = self.counting()
        told = [_list("Several tasks rest on", [name for name, tasks in counting.items() if len(tasks) > 1])]
        for task, of in names.items():
            own = [name for name, tasks in counting.items() if tasks == (task,)]
            told.append(_list(f'"{of}"{" alone" if len(names) > 1 else ""} rests on', own))
        inputs = {column.column for task in self.tasks for column in task.columns}
        if rest := len(inputs) - len(counting):
            told.append(f"Of {format_count(rest, 'other column', 'other columns')} nothing can be told from chance.")
        return " ".join(filter(None, told))


def _list(start: str, names: Sequence[str]) -> str:
    """The inputs by name, at most six of them; empty without any."""
    if not names:
        return ""
    shown = [f'"{name}"' for name in names[:_LISTED]]
    more = [f"{len(names) - _LISTED:,} more"] if len(names) > _LISTED else []
    return f"{start} {list_names([*shown, *more])}."
