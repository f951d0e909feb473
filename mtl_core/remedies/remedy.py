"""What a remedy is: one change of the experiment for one task that sharing hurts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from mtl_core.experiment import Experiment


class Remedy(ABC):
    """One thing that can be done. Nothing but what ``tell`` says of it changes in the experiment."""

    id: ClassVar[str]
    place: ClassVar[int]  # among those offered
    title: ClassVar[str]  # on its button

    @abstractmethod
    def apply(self, experiment: Experiment, task: str, hurting: Sequence[str] = ()) -> Experiment | None:
        """The changed experiment; None where that cannot be done to it. ``task`` is one of several, ``hurting`` the
        tasks that are known to hurt it."""

    @abstractmethod
    def tell(self, before: Experiment, after: Experiment, task: str) -> str:
        """What was changed, in a sentence."""
