"""Ways of sharing, a file for each kind: each draws its blocks and yields each task with the block that the task's own
layers stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mtl_core.experiment import SHARING, Sharing
from mtl_core.families import members
from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask

Stems = Iterator[tuple[OutputTask, Block]]

_SCHEMES: Mapping[str, Callable[[Drawing, Any], Stems]] = members("mtl_core.plan.sharing", "SCHEME", SHARING)


def stems(drawing: Drawing, sharing: Sharing) -> Stems:
    """Draw the scheme that ``sharing`` names; the caller draws a task's own layers as soon as it is yielded."""
    return _SCHEMES[sharing.kind](drawing, sharing)
