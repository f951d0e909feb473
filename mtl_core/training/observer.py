"""What a training tells and whom it obeys; it knows neither store nor screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from mtl_core.runs.commands import Command


class Observer(Protocol):
    """The other side of a training."""

    def report(self, kind: str, body: dict[str, Any]) -> None:
        """Take an event: "progress", "epoch", "balance", "views", "weights", "state" or "note".

        Weights in progress and epoch are those in force (set by the person, scaled to sum T, times the method's); in
        "weights" they are as the person set them. "balance" and "views" are told of in docs/architecture.md.
        """

    def commands(self) -> Sequence[Command]:
        """What the person wants since the last call; asked between chunks, at least four times a second."""


class Silent:
    """Listens and says nothing."""

    def report(self, kind: str, body: dict[str, Any]) -> None:
        """Drop the event."""

    def commands(self) -> Sequence[Command]:
        """Nothing."""
        return ()
