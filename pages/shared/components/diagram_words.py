"""What the diagram says: brackets, hover cards, footer figures and lists, as whole sentences from a plan; it draws
nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.plan import OutputTask, Plan
from mtl_core.wording import short
from pages.shared.components.diagram_boxes import Box, boxes, ties

_MOST_LISTED = 60  # more names than the block can ever show


def input_groups(plan: Plan) -> dict[str, object]:
    """The input columns under a heading per kind, how many they are, and how many values they become."""
    order = list(COLUMN_KINDS)
    columns = sorted(plan.inputs, key=lambda column: order.index(column.kind))
    groups = [
        {
            "title": COLUMN_KINDS[kind].heading,
            "names": [column.name for column in members][:_MOST_LISTED],
            "count": len(members),
        }
        for kind, members in ((kind, list(group)) for kind, group in groupby(columns, lambda column: column.kind))
    ]
    count = _count(len(plan.inputs), "{n:,} column", "{n:,} columns")
    return {"groups": groups, "count": count, "width": _width(plan)}


def _width(plan: Plan) -> str:
    template = "as {units:,} values" if plan.members == 1 else "as {units:,} values × {members}"
    return template.format(units=boxes(plan)[0].main.units, members=plan.members)


def outputs(plan: Plan) -> list[dict[str, object]]:
    """Per task: id, name, and what comes out of its head."""
    return [
        {"id": task.id, "name": task.name, "kind": task.kind, "classes": list(task.classes), "what": _outcome(task)}
        for task in plan.tasks
    ]


def _outcome(task: OutputTask) -> str:
    return task.traits.outcome.format(count=len(task.classes) or task.outputs)


def brackets(plan: Plan) -> list[dict[str, Any]]:
    """The headings over the drawing: the section that each spans, its parameters, which add up to the plan's, and its
    wordings from the longest to the shortest."""
    found = boxes(plan)
    made: list[dict[str, Any]] = []
    for section in ("inputs", "body", "own"):
        members = [box for box in found if box.section == section]
        if members:
            count = sum(box.parameters for box in members)
            wordings = _wordings(count, *_heading(plan, members))
            made.append({"section": section, "parameters": count, "wordings": wordings})
    return made


def _wordings(count: int, long: str, brief: str) -> list[list[str]]:
    figure = short(count)
    parameters = f"{figure} parameter" if count == 1 else f"{figure} parameters"
    return [[long, parameters], [long, figure], [brief, figure], ["", figure]] if count else [[long, ""], [brief, ""]]


def _heading(plan: Plan, members: Sequence[Box]) -> tuple[str, str]:
    """What a section is called, and in short."""
    roles = {box.main.role for box in members}
    if roles == {"inputs"}:
        return "Inputs", "Inputs"
    if members[0].section == "own":
        return ("Own networks, held together", "Own") if ties(plan) else ("Own layers", "Own")
    if "expert" in roles:
        return "Experts and gates", "Experts"
    if roles == {"trunk"}:
        return ("Shared trunk", "Trunk") if len(plan.tasks) > 1 else ("Trunk", "Trunk")
    return "Shared and mixed", "Mixed"


def totals(plan: Plan) -> list[dict[str, str]]:
    """The footer's figures: size; with several tasks also the share of it that is shared, and what sharing saves."""
    made = [_describe_count(plan.parameters, "parameters")]
    if plan.learning_parameters < plan.parameters:
        made.append(_describe_count(plan.learning_parameters, "of them learn"))
    if plan.members > 1:
        made.append({"value": f"× {plan.members}", "label": "members, averaged", "hint": _MEMBERS})
    if len(plan.tasks) > 1:
        shared = plan.shared_parameters / plan.learning_parameters
        made.append({"value": _percent(shared), "label": "of them shared"})
        made.append(_describe_saved(plan))
    return made


_MEMBERS = "Networks in one: each takes the inputs in its own way and answers by its own heads; all else they share."


def _describe_count(count: int, label: str) -> dict[str, str]:
    """A figure of few digits, and all of them for who asks."""
    return {"value": short(count), "label": label, "hint": f"{count:,}"}


def _describe_saved(plan: Plan) -> dict[str, str]:
    """What sharing spares, beside networks that share nothing."""
    template = "Separate networks, one for each task, with as many layers as wide, have {count:,} parameters."
    hint = template.format(count=plan.separate_parameters)
    if abs(plan.saved) < 0.005:
        return {"value": "as many", "label": "as separate", "hint": hint}
    label = "fewer than separate" if plan.saved > 0 else "more than separate"
    return {"value": _percent(abs(plan.saved)), "label": label, "hint": hint}


def _percent(share: float) -> str:
    return f"{100 * share:,.0f}%"


def cards(plan: Plan, frozen: Collection[str] = ()) -> dict[str, dict[str, Any]]:
    """Per box id: title and lines of its hover card; blocks in ``frozen`` do not learn."""
    return {box.id: _card(plan, box, box.within(frozen)) for box in boxes(plan)}


def folds(plan: Plan) -> dict[str, dict[str, object]]:
    """The hover cards of folded sections: "folded_body", and for each task's own layers "folded_t0", …"""
    found = boxes(plan)
    body = [box for box in found if box.section == "body"]
    made: dict[str, dict[str, object]] = {}
    if body:
        made["folded_body"] = {"title": _heading(plan, body)[0], "lines": _describe_folded(body)}
    for task in plan.tasks:
        own = [box for box in found if box.section == "own" and task.id in box.tasks]
        made[f"folded_{task.id}"] = {"title": f"Own layers of {task.name}", "lines": _describe_folded(own)}
    return made


def _describe_folded(members: Sequence[Box]) -> list[str]:
    inside = _count(len(members), "{n:,} part, folded.", "{n:,} parts, folded.")
    return [f"{inside} Press the heading to see more.", _parameters(sum(box.parameters for box in members))]


def _card(plan: Plan, box: Box, frozen: bool) -> dict[str, Any]:
    members = sorted(box.members, key=lambda block: block is not box.main)
    lines = [
        *dict.fromkeys(sentence for block in members for sentence in block.tell(plan.around(block))),
        *_ties(plan, box),
        _FROZEN if frozen and box.parameters else _parameters(box.parameters),
        _users(plan, box),
    ]
    return {"title": title(plan, box), "lines": [line for line in lines if line]}


def _ties(plan: Plan, box: Box) -> list[str]:
    """With whose layers it is held together."""
    tied = {other for pair in ties(plan) if box.id in pair for other in pair if other != box.id}
    owners = {task for block in plan.blocks if block.id in tied for task in block.owners}
    names = [task.name for task in plan.tasks if task.id in owners]
    return ["Held close to the same layer of {names}.".format(names=", ".join(names))] if names else []


def table(plan: Plan) -> list[list[str]]:
    """The drawing as rows of text: box, values that it gives, parameters, tasks; the last row adds up."""
    rows = [
        [title(plan, box), f"{box.main.units:,}", f"{box.parameters:,}", ", ".join(_names(plan, box))]
        for box in boxes(plan)
    ]
    return [["Part", "Values out", "Parameters", "Used by"], *rows, ["In all", "", f"{plan.parameters:,}", ""]]


def title(plan: Plan, box: Box) -> str:
    """What a box is called."""
    owners = [task.name for task in plan.tasks if task.id in box.tasks]
    everybody = len(owners) == len(plan.tasks)
    whose = "all tasks" if everybody and len(owners) > 1 else ", ".join(owners)
    return box.main.title(whose, single=len(plan.tasks) == 1)


_FROZEN = "Frozen: it stays as it was trained."


def _parameters(count: int) -> str:
    if not count:
        return "Nothing to learn here."
    return _count(count, "{n:,} parameter to learn.", "{n:,} parameters to learn.")


def _users(plan: Plan, box: Box) -> str:
    names = _names(plan, box)
    if len(plan.tasks) == 1:
        return ""
    if len(names) == len(plan.tasks):
        return f"Used by all {len(names)} tasks."
    if len(names) > 1:
        return "Used by {names}.".format(names=", ".join(names))
    return f"Used by {names[0]} alone."


def _names(plan: Plan, box: Box) -> list[str]:
    """The tasks whose loss trains any of its blocks."""
    training = {task for block in box.members for task in block.tasks}
    return [task.name for task in plan.tasks if task.id in training]


def _count(count: int, one: str, many: str) -> str:
    return (one if count == 1 else many).format(n=count)
