"""Ways of sharing between networks that stand side by side, one per task: by a penalty, or by mixing their layers."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Literal

from pydantic import Field

from mtl_core.experiment.sharing.base import Layered


class SoftSharing(Layered):
    """A network per task, held together by a penalty, not by common weights.

    distance: λ/2 Σ_t ‖θ_t − θ̄‖², Duong et al., ACL 2015 (P15-2139), about the mean θ̄ of all tasks.
    trace: λ ‖Θ − Θ̄‖_* per array, the sum of the singular values of the tasks' differences from their mean; Yang &
    Hospedales, arXiv 1606.04038, who penalise Θ itself, which pulls to 0 and not together.
    λ = 0.1 · strength / (1 − strength). Strength 0 is separate networks, and at strength 1 (λ = ∞) they are one. All
    networks start from the same weights.
    """

    place: ClassVar[int] = 3
    title: ClassVar[str] = "Soft sharing"
    summary: ClassVar[str] = "Each task has a network of its own, and the networks are held close to each other."

    kind: Literal["soft"] = "soft"
    strength: float = Field(
        0.5, ge=0.0, le=1.0, title="Strength", description="How close the networks stay; 0 = separate, 1 = as one."
    )
    penalty: Literal["distance", "trace"] = Field(
        "distance", title="Held by", description="Distance pulls all alike; trace lets few ways of differing remain."
    )

    def idle(self) -> Collection[str]:
        return () if 0 < self.strength < 1 else ("penalty",)


class CrossStitchSharing(Layered):
    """A network per task; after each layer each goes on with a learnt mixture of all: x̃_t = Σ_s α_ts x_s, [n, units].

    Misra et al., "Cross-stitch networks", arXiv 1604.03539, eq. 1. α starts at ``own`` for the task itself and shares
    the rest among the others; own = 1 is separate networks at the start.
    """

    place: ClassVar[int] = 4
    title: ClassVar[str] = "Cross-stitch"
    summary: ClassVar[str] = "Each task has layers of its own and, after each, takes over a share of the others'."

    kind: Literal["cross_stitch"] = "cross_stitch"
    own: float = Field(0.9, ge=0.0, le=1.0, title="Own share", description="What a task keeps of itself at the start.")
    speed: float = Field(
        10.0, ge=1.0, le=100.0, title="Speed", description="Times as fast as other weights that the shares are learnt."
    )


class SluiceSharing(Layered):
    """Cross-stitch between parts of layers, and a mixture of all depths: Ruder et al., arXiv 1705.08142, eq. 2–5.

    Each layer is cut into ``subspaces``; α [T·G, T·G] mixes those of all tasks. β [layers] per task mixes its layers'
    outputs for the head. ``orthogonality`` times ‖W_gᵀ W_h‖² keeps the subspaces of a layer different. A width that
    the subspaces do not divide is rounded up.
    """

    place: ClassVar[int] = 5
    title: ClassVar[str] = "Sluice"
    summary: ClassVar[str] = "Each task has layers of its own, takes over parts of the others', and picks its depth."

    kind: Literal["sluice"] = "sluice"
    own: float = Field(0.9, ge=0.0, le=1.0, title="Own share", description="What a part keeps of itself at the start.")
    speed: float = Field(
        10.0, ge=1.0, le=100.0, title="Speed", description="Times as fast as other weights that the shares are learnt."
    )
    subspaces: int = Field(2, ge=1, le=4, title="Parts", description="Parts of a layer that are shared one by one.")
    orthogonality: float = Field(
        0.0, ge=0.0, le=1.0, title="Difference", description="How strongly a layer's parts are kept different."
    )


WAYS = (SoftSharing, CrossStitchSharing, SluiceSharing)
