"""The live diagram of a network: its plan drawn in the browser, with handles that move the branch point; it knows
neither the draft nor any sharing scheme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from mtl_core.plan import Block, Plan
from pages.shared.components.assets import script, style
from pages.shared.components.diagram_words import brackets, cards, drawn, input_groups, outputs, totals
from pages.shared.theme import mark

_mount = st.components.v2.component(
    "mtl_diagram",
    js=script("diagram_layout.js", "diagram_draw.js", "diagram_export.js", "diagram.js"),
    css=style("diagram.css"),
)


@dataclass(frozen=True)
class Handle:
    """The branch point that can be dragged: the number of shared layers, and how far it may go."""

    value: int
    min: int = 0
    max: int = 8
    label: str = "Shared depth"


@dataclass(frozen=True)
class Fact:
    """One figure in the diagram's footer, such as ``Fact("1.9 s", "per epoch, estimated")``."""

    value: str
    label: str


def diagram(
    plan: Plan,
    *,
    key: str,
    handle: Handle | None = None,
    facts: Sequence[Fact] = (),
    on_change: Callable[[int], None] | None = None,
) -> int | None:
    """Draw ``plan``; task i of the plan has the mark of slot i. The words below it are ``plan.sentence()``.

    With a ``handle``, dragging a branch pill (or the arrow keys on it) calls ``on_change(depth)`` before the rerun
    and returns the depth in that one run; otherwise None is returned. The page answers with a new plan and a handle
    of the new value; until then the pills stay where they were dropped.
    """

    def changed() -> None:
        chosen = st.session_state[key].get("depth")
        if on_change is not None and chosen is not None:
            on_change(int(chosen))

    result = _mount(key=key, data=_data(plan, handle, facts), on_depth_change=changed)
    return None if result.depth is None else int(result.depth)


def _data(plan: Plan, handle: Handle | None, facts: Sequence[Fact]) -> dict[str, Any]:
    return {
        "blocks": [_box(block) for block in drawn(plan)],
        "tasks": [{**output, "mark": mark(slot)} for slot, output in enumerate(outputs(plan))],
        "inputs": input_groups(plan),
        "brackets": brackets(plan),
        "cards": cards(plan),
        "facts": [*totals(plan), *(asdict(fact) for fact in facts)],
        "handle": None if handle is None else asdict(handle),
        "sentence": plan.sentence(),
    }


def _box(block: Block) -> dict[str, Any]:
    fields = block.model_dump(include={"id", "kind", "role", "sources", "level", "units"})
    return {**fields, "tasks": block.owners, "parameters": block.parameters}
