"""An observer that ends a training in its midst, as a killed process does."""

from __future__ import annotations

from mtl_core.records.commands import Command
from mtl_core.records.events import EpochEvent, Event


class Killed(BaseException):
    """The process ends here."""


class KillingObserver:
    """Ends the run after its second epoch."""

    def __init__(self) -> None:
        self.epochs = 0

    def report(self, event: Event) -> None:
        self.epochs = event.epoch if isinstance(event, EpochEvent) else self.epochs

    def commands(self) -> tuple[Command, ...]:
        if self.epochs == 2:
            raise Killed
        return ()
