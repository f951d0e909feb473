"""What a network takes over from those beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from mtl_core.plan.blocks.block import Block, Form, Role


class StitchBlock(Block):
    """Σ_s α_ts x_s, each source cut into parts: [n, units]."""

    form: ClassVar[Form] = "joint"
    word = "stitch"
    heading = "Mixture for {whose}"
    sentence = "Takes a learnt share of the layers of all {sources} tasks: {units:,} values."

    kind: Literal["stitch"] = "stitch"
    role: Role = "mixture"
    place: int  # of its own layer among the sources
    own: float  # what it keeps of that at the start
    speed: float  # times as fast as other weights that the shares are learnt
    parts: int  # of a layer that are shared one by one

    @classmethod
    def between(
        cls, id: str, task: str, sources: Sequence[Block], place: int, own: float, speed: float, parts: int
    ) -> Self:
        """What ``task`` goes on with after a layer of each task, ``sources``."""
        return cls(
            id=id,
            owners=(task,),
            tasks=(task,),
            sources=tuple(source.id for source in sources),
            level=sources[0].level,
            units=sources[0].units,
            arrays={f"{id}_shares/kernel": (1, len(sources) * parts * parts)},
            place=place,
            own=own,
            speed=speed,
            parts=parts,
        )


BLOCK = StitchBlock
