"""What a training tells and whom it obeys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mtl_core.records.commands import Command
from mtl_core.records.events import Event


class Observer(Protocol):
    """The other side of a training."""

    def report(self, event: Event) -> None:
        """Take an event."""

    def commands(self) -> Sequence[Command]:
        """What the person wants since the last call; asked between chunks, at least four times a second."""


class Silent:
    """Listens and says nothing."""

    def report(self, event: Event) -> None:
        """Drop the event."""

    def commands(self) -> Sequence[Command]:
        """Nothing."""
        return ()
