"""The settings that a search may change and between which values: the one place that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic.fields import FieldInfo

from mtl_core.experiment import BALANCING, SHARING, Experiment, HardSharing, Settings, Training, limits
from mtl_core.records.searches import Drawn
from mtl_core.wording import format_number

SHARING_KIND, BALANCING_KIND = "sharing.kind", "balancing.kind"
_WAYS = ("hard", "soft", "cross_stitch", "mmoe", "adapters")
"""Of each family of ways of sharing the simplest, since a small budget cannot try them all."""


@dataclass(frozen=True)
class Range:
    """Numbers between two ends, both included; ``log``: as many below the geometric mean of the ends as above."""

    path: str
    low: float
    high: float
    log: bool = False

    @property
    def field(self) -> FieldInfo:
        """The field of the experiment."""
        return _field(self.path)

    @property
    def whole(self) -> bool:
        """Whether only whole numbers count."""
        return self.field.annotation is int

    @property
    def title(self) -> str:
        """What the field is called."""
        return self.field.title or self.path

    def format(self, value: float | str) -> str:
        """A value in words."""
        return format_number(float(value))

    def holds(self, value: float | str) -> bool:
        """Whether the value lies between the ends."""
        return not isinstance(value, str) and self.low <= value <= self.high

    def within_limits(self) -> Range:
        """The part of it that the field's own limits allow."""
        low, high = limits(self.field)
        return Range(self.path, max(self.low, low), min(self.high, high), self.log)

    def reaching(self, value: float) -> Range:
        """The same, widened as far as ``value``; in even steps where a logarithm has no place for it."""
        low, high = min(self.low, value), max(self.high, value)
        return Range(self.path, low, high, self.log and low > 0)


@dataclass(frozen=True)
class Choice:
    """One of several kinds, by their ids; ``titles`` are what people call them."""

    path: str
    title: str
    titles: Mapping[str, str]

    def format(self, value: float | str) -> str:
        """A value in words."""
        return self.titles[str(value)]

    def holds(self, value: float | str) -> bool:
        """Whether it is one of them."""
        return value in self.titles


Dimension = Range | Choice

_RANGES = (
    Range("training.learning_rate", 0.0005, 0.03, log=True),
    Range("sharing.units", 16, 256, log=True),
    Range("sharing.layers", 1, 4),
    Range("sharing.dropout", 0.0, 0.5),
)
_SHARED_DEPTH = Range("sharing.depth", 0, 4)


def span(experiment: Experiment) -> tuple[Dimension, ...]:
    """What may be changed of this experiment; its own values are always among those that may be drawn.

    Sharing and balancing take part where there are several tasks to share or to balance.
    """
    several = len(experiment.tasks) > 1
    ranges = (*_RANGES, *([_SHARED_DEPTH] if several else []))
    choices = (_choose_sharing(experiment), _choose_balancing(experiment)) if several else ()
    own = {path: value for path, value in _own(experiment).items() if value is not None}
    return (*(_reach(wanted.within_limits(), own) for wanted in ranges), *choices)


def own_values(experiment: Experiment) -> Drawn:
    """The values that the experiment has, one for each dimension; where its way of sharing has no such field, the
    least value, which changes nothing there."""
    own = _own(experiment)
    lows = {each.path: each.low for each in span(experiment) if isinstance(each, Range)}
    return {each.path: lows[each.path] if (v := own[each.path]) is None else v for each in span(experiment)}


def apply(experiment: Experiment, drawn: Drawn) -> Experiment:
    """The experiment with the values drawn; its own values give the experiment itself. Raises ExperimentError."""
    return experiment.with_changes(list_changes(experiment, drawn))


def list_changes(experiment: Experiment, drawn: Drawn) -> dict[str, int | float | str]:
    """The fields that the values drawn change, by path, without those that the way of sharing does not have."""
    own = _own(experiment)
    kinds = {path: drawn[path] for path in (SHARING_KIND, BALANCING_KIND) if drawn.get(path, own[path]) != own[path]}
    start = _own(experiment.with_changes(kinds))
    return kinds | {path: value for path, value in drawn.items() if start[path] not in (None, value)}


def holds(experiment: Experiment, drawn: Drawn) -> bool:
    """Whether the values could have been drawn for this experiment."""
    dimensions = {each.path: each for each in span(experiment)}
    return drawn.keys() == dimensions.keys() and all(dimensions[path].holds(value) for path, value in drawn.items())


def format_settings(experiment: Experiment, drawn: Drawn) -> str:
    """The settings that the values drawn change, in words."""
    changes = list_changes(experiment, drawn)
    return ", ".join(
        f"{each.title} {each.format(changes[each.path])}" for each in span(experiment) if each.path in changes
    )


def _own(experiment: Experiment) -> dict[str, int | float | str | None]:
    """The experiment's own value of all that may ever be changed; None where its way of sharing has no such field."""
    sharing = experiment.sharing
    return {
        "training.learning_rate": experiment.training.learning_rate,
        **{each.path: getattr(sharing, each.path.partition(".")[2], None) for each in (*_RANGES[1:], _SHARED_DEPTH)},
        SHARING_KIND: sharing.kind,
        BALANCING_KIND: experiment.balancing.kind,
    }


def _reach(wanted: Range, own: Mapping[str, int | float | str]) -> Range:
    value = own.get(wanted.path)
    return wanted if value is None else wanted.reaching(float(value))


def _choose_sharing(experiment: Experiment) -> Choice:
    kinds = dict.fromkeys((*_WAYS, experiment.sharing.kind))
    return Choice(SHARING_KIND, "Way of sharing", {kind: SHARING[kind].title for kind in kinds})


def _choose_balancing(experiment: Experiment) -> Choice:
    """The methods that everybody sees, and the one in use."""
    kinds = [kind for kind, settings in BALANCING.items() if not settings.research]
    return Choice(
        BALANCING_KIND,
        "Balancing",
        {kind: BALANCING[kind].title for kind in dict.fromkeys((*kinds, experiment.balancing.kind))},
    )


def _field(path: str) -> FieldInfo:
    group, _, name = path.partition(".")
    return _GROUPS[group].model_fields[name]


_GROUPS: Mapping[str, type[Settings]] = {"training": Training, "sharing": HardSharing}
