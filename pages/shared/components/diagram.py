"""The live diagram of a network: its plan drawn in the browser, with handles that move branch points."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from mtl_core.plan import Plan
from pages.shared.components.assets import script, style
from pages.shared.components.diagram_boxes import Box, boxes, ties
from pages.shared.components.diagram_conflicts import Conflicts
from pages.shared.components.diagram_words import brackets, cards, folds, input_groups, outputs, table, totals
from pages.shared.session import widget_values
from pages.shared.theme import mark

_mount = st.components.v2.component(
    "mtl_diagram",
    js=script("diagram.js"),
    css=style("diagram.css"),
)


@dataclass(frozen=True)
class Handles:
    """The branch points that can be dragged: by task id the number of shared layers, and how far it may go.

    ``together``: one that is moved takes all along.
    """

    values: Mapping[str, int]
    together: bool = True
    min: int = 0
    max: int = 8
    label: str = "Shared depth"

    @property
    def hint(self) -> str:
        """What dragging one does."""
        if self.together and len(self.values) > 1:
            return "Dragging one handle moves all: with this way of sharing, tasks leave the shared layers together."
        return "Drag it, or press the arrow keys, to let this task share more layers or fewer."


@dataclass(frozen=True)
class Fact:
    """One figure in the diagram's footer, such as ``Fact("1.9 s", "per epoch, estimated")``."""

    value: str
    label: str


def diagram(
    plan: Plan,
    *,
    key: str,
    handles: Handles | None = None,
    facts: Sequence[Fact] = (),
    pulls: Conflicts | None = None,
    frozen: Collection[str] = (),
    on_change: Callable[[str, int], None] | None = None,
) -> tuple[str, int] | None:
    """Draw ``plan``; task i of the plan has the mark of slot i. The words below it are ``plan.sentence()``.
    Blocks whose id is in ``frozen`` are drawn as what does not learn.

    With ``handles``, dragging a branch pill (or the arrow keys on it) calls ``on_change(task id, depth)`` before the
    rerun and returns both in that one run; otherwise None is returned. The page answers with a new plan and handles of
    the new values; until then the pills stay where they were dropped. With ``pulls``, boxes are tinted by how far
    tasks pull apart there.
    """

    def hand_on() -> None:
        chosen = widget_values.hear(key, "depth")
        if on_change is not None and chosen is not None:
            on_change(*_parse_choice(chosen))

    result = _mount(key=key, data=_data(plan, handles, facts, pulls, frozen), on_depth_change=hand_on)
    return None if result.depth is None else _parse_choice(result.depth)


def _parse_choice(depth: Mapping[str, Any]) -> tuple[str, int]:
    return str(depth["task"]), int(depth["value"])


def _data(
    plan: Plan, handles: Handles | None, facts: Sequence[Fact], pulls: Conflicts | None, frozen: Collection[str]
) -> dict[str, Any]:
    steps = pulls.steps(plan) if pulls else {}
    return {
        "blocks": [{**_draw(box, frozen), "pull": steps.get(box.id)} for box in boxes(plan)],
        "ties": ties(plan),
        "tasks": [{**output, "mark": mark(slot)} for slot, output in enumerate(outputs(plan))],
        "inputs": input_groups(plan),
        "brackets": brackets(plan),
        "cards": _cards(plan, pulls, frozen),
        "table": _table(plan, pulls),
        "facts": [*totals(plan), *(asdict(fact) for fact in facts)],
        "handles": None if handles is None else {**asdict(handles), "hint": handles.hint},
        "sentence": " ".join([plan.sentence(), *([pulls.sentence(plan)] if pulls else [])]),
        "legend": f"Lowest cosine of two tasks, epoch {pulls.epoch:.0f}" if pulls else None,
    }


def _cards(plan: Plan, pulls: Conflicts | None, frozen: Collection[str]) -> dict[str, Any]:
    told = {box: [pulls.line(pair)] for box, pair in pulls.lowest(plan).items()} if pulls else {}
    made = cards(plan, frozen)
    return {box: {**card, "lines": [*told.get(box, []), *card["lines"]]} for box, card in made.items()} | folds(plan)


def _table(plan: Plan, pulls: Conflicts | None) -> list[list[str]]:
    """The list of boxes, with a column of cosines where there are any."""
    if pulls is None:
        return table(plan)
    head, *rows, total = table(plan)
    lowest = pulls.lowest(plan)
    written = [lowest[box.id].write() if box.id in lowest else "" for box in boxes(plan)]
    body = [[*row, pair] for row, pair in zip(rows, written, strict=True)]
    return [[*head, "Furthest apart"], *body, [*total, ""]]


def _draw(box: Box, frozen: Collection[str]) -> dict[str, Any]:
    fields = box.main.model_dump(include={"role", "level", "units"})
    return {
        **fields,
        "id": box.id,
        "form": box.main.form,
        "look": box.main.look,
        "word": box.main.word,
        "label": box.main.label,
        "section": box.section,
        "tasks": box.tasks,
        "sources": box.sources,
        "parameters": box.parameters,
        "frozen": box.within(frozen),
    }
