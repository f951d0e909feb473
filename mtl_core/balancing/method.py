"""What every balancing method is: losses (and the tasks' Gramian) in, one weight per task out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

import tensorflow as tf

from mtl_core.experiment import BalancingSettings

State = Any  # nested tuples of tensors
S = TypeVar("S", bound=BalancingSettings)


class Tasks(NamedTuple):
    """What a method may know of the run: whether each task tells classes apart, steps in an epoch, the run's seed."""

    classify: tuple[bool, ...]
    steps_per_epoch: int
    seed: int

    @property
    def number(self) -> int:
        """T."""
        return len(self.classify)


class Seen(NamedTuple):
    """What a method sees of one step.

    ``losses`` [T] are normalised (guessing = 1); ``preferences`` [T] are the weights that a person set, which stand in
    neither losses nor gradients. ``active`` [T] says which tasks have labels in this batch and a weight above 0; only
    these take part, the others' losses are 0, and so are their rows and columns of ``gramian`` = J Jᵀ [T, T] (float64)
    of the shared layers' gradients, which is scaled to a mean diagonal of 1. ``step`` counts the steps before.
    """

    losses: tf.Tensor
    preferences: tf.Tensor
    active: tf.Tensor
    step: tf.Tensor
    gramian: tf.Tensor | None = None

    @property
    def wanted(self) -> tf.Tensor:
        """The preferences [T] in float64; 0 for tasks that take no part."""
        return tf.cast(tf.where(self.active, self.preferences, 0.0), tf.float64)


class BalancingMethod(ABC, Generic[S]):
    """One method, without state of its own: what it remembers goes in and comes out as tensors.

    ``weighs_losses``: the weights multiply the losses, so that heads feel them too, and are scaled to sum to the
    active tasks' preferences. Otherwise they combine the gradients of shared layers into one direction, which is scaled
    to the length that it has where preferences alone weigh (unless ``own_length``), while heads get their tasks' own
    gradients times the preferences. ``shortest``: the bound on lengthening a short direction takes the weights no
    further down than to so many times what the method gave. ``looks_again``: ``learn`` is called after each step.
    """

    constant: ClassVar[bool] = False  # gives the preferences and learns nothing
    needs_gramian: ClassVar[bool] = False
    weighs_losses: ClassVar[bool] = True
    own_length: ClassVar[bool] = False
    shortest: ClassVar[float] = 0.0
    looks_again: ClassVar[bool] = False

    def __init__(self, settings: S, tasks: Tasks) -> None:
        self.settings = settings
        self.tasks = tasks

    def start(self) -> State:
        """What it remembers before the first step."""
        return ()

    @abstractmethod
    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """One weight per task [T] of its plain loss or gradient, and what it remembers from now on.

        The preferences are in the weights: where in its equations they enter, each method says. A task's share never
        falls when its preference rises, and where all are equal they change nothing. Weights of tasks that take no part
        do not count.
        """

    def learn(self, seen: Seen, after: tf.Tensor, state: State) -> State:
        """What it remembers once it has seen the losses [T] of the same batch ``after`` the step (``looks_again``)."""
        return state


class ByGradient(BalancingMethod[S]):
    """A method that combines the tasks' gradients by their Gramian."""

    needs_gramian = True
    weighs_losses = False
