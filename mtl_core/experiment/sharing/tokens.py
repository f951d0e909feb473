"""Sharing a Transformer over the columns."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mtl_core.experiment.sharing.base import Layered


class TaskTokensSharing(Layered):
    """A token per column and a token per task, ``layers`` Transformer blocks: Gorishniy et al., arXiv 2106.11959
    (section 3.3), with task tokens in the place of the one [CLS].

    Columns attend to columns, a task to the columns and itself: no task sees another, so each answer stays its own.
    ``units`` is the length of a token. How much a task attends to each column is shown while training.
    """

    title: ClassVar[str] = "Task tokens"
    summary: ClassVar[str] = "All tasks share one Transformer, in which each task asks the columns what it needs."

    kind: Literal["task_tokens"] = "task_tokens"
    layers: int = Field(2, ge=1, le=8, title="Layers in all", description="Transformer blocks, all of them shared.")
    units: int = Field(32, ge=1, le=512, title="Width", description="Numbers that stand for a column or a task.")
    attention_heads: int = Field(
        4, ge=1, le=16, title="Attention heads", description="Ways of attending; as many as divide the width, at most."
    )
