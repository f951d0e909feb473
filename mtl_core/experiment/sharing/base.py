"""What all ways of sharing have in common."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field

from mtl_core.experiment.first_settings import FEW_ROWS, MEMBERS
from mtl_core.experiment.settings import Settings


def _as_list(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


AsJSON = BeforeValidator(_as_list)
"""A list that may also come as JSON text, as from a command line."""


class Layered(Settings):
    """The layers between the inputs and each task's own head."""

    if TYPE_CHECKING:
        kind: str  # each way's own; here it would come before all other fields in JSON

    place: ClassVar[int]  # in the menu
    title: ClassVar[str]  # of the menu
    summary: ClassVar[str]  # who shares what, in a plain sentence
    leave_alone: ClassVar[bool] = False  # whether a task that leaves the shared layers takes no other along

    layers: int = Field(
        2,
        ge=0,
        le=8,
        title="Layers to the heads",
        description="Layers on each task's path before its head, shared or not.",
    )
    units: int = Field(64, ge=1, le=2048, title="Width", description="Units in each of these layers.")
    activation: Literal["relu", "gelu", "silu", "tanh", "elu"] = Field(
        "silu", title="Activation", description="How a unit answers to what comes in; SiLU bends softly."
    )
    dropout: float = Field(0.1, ge=0.0, le=0.9, title="Dropout", description="Share of units silenced at each step.")
    adapt_dropout: bool = Field(
        False,
        title="Dropout may fall",
        description="Fewer units are silenced while validation rows are answered better than training rows.",
    )
    l2: float = Field(0.0, ge=0.0, le=1.0, title="L2 penalty", description="Pull of all weights towards zero.")
    members: int = Field(
        1,
        ge=1,
        le=32,
        title="Members",
        description=(
            "Networks in one, which share most weights; the answer is the mean of theirs. 1 = a single one. A new "
            f"table of up to {FEW_ROWS:,} rows starts with {MEMBERS}."
        ),
    )

    @classmethod
    def particular(cls) -> tuple[str, ...]:
        """The settings that not all ways of sharing have; those that fewest have come first."""
        declared = dict.fromkeys(name for base in cls.__mro__ for name in vars(base).get("__annotations__", ()))
        return tuple(n for n in declared if n in cls.model_fields.keys() - Layered.model_fields.keys() - {"kind"})

    def idle(self) -> Collection[str]:
        """The settings that change nothing as the others stand."""
        return ()

    def hint(self) -> str:
        """What a person should know of the settings as they stand, as a sentence; empty where there is nothing."""
        return ""

    def depth_of(self, task: str) -> int | None:
        """After how many layers a task (by column) leaves the shared ones; None where that cannot be set."""
        return getattr(self, "depth", None)

    def leaving(self, task: str, depth: int) -> Mapping[str, Any]:
        """The settings to change so that the task leaves after ``depth`` layers; by field."""
        return {"depth": depth}

    def parting(self, depth: int, leaves: Mapping[str, int]) -> Mapping[str, Any]:
        """The settings to change so that tasks leave one by one: each (by column) of ``leaves`` after its own number of
        layers, the others after ``depth``; by field, empty where they cannot."""
        return {}

    def rank_of(self, task: str) -> int | None:
        """How large a change of the shared layers a task (by column) has for itself; None where it has none."""
        return None

    def with_rank(self, task: str, rank: int) -> Mapping[str, Any]:
        """The settings to change so that the task's own change has that rank; by field."""
        return {}

    def arrows(self, tasks: Sequence[str]) -> Mapping[tuple[str, str], float]:
        """By source and target how much passes from one task to another, 0 where that is cut; empty where nothing of
        the kind can be set."""
        return {}

    def with_arrow(self, tasks: Sequence[str], source: str, target: str, strength: float) -> Mapping[str, Any]:
        """The settings to change so that so much passes from ``source`` to ``target``; by field."""
        return {}

    @property
    def named(self) -> tuple[str, ...]:
        """The tasks (by column) that the settings speak of by name."""
        return ()

    def with_strengths(self, strengths: Mapping[tuple[str, str], float]) -> Self:
        """These settings with ``strengths``, by target and source, for what they say of how tasks are related."""
        return self

    def among(self, tasks: Collection[str]) -> Self:
        """These settings without what they say of any other task."""
        return self
