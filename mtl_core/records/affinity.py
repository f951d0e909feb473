"""How much learning one task helps another: types, JSON both ways, and what they say in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from mtl_core.records.record import FiniteRecord
from mtl_core.wording import format_count, list_names

Rows = tuple[tuple[float | None, ...], ...]
"""[tasks][tasks], row: the task that is learnt, column: the task that is helped; None where a pair had no labels in
common."""

_LISTED = 8  # tasks that a sentence tells of
_HELPS = 'Learning "{source}" helps {targets}.'
_HURTS = 'Learning "{source}" hurts {targets}.'
_BOTH = 'Learning "{source}" helps {helped}, and hurts {hurt}.'
_NOTHING = "Whether learning one task helps another cannot be told from chance."
_REST = "Of all other pairs nothing can be told from chance."


class AffinityLook(FiniteRecord):
    """What was seen at the end of ``epoch`` (from 1): the share by which a task's loss gets
    smaller by a step on another one alone, as it was (``ahead``), and as gradients foretell it (``first_order``)."""

    epoch: int
    ahead: Rows
    first_order: Rows


class Affinity(FiniteRecord):
    """The share by which a step on one task alone makes another task's loss smaller: above 0 it helps. ``low`` and
    ``high`` are the ends of its 95% interval; None where it was looked at too seldom for one."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def sign(self) -> int:
        """1 helps or -1 hurts where the whole interval lies on one side of 0; else 0, since nothing can be told."""
        if self.low is None or self.high is None:
            return 0
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


class Affinities(FiniteRecord):
    """Between all tasks of a run, by name in their order; ``ahead`` and ``first_order`` are as of ``AffinityLook``, the
    mean over the ``epochs`` looked at, with steps of the learning ``rate``."""

    tasks: tuple[str, ...]
    rate: float
    epochs: tuple[int, ...]
    ahead: tuple[tuple[Affinity | None, ...], ...]
    first_order: tuple[tuple[Affinity | None, ...], ...]

    def sentence(self) -> str:
        """Who helps and who hurts whom, as far as it can be told."""
        if not self.tells:
            return _NOTHING
        told = [said for source in range(len(self.tasks)) if (said := self._tell(source))]
        more = len(told) - _LISTED
        rest = f"{format_count(more, 'more task helps or hurts', 'more tasks help or hurt')} others."
        shown = [*told[:_LISTED], *([rest] if more > 0 else [])]
        undecided = not all(each.sign for _, _, each in self.pairs)
        return " ".join([*shown, *([_REST] if undecided else [])])

    @property
    def pairs(self) -> list[tuple[int, int, Affinity]]:
        """The places of any two different tasks, the one that is learnt first, and what is known of them."""
        cells = [(one, other, each) for one, row in enumerate(self.ahead) for other, each in enumerate(row)]
        return [(one, other, each) for one, other, each in cells if one != other and each is not None]

    @property
    def tells(self) -> bool:
        """Whether anything can be told of any two tasks."""
        return any(each.sign for _, _, each in self.pairs)

    def hurting(self, task: str) -> tuple[str, ...]:
        """The tasks that are known to hurt the one of that name."""
        place = self.tasks.index(task)
        cells = [(name, row[place]) for name, row in zip(self.tasks, self.ahead, strict=True) if name != task]
        return tuple(name for name, cell in cells if cell and cell.sign < 0)

    def _tell(self, source: int) -> str:
        """What learning that task does to others; empty where nothing can be told."""
        helped, hurt = (_quote(self._others(source, sign)) for sign in (1, -1))
        template = _BOTH if helped and hurt else _HELPS if helped else _HURTS if hurt else ""
        return template.format(source=self.tasks[source], targets=helped or hurt, helped=helped, hurt=hurt)

    def _others(self, source: int, sign: int) -> list[str]:
        pairs = zip(self.tasks, self.ahead[source], strict=True)
        return [name for place, (name, each) in enumerate(pairs) if place != source and each and each.sign == sign]


def _quote(names: Sequence[str]) -> str:
    return list_names([f'"{name}"' for name in names])
