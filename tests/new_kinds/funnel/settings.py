"""Settings of a trunk that grows narrower."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mtl_core.experiment.sharing.base import Layered


class FunnelSharing(Layered):
    """One trunk for all tasks, each of whose layers is narrower than the one before by the same factor."""

    place: ClassVar[int] = 99
    title: ClassVar[str] = "Funnel"
    summary: ClassVar[str] = "All tasks share layers that grow narrower."

    kind: Literal["funnel"] = "funnel"
    last: int = Field(8, ge=1, le=2048, title="Width at the end", description="Units in the last shared layer.")


WAYS = (FunnelSharing,)
