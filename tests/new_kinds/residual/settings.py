"""Settings of a trunk of residual layers."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mtl_core.experiment.sharing.base import Layered


class ResidualSharing(Layered):
    """One trunk for all tasks: a Dense layer, then residual ones."""

    place: ClassVar[int] = 99
    title: ClassVar[str] = "Residual trunk"
    summary: ClassVar[str] = "All tasks share layers that add to what came in."

    kind: Literal["residual"] = "residual"
    narrow: int = Field(8, ge=1, le=512, title="Narrow", description="Units in the middle of each residual layer.")


WAYS = (ResidualSharing,)
