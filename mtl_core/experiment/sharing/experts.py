"""Ways of sharing experts that each task mixes by a gate."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from mtl_core.experiment.sharing.base import Layered


class _Gated(Layered):
    """An expert has ``layers`` layers; a gate is softmax(W x / temperature) over the experts that it may use."""

    temperature: float = Field(
        1.0,
        ge=0.1,
        le=10.0,
        title="Gate temperature",
        description="How sharply a task picks its experts: low = it relies on a few, high = it uses all alike.",
    )
    balance: float = Field(
        0.0,
        ge=0.0,
        le=1.0,
        title="Load balance",
        description="How strongly training sees to it that no expert lies idle; 0 = not at all.",
    )


class MMoESharing(_Gated):
    """Experts for all, a gate per task: f_t(x) = Σ_e g_t(x)_e f_e(x). Ma et al., "MMoE", KDD 2018, eq. 5–7.

    ``one_gate`` gives all tasks the same gate (OMoE, eq. 4). One expert is hard sharing. ``balance`` times the squared
    coefficient of variation of the experts' use is Shazeer et al.'s L_importance (arXiv 1701.06538, eq. 7).
    """

    place: ClassVar[int] = 6
    title: ClassVar[str] = "Experts (MMoE)"
    summary: ClassVar[str] = "All tasks share several experts, and each task mixes them by a gate of its own."

    kind: Literal["mmoe"] = "mmoe"
    experts: int = Field(
        4, ge=1, le=32, title="Experts", description="Small networks side by side, which all tasks share."
    )
    one_gate: bool = Field(False, title="One gate", description="One gate for all: tasks mix the experts alike.")

    def idle(self) -> Collection[str]:
        return () if self.experts > 1 and self.layers else ("one_gate", "temperature", "balance")


class _Split(_Gated):
    shared_experts: int = Field(
        2, ge=0, le=16, title="Shared experts", description="Small networks that all tasks mix."
    )
    task_experts: int = Field(1, ge=0, le=8, title="Own experts", description="Small networks of each task alone.")

    @model_validator(mode="after")
    def _leave_an_expert(self) -> Self:
        if not self.shared_experts + self.task_experts:
            raise ValueError("there is neither a shared nor an own expert; give at least one")
        return self


class CGCSharing(_Split):
    """Experts for all and experts per task; a task's gate sees its own and the shared ones. Tang et al.,
    "Progressive Layered Extraction", RecSys 2020, section 4.1, eq. 1–3."""

    place: ClassVar[int] = 7
    title: ClassVar[str] = "Own and shared experts (CGC)"
    summary: ClassVar[str] = "Each task mixes the experts that all share with experts that are its own."

    kind: Literal["cgc"] = "cgc"


class PLESharing(_Split):
    """CGC in several ``stages``. Between them there is one stream per task and one that is shared, whose gate sees the
    experts of all tasks. Tang et al., RecSys 2020, section 4.2, eq. 5–7."""

    place: ClassVar[int] = 8
    title: ClassVar[str] = "Staged experts (PLE)"
    summary: ClassVar[str] = "Own and shared experts in several stages, so that tasks part step by step."

    kind: Literal["ple"] = "ple"
    layers: int = Field(2, ge=0, le=8, title="Layers a stage", description="Layers of each expert of each stage.")
    stages: int = Field(2, ge=1, le=4, title="Stages", description="Rounds of experts and gates.")


WAYS = (MMoESharing, CGCSharing, PLESharing)
