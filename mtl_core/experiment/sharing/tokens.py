"""Sharing attention over the columns."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mtl_core.experiment.sharing.base import Layered


class TaskTokensSharing(Layered):
    """A token per column and a token per task, ``layers`` Transformer blocks: Gorishniy et al., arXiv 2106.11959
    (section 3.3), with task tokens in the place of the one [CLS].

    A task attends to the columns, block after block, and to no other task, so each answer stays its own. The columns do
    not attend to each other: tokens are pooled by attention, Lee et al., arXiv 1810.00825, section 3.2, which takes a
    fraction of the time of self-attention. ``units`` is the length of a token. How much a task attends to each column
    is shown while training.
    """

    title: ClassVar[str] = "Task tokens"
    summary: ClassVar[str] = "All tasks share one Transformer, in which each task asks the columns what it needs."

    kind: Literal["task_tokens"] = "task_tokens"
    layers: int = Field(2, ge=1, le=8, title="Layers in all", description="How often each task asks the columns.")
    units: int = Field(32, ge=1, le=512, title="Width", description="Numbers that stand for a column or a task.")
    attention_heads: int = Field(
        4, ge=1, le=16, title="Attention heads", description="Ways of attending; as many as divide the width, at most."
    )
