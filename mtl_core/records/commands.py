"""What a person can tell a running training: a class for each kind of command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from mtl_core.records.record import Record


class Command(Record):
    """One order to a run."""

    kind: ClassVar[str]


class StopCommand(Command):
    """End training and keep the best epoch."""

    kind = "stop"


class PauseCommand(Command):
    """Stand still."""

    kind = "pause"


class ResumeCommand(Command):
    """Go on."""

    kind = "resume"


class StepCommand(Command):
    """Train one epoch, then pause."""

    kind = "step"


class WeightsCommand(Command):
    """New weights of some or all tasks, by id; the event that answers repeats ``turn``."""

    kind = "weights"
    weights: dict[str, float] = Field(default_factory=dict)
    turn: int | None = None


COMMANDS: Mapping[str, type[Command]] = {command.kind: command for command in Command.__subclasses__()}
"""By kind."""


def parse_command(kind: str, body: Mapping[str, Any]) -> Command:
    """The command that ``to_body`` wrote. Raises KeyError for another kind, ValidationError for another body."""
    return COMMANDS[kind].model_validate(body)
