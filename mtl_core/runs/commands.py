"""What a person can tell a running training; knows neither who sends it nor who obeys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

CommandKind = Literal["stop", "pause", "resume", "step", "weights"]


@dataclass(frozen=True)
class Command:
    """One order to a run.

    ``stop`` ends training and keeps the best epoch; ``step`` trains one epoch, then pauses; ``weights`` carries
    ``{"weights": {"t0": 2.0}}``, the tasks' new weights, and may carry a ``"turn"``, which the answering event repeats.
    """

    kind: CommandKind
    body: Mapping[str, Any] = field(default_factory=dict)
