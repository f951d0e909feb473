"""What a run tells while it goes on: a class for each kind of event. Tasks go by their ids (t0, t1, …); a number that
was not finite is None."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field

from mtl_core.plan.views import View
from mtl_core.records.record import Record

ByTask = dict[str, float | None]
Gradients = Literal["none", "exact", "approximate"]
Phase = Literal["preparing", "building", "training", "evaluating", "comparing", "exporting"]


class Event(Record):
    """Something that a run tells; ``epoch`` says where in the training, None outside of it."""

    kind: ClassVar[str]
    epoch: float | None = None


class PhaseEvent(Event):
    """The run enters a phase."""

    kind = "phase"
    phase: Phase


class StateEvent(Event):
    """Training stands still or goes on."""

    kind = "state"
    state: Literal["paused", "running"]
    sentence: str = ""


class NoteEvent(Event):
    """A sentence for the person."""

    kind = "note"
    sentence: str = ""


class ProgressEvent(Event):
    """The steps since the last such event, at most five times a second."""

    kind = "progress"
    epoch: float  # with the share of the one under way
    step: int = 0  # since the training began
    steps_per_epoch: int = 0
    train: ByTask = Field(default_factory=dict)  # mean losses; guessing is 1
    weights: ByTask = Field(default_factory=dict)
    """Those in force: set by the person, scaled to sum T, times the method's."""
    steps_per_second: float | None = None


class EpochEvent(Event):
    """An epoch has ended."""

    kind = "epoch"
    epoch: int  # from 1
    train: ByTask = Field(default_factory=dict)  # mean losses; guessing is 1
    validation: ByTask = Field(default_factory=dict)  # None for a task without a labelled row
    weights: ByTask = Field(default_factory=dict)  # in force, the mean over the epoch's steps
    learning_rate: float | None = None
    seconds: float | None = None
    best: dict[str, int | None] = Field(default_factory=dict)  # the epoch of each task's least validation loss so far
    turned: dict[str, int] = Field(default_factory=dict)
    """By task that learns by heart, its best epoch, after which the curve has turned."""


class Closeness(Record):
    """Two tasks, by their ids, and the mean cosine of their gradients of a block's own weights."""

    tasks: tuple[str, str]
    cosine: float


class BalanceEvent(Event):
    """How the tasks of a run with several got on, at the end of an epoch.

    Matrices are [tasks][tasks] in the order of ``weights``, None for a pair that had no labels together. Where no
    gradients were compared (``compared`` 0), ``cosines``, ``conflicts``, ``conflict_rate``, ``sizes`` and
    ``size_ratio`` are None. With a method that compares exact gradients all steps count. With the others one batch of
    training rows is looked at now and then, so seldom that it takes at most a twentieth of the time, and always in the
    first and in the last epoch: then ``lowest`` is filled. The looks before count a little, the older the less, since
    one batch shows much by chance. A run whose tasks share no weight reports weights only.
    """

    kind = "balance"
    epoch: int  # from 1
    method: str = ""  # the kind in force: "equal" where the tasks share no weight and the method needs gradients
    weights: ByTask = Field(default_factory=dict)  # as in EpochEvent
    gradients: Gradients = "none"  # what the method itself compares
    compared: int = 0  # steps of this epoch in which gradients were compared
    cosines: tuple[tuple[float | None, ...], ...] | None = None  # the mean cosine of two tasks' gradients
    conflicts: tuple[tuple[bool | float | None, ...], ...] | None = None
    """Whether two tasks pull apart (mtl_core/conflict.py); earlier versions wrote a share of steps."""
    conflict_rate: float | None = None  # the share of pairs that do; None where there was no pair
    sizes: ByTask | None = None  # mean lengths of the gradients; None for a task without labels
    size_ratio: float | None = None  # the largest of ``sizes`` by the smallest above 0; None with fewer than two
    lowest: dict[str, Closeness | None] | None = None
    """By shared block that has weights, the two tasks of the lowest cosine; None where it was not measured."""
    unanswered: int = 0  # steps of this epoch without finite gradients: the tasks counted as the preferences say
    stationary: int = 0
    """Steps of this epoch in which gradients were zero or cancelled, so that the shared layers stood still."""


class ViewsEvent(Event):
    """What the network shows of itself, at most twice a second, at the end of an epoch, and a last time with the
    weights that are ``kept``; a network with nothing to show reports none."""

    kind = "views"
    epoch: int
    kept: bool = False
    views: tuple[View, ...] = ()


class WeightsEvent(Event):
    """The person's weights of all tasks changed, as they set them; ``turn`` is that of the command."""

    kind = "weights"
    epoch: float
    before: dict[str, float] = Field(default_factory=dict, alias="from")
    after: dict[str, float] = Field(default_factory=dict, alias="to")
    turn: int | None = None


EVENTS: Mapping[str, type[Event]] = {event.kind: event for event in Event.__subclasses__()}
"""By kind."""


def parse_event(kind: str, body: Mapping[str, Any]) -> Event:
    """The event that ``to_body`` wrote. Raises KeyError for another kind, pydantic.ValidationError for another body."""
    return EVENTS[kind].model_validate(body)
