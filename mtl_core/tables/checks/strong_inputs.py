"""Which input columns tell so much of a task, compared with the others, that they should be asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from mtl_core.tables.findings import Finding, warning

_MUCH = 0.8
_HALF = 0.5
_TIMES = 3.0  # as much as the next best input


class _Strong(NamedTuple):
    share: float
    others: float  # what the next best input tells
    task: str


def find_strong(shares: Mapping[str, Mapping[str, float]]) -> Iterator[Finding]:
    """A question about each input that tells at least 80 % of a task, or half of it and thrice as much as any other.

    ``shares`` has by task and input the share of the task's variance that the input alone tells, from 0 to 1. Both
    limits ask about a cost beside a length of stay and the last grade but one beside the last.
    """
    found: dict[str, _Strong] = {}
    for task, told in shares.items():
        for name, share in told.items():
            others = max((other for rival, other in told.items() if rival != name), default=0.0)
            if share >= _MUCH or (share >= _HALF and share >= _TIMES * others):
                found[name] = max(found.get(name, _Strong(0, 0, "")), _Strong(share, others, task))
    for name, strong in found.items():
        template = (
            'Column "{column}" alone tells {share:.0%} of the differences in task "{task}", the next best column '
            "{others:.0%}; if it becomes known only with the answer or after it, leave it out."
        )
        yield warning(name, template, "leave out", **strong._asdict())
