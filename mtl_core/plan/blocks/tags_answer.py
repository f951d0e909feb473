"""What a task says of the tokens of a text, handed on to another."""

from __future__ import annotations

from typing import Literal

from mtl_core.plan.blocks.handed_on import HandedOnBlock


class TagsAnswerBlock(HandedOnBlock):
    """The mean chances of each tag over the tokens that are there, unless it is told: [n, units]."""

    kind: Literal["tags_answer"] = "tags_answer"


BLOCK = TagsAnswerBlock
