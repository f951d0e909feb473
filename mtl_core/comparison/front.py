"""Which candidates no other beats on all tasks at once: the Pareto front of plain numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.wording import list_names

Name = TypeVar("Name", bound=str | int)
_ALL = "By the numbers alone, none of these {count} is beaten on all tasks; how sure that is, the intervals say."
_SOME = (
    "By the numbers alone, beaten by none on all tasks: {names}. Each of the others is no better at any task, and "
    "worse at one, than one of these; how sure that is, the intervals say."
)


def find_front(values: Mapping[Name, Mapping[str, float]]) -> list[Name]:
    """The candidates of which none other is as good at every task and better at one. ``values`` has by candidate and
    task how good it is, more is better; who lacks a task that another has is passed over."""
    tasks = dict.fromkeys(task for by_task in values.values() for task in by_task)
    known = {name: [by[task] for task in tasks] for name, by in values.items() if by.keys() == tasks.keys()}
    return [name for name, mine in known.items() if not any(_beats(other, mine) for other in known.values())]


def _beats(one: Sequence[float], other: Sequence[float]) -> bool:
    return one != other and all(mine >= its for mine, its in zip(one, other, strict=True))


def turn(metric: str, value: float) -> float:
    """The value so that more is better."""
    return -value if metric in LOWER_IS_BETTER else value


def tell_front(values: Mapping[str, Mapping[str, float]]) -> list[str]:
    """It in a sentence; nothing for a single task, or a single candidate."""
    tasks = {task for by_task in values.values() for task in by_task}
    complete = [name for name, by_task in values.items() if by_task.keys() == tasks]
    if len(tasks) < 2 or len(complete) < 2:
        return []
    front = find_front(values)
    template = _ALL if len(front) == len(complete) else _SOME
    return [template.format(count=len(complete), names=list_names([f"“{name}”" for name in front]))]
