"""Ways of sharing: each draws its blocks and yields each task with the block that the task's own layers stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mtl_core.experiment import Sharing
from mtl_core.plan.blocks import Block, OutputTask
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.sharing.adapters import adapters
from mtl_core.plan.sharing.branching import branching
from mtl_core.plan.sharing.chain import chain
from mtl_core.plan.sharing.cross_stitch import cross_stitch
from mtl_core.plan.sharing.hard import hard
from mtl_core.plan.sharing.mmoe import mmoe
from mtl_core.plan.sharing.ple import cgc, ple
from mtl_core.plan.sharing.sluice import sluice
from mtl_core.plan.sharing.soft import soft
from mtl_core.plan.sharing.task_graph import task_graph
from mtl_core.plan.sharing.task_tokens import task_tokens

Stems = Iterator[tuple[OutputTask, Block]]

_SCHEMES: Mapping[str, Callable[[Drawing, Any], Stems]] = {
    scheme.__name__: scheme
    for scheme in (
        hard,
        branching,
        soft,
        cross_stitch,
        sluice,
        mmoe,
        cgc,
        ple,
        task_graph,
        task_tokens,
        adapters,
        chain,
    )
}


def stems(drawing: Drawing, sharing: Sharing) -> Stems:
    """Draw the scheme that ``sharing`` names; the caller draws a task's own layers as soon as it is yielded."""
    return _SCHEMES[sharing.kind](drawing, sharing)
