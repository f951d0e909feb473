"""What a task says of a row, handed on to another."""

from __future__ import annotations

from typing import Literal

from mtl_core.plan.blocks.handed_on import HandedOnBlock


class AnswerBlock(HandedOnBlock):
    """Chances, or a standardised number, of a task's raw output, unless it is told: [n, units]."""

    kind: Literal["answer"] = "answer"


BLOCK = AnswerBlock
