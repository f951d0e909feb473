"""Sharing attention over the columns."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from mtl_core.experiment.sharing.base import Layered


class TaskTokensSharing(Layered):
    """A token per column and a token per task, ``layers`` Transformer blocks: Gorishniy et al., arXiv 2106.11959
    (section 3.3), with task tokens in the place of the one [CLS].

    A task attends to the columns, block after block, and to no other task, so each answer stays its own. Tasks share
    the tokens of columns and how these answer; what it makes of the answers each learns alone. The columns do not
    attend to each other: tokens are pooled by attention, Lee et al., arXiv 1810.00825, section 3.2, which takes a
    fraction of the time of self-attention. Attention has one head, so that how much a task attends to each column,
    which is shown while training, is just how much it takes of it. ``units`` is the length of a token.
    """

    place: ClassVar[int] = 10
    title: ClassVar[str] = "Task tokens"
    summary: ClassVar[str] = "All tasks ask the same columns for what they need; each goes on alone from the answers."

    kind: Literal["task_tokens"] = "task_tokens"
    layers: int = Field(2, ge=1, le=8, title="Layers to the heads", description="How often each task asks the columns.")
    units: int = Field(64, ge=1, le=512, title="Width", description="Numbers that stand for a column or a task.")


WAYS = (TaskTokensSharing,)
