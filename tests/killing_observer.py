"""An observer that ends a training in its midst, as a killed process does."""

from __future__ import annotations

from typing import Any

from mtl_core.runs.commands import Command


class Killed(BaseException):
    """The process ends here."""


class KillingObserver:
    """Ends the run after its second epoch."""

    def __init__(self) -> None:
        self.epochs = 0

    def report(self, kind: str, body: dict[str, Any]) -> None:
        self.epochs = body["epoch"] if kind == "epoch" else self.epochs

    def commands(self) -> tuple[Command, ...]:
        if self.epochs == 2:
            raise Killed
        return ()
