"""What the diagram says: brackets, hover cards, footer figures and lists, as whole sentences from a plan; it draws
nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

from mtl_core.experiment import ColumnKind
from mtl_core.plan import Block, OutputTask, Plan
from mtl_core.wording import short
from pages.shared.components.diagram_boxes import Box, boxes, ties

_GROUPS: dict[ColumnKind, str] = {
    "numeric": "Numbers",
    "yes_no": "Yes–no",
    "category": "Categories",
    "date": "Dates",
    "text": "Texts",
}
_MOST_LISTED = 60  # more names than the block can ever show


def input_groups(plan: Plan) -> dict[str, object]:
    """The input columns under a heading per kind, how many they are, and how many values they become."""
    order = list(_GROUPS)
    columns = sorted(plan.inputs, key=lambda column: order.index(column.kind))
    groups = [
        {"title": _GROUPS[kind], "names": [column.name for column in members][:_MOST_LISTED], "count": len(members)}
        for kind, members in ((kind, list(group)) for kind, group in groupby(columns, lambda column: column.kind))
    ]
    count = _count(len(plan.inputs), "{n:,} column", "{n:,} columns")
    return {"groups": groups, "count": count, "width": f"as {boxes(plan)[0].main.units:,} values"}


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
    made = [_counted(plan.parameters, "parameters")]
    if plan.learning_parameters < plan.parameters:
        made.append(_counted(plan.learning_parameters, "of them learn"))
    if len(plan.tasks) > 1:
        shared = plan.shared_parameters / plan.learning_parameters
        made.append({"value": _percent(shared), "label": "of them shared"})
        made.append(_saved(plan))
    return made


def _counted(count: int, label: str) -> dict[str, str]:
    """A figure of few digits, and all of them for who asks."""
    return {"value": short(count), "label": label, "hint": f"{count:,}"}


def _saved(plan: Plan) -> dict[str, str]:
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
    blocks = {block.id: block for block in plan.blocks}
    return {box.id: _card(plan, box, blocks, box.within(frozen)) for box in boxes(plan)}


def folds(plan: Plan) -> dict[str, dict[str, object]]:
    """The hover cards of folded sections: "folded_body", and for each task's own layers "folded_t0", …"""
    found = boxes(plan)
    body = [box for box in found if box.section == "body"]
    made: dict[str, dict[str, object]] = {}
    if body:
        made["folded_body"] = {"title": _heading(plan, body)[0], "lines": _folded(body)}
    for task in plan.tasks:
        own = [box for box in found if box.section == "own" and task.id in box.tasks]
        made[f"folded_{task.id}"] = {"title": f"Own layers of {task.name}", "lines": _folded(own)}
    return made


def _folded(members: Sequence[Box]) -> list[str]:
    inside = _count(len(members), "{n:,} part, folded.", "{n:,} parts, folded.")
    return [f"{inside} Press the heading to see more.", _parameters(sum(box.parameters for box in members))]


def _card(plan: Plan, box: Box, blocks: Mapping[str, Block], frozen: bool) -> dict[str, Any]:
    texts = {block.column: block for block in box.members if block.column is not None}
    lines = [
        _shape(plan, box.main, [blocks[source] for source in box.main.sources]),
        *(_text(plan, text) for text in texts.values()),
        _words(plan, box.main),
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


def _text(plan: Plan, block: Block) -> str:
    """What reads the texts of one column, and how."""
    column = next(column for column in plan.inputs if column.id == block.column)
    template = 'Texts of "{name}": {count:,} tokens at most, {known:,} known, {encoder} into {units:,} values.'
    template += " The encoder was trained elsewhere and stays as it is." if block.frozen else ""
    return template.format(
        name=column.name, count=column.length, known=column.tokens, encoder=_ENCODERS[block.kind], units=block.units
    )


def _words(plan: Plan, block: Block) -> str:
    """That a task hears the words of texts past all layers."""
    if block.kind == "tag_output":
        return "Each word also speaks to its own tag directly."
    heard = block.kind == "output" and any(column.speaks for column in plan.inputs)
    return "Each word of a text also speaks to it directly." if heard else ""


def title(plan: Plan, box: Box) -> str:
    """What a box is called."""
    block = box.main
    owners = [task.name for task in plan.tasks if task.id in box.tasks]
    everybody = len(owners) == len(plan.tasks)
    whose = "all tasks" if everybody and len(owners) > 1 else ", ".join(owners)
    alone = "Layer {level}, for {whose} alone" if len(block.tasks) == 1 else "Layer {level} of {whose}"
    templates = {
        "inputs": "Inputs",
        "trunk": "Layer {level}, shared by all tasks" if len(plan.tasks) > 1 else "Layer {level}",
        "expert": "Expert of {whose}, layer {level}",
        "gate": "Gate of {whose}",
        "mixture": _MIXTURES.get(block.kind, "Mixture for {whose}"),
        "tower": alone,
        "head": "Head of {whose}",
    }
    return templates[block.role].format(level=block.level, whose=whose)


_MIXTURES = {
    "adapted": "Layer {level}, as changed for {whose}",
    "asking": "What {whose} has asked for, layer {level}",
    "join": "What {whose} is told by others",
}


def _shape(plan: Plan, block: Block, sources: Sequence[Block]) -> str:
    template = _task(plan, block).traits.head if block.role == "head" else _SENTENCES[block.kind]
    if block.dropout:
        template += " In training, {dropout} of the units rest at each step."
    return template.format(
        columns=_count(len(plan.inputs), "{n:,} column", "{n:,} columns"),
        received=sources[0].units if sources else 0,
        units=block.units,
        sources=len(sources),
        activation=_ACTIVATIONS.get(block.activation, block.activation),
        dropout=_percent(block.dropout),
    )


_SENTENCES = {
    "encode": "Turns {columns} into {units:,} values: numbers are scaled, categories get a learnt vector.",
    "dense": "{received:,} values in, {units:,} out ({activation}). Each unit weighs all values that come in.",
    "gate": "Looks at {received:,} values and says how much of each of {units:,} experts is taken.",
    "mixture": "Adds up {units:,} values of each expert, in the shares that the gate gives.",
    "stitch": "Takes a learnt share of the layers of all {sources} tasks: {units:,} values.",
    "depths": "Takes a learnt share of each of the {sources} layers before: {units:,} values.",
    "layer": "{units:,} values out ({activation}). All tasks pass their own values through these weights.",
    "adapted": "{received:,} values in, {units:,} out ({activation}): the shared layer with a small change of its own.",
    "relations": "Says how much is taken from each of {units:,} other tasks.",
    "message": "Adds what related tasks have found to what was found here: {units:,} values ({activation}).",
    "tokens": "Turns each of {columns} into a token of {units:,} values.",
    "attention": "How columns answer when a task asks them: keys and answers of {units:,} values each.",
    "asking": "Asks every column, and makes {units:,} values of the answers in a layer of its own ({activation}).",
    "join": "Joins the values so far and what other tasks answer: {units:,} values.",
}
_ENCODERS = {
    "average": "averaged",
    "lstm": "read by an LSTM",
    "bilstm": "read by an LSTM from both ends",
    "gru": "read by a GRU",
    "cnn": "searched by a CNN",
    "transformer": "read by a Transformer",
    "pretrained": "read by a pretrained Transformer",
}
_ACTIVATIONS = {"relu": "ReLU", "gelu": "GELU", "silu": "SiLU", "elu": "ELU"}


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


def _task(plan: Plan, block: Block) -> OutputTask:
    return next(task for task in plan.tasks if task.id in block.owners)


def _count(count: int, one: str, many: str) -> str:
    return (one if count == 1 else many).format(n=count)
