"""Customized gate control, the single stage of progressive layered extraction: Tang et al., RecSys 2020."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import CGCSharing
from mtl_core.plan.blocks import Block
from mtl_core.plan.drawing import Drawing
from mtl_core.plan.input_output import OutputTask
from mtl_core.plan.sharing.ple import draw_stages


def cgc(drawing: Drawing, sharing: CGCSharing) -> Iterator[tuple[OutputTask, Block]]:
    """One stage of experts of all tasks and of each."""
    return draw_stages(drawing, sharing, 1)


SCHEME = cgc
