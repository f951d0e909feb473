"""The kinds of block by their ids; each is a file here, and one of its name in ``mtl_core/networks/blocks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator

from mtl_core.experiment.settings import any_kind
from mtl_core.families import all_members
from mtl_core.plan.blocks.block import Block
from mtl_core.plan.blocks.earlier import translate

BLOCKS: dict[str, type[Block]] = {
    block.model_fields["kind"].default: block for block in all_members("mtl_core.plan.blocks", "BLOCK")
}

if TYPE_CHECKING:
    AnyBlock = Block
else:
    AnyBlock = Annotated[any_kind(BLOCKS), BeforeValidator(lambda value: translate(value, BLOCKS))]
    """A block of any kind, which JSON names by its id."""
