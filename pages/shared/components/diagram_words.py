"""What the diagram says: brackets, hover cards, footer figures and lists, as whole sentences from a plan; it draws
nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from mtl_core.experiment import ColumnKind, TaskKind
from mtl_core.plan import Block, OutputTask, Plan, Role

_GROUPS: dict[ColumnKind, str] = {
    "numeric": "Numbers",
    "yes_no": "Yes–no",
    "category": "Categories",
    "date": "Dates",
    "text": "Texts",
}
_WITHIN: tuple[Role, ...] = ("trunk", "expert", "gate", "mixture")
_WITHIN_TITLES = {True: ("Shared trunk", "Trunk"), False: ("Shared and mixed", "Mixed")}
_MOST_LISTED = 60  # more names than the block can ever show


def input_groups(plan: Plan) -> dict[str, object]:
    """The input columns under a heading per kind, and how many values they become."""
    order = list(_GROUPS)
    columns = sorted(plan.inputs, key=lambda column: order.index(column.kind))
    groups = [
        {"title": _GROUPS[kind], "names": [column.name for column in members][:_MOST_LISTED], "count": len(members)}
        for kind, members in ((kind, list(group)) for kind, group in groupby(columns, lambda column: column.kind))
    ]
    width = next(block.units for block in drawn(plan) if block.role == "inputs")
    return {"groups": groups, "width": f"{width:,} values", "after": "after encoding"}


def outputs(plan: Plan) -> list[dict[str, object]]:
    """Per task: id, name, and what comes out of its head."""
    return [
        {"id": task.id, "name": task.name, "kind": task.kind, "classes": list(task.classes), "what": _outcome(task)}
        for task in plan.tasks
    ]


def _outcome(task: OutputTask) -> str:
    templates: dict[TaskKind, str] = {
        "regression": "a number",
        "binary": "yes or no",
        "multiclass": "{count} classes",
        "multilabel": "any of {count} labels",
    }
    return templates[task.kind].format(count=len(task.classes) or task.outputs)


def brackets(plan: Plan) -> list[dict[str, object]]:
    """The headings over the drawing: which roles each spans, and its wordings from the longest to the shortest."""
    columns = _count(len(plan.inputs), "{n:,} column", "{n:,} columns")
    made: list[dict[str, object]] = [{"roles": ["inputs"], "wordings": [["Inputs", columns], ["Inputs", ""]]}]
    within = [block.parameters for block in plan.blocks if block.role in _WITHIN]
    if within:
        title, short = _WITHIN_TITLES[{block.role for block in plan.blocks} & {"trunk", "expert"} == {"trunk"}]
        title = title if len(plan.tasks) > 1 else short
        detail = f"{sum(within):,} parameters"
        wordings = [[title, detail], [title, f"{sum(within):,}"], [short, f"{sum(within):,}"], [short, ""]]
        made.append({"roles": list(_WITHIN), "wordings": wordings})
    own = sum(block.parameters for block in plan.blocks if block.role in ("tower", "head"))
    wordings = [["Own layers", f"{own:,}"], ["Own", f"{own:,}"], ["Own", ""]]
    return [*made, {"roles": ["tower", "head"], "wordings": wordings}]


def totals(plan: Plan) -> list[dict[str, str]]:
    """The footer's figures: size; with several tasks also the share of it that is shared, and what sharing saves."""
    made = [{"value": f"{plan.parameters:,}", "label": "parameters"}]
    if len(plan.tasks) > 1:
        shared = plan.shared_parameters / plan.parameters
        saved = 1 - plan.parameters / plan.separate_parameters
        word = "fewer" if saved >= 0 else "more"
        made.append({"value": _percent(shared), "label": "of them shared"})
        made.append({"value": _percent(abs(saved)), "label": f"{word} than separate"})
    return made


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def cards(plan: Plan) -> dict[str, dict[str, object]]:
    """Per block id: title and lines of its hover card; text encoders are told of on the card of what they feed."""
    blocks = {block.id: block for block in plan.blocks}
    return {block.id: _card(plan, block, [blocks[source] for source in block.sources]) for block in drawn(plan)}


def drawn(plan: Plan) -> list[Block]:
    """The blocks with a box of their own: the inputs' box holds the text encoders too."""
    return [block for block in plan.blocks if block.column is None]


def _card(plan: Plan, block: Block, sources: Sequence[Block]) -> dict[str, object]:
    texts = [source for source in sources if source.column is not None]
    parameters = block.parameters + sum(text.parameters for text in texts)
    lines = [_shape(plan, block, sources), *(_text(plan, text) for text in texts), _parameters(parameters)]
    return {"title": _title(plan, block), "lines": [line for line in [*lines, _users(plan, block)] if line]}


def _text(plan: Plan, block: Block) -> str:
    """What reads the texts of one column, and how."""
    column = next(column for column in plan.inputs if column.id == block.column)
    template = 'Texts of "{name}": {count:,} tokens at most, {known:,} known, {encoder} into {units:,} values.'
    return template.format(
        name=column.name, count=column.length, known=column.tokens, encoder=_ENCODERS[block.kind], units=block.units
    )


def _title(plan: Plan, block: Block) -> str:
    owners = [task.name for task in plan.tasks if task.id in block.owners]
    everybody = len(owners) == len(plan.tasks)
    whose = "all tasks" if everybody and len(owners) > 1 else ", ".join(owners)
    templates = {
        "inputs": "Inputs" if everybody else "Inputs of {whose}",
        "trunk": "Layer {level}, shared by all tasks" if len(plan.tasks) > 1 else "Layer {level}",
        "expert": "Expert of {whose}, layer {level}",
        "gate": "Gate of {whose}",
        "mixture": "Mixture for {whose}",
        "tower": "Layer {level}, for {whose} alone" if len(block.tasks) == 1 else "Layer {level} of {whose}",
        "head": "Head of {whose}",
    }
    return templates[block.role].format(level=block.level, whose=whose)


def _shape(plan: Plan, block: Block, sources: Sequence[Block]) -> str:
    template = _HEAD_SENTENCES[_task(plan, block).kind] if block.kind == "output" else _SENTENCES[block.kind]
    if block.dropout:
        template += " In training, {dropout} of the units rest at each step."
    return template.format(
        columns=len(plan.inputs),
        received=sources[0].units if sources else 0,
        units=block.units,
        sources=len(sources),
        activation=_ACTIVATIONS.get(block.activation, block.activation),
        dropout=_percent(block.dropout),
    )


_SENTENCES = {
    "encode": "Turns {columns} columns into {units:,} values: numbers are scaled, categories get a learnt vector.",
    "dense": "{received:,} values in, {units:,} out ({activation}). Each unit weighs all values that come in.",
    "gate": "Looks at {received:,} values and says how much of each of {units:,} experts is taken.",
    "mixture": "Adds up {units:,} values of each expert, in the shares that the gate gives.",
    "stitch": "Takes a learnt share of the layers of all {sources} tasks: {units:,} values.",
    "depths": "Takes a learnt share of each of the {sources} layers before: {units:,} values.",
    "layer": "{units:,} values out ({activation}). All tasks pass their own values through these weights.",
    "adapted": "{received:,} values in, {units:,} out ({activation}): the shared layer with a small change of its own.",
    "relations": "Says how much is taken from each of {units:,} other tasks.",
    "message": "Adds what related tasks have found to what was found here: {units:,} values ({activation}).",
    "tokens": "Turns each of {columns} columns and each task into a token of {units:,} values.",
    "attention": "Columns look at columns, and each task at the columns: tokens of {units:,} values.",
    "taken": "What the token of this task has become: {units:,} values.",
    "answer": "Hands the answer on to other tasks.",
    "join": "Joins the values so far and what other tasks answer: {units:,} values.",
}
_HEAD_SENTENCES: dict[TaskKind, str] = {
    "regression": "{received:,} values in, 1 number out.",
    "binary": "{received:,} values in, the chance of yes out.",
    "multiclass": "{received:,} values in, a chance for each of {units:,} classes out.",
    "multilabel": "{received:,} values in, the chance of each of {units:,} labels out, any number of which may hold.",
}
_ENCODERS = {
    "average": "averaged",
    "lstm": "read by an LSTM",
    "bilstm": "read by an LSTM from both ends",
    "gru": "read by a GRU",
    "cnn": "searched by a CNN",
    "transformer": "read by a Transformer",
}
_ACTIVATIONS = {"relu": "ReLU", "gelu": "GELU", "silu": "SiLU", "elu": "ELU"}


def _parameters(count: int) -> str:
    if not count:
        return "Nothing to learn here."
    return _count(count, "{n:,} parameter to learn.", "{n:,} parameters to learn.")


def _users(plan: Plan, block: Block) -> str:
    names = _names(plan, block)
    if len(plan.tasks) == 1:
        return ""
    if len(names) == len(plan.tasks):
        return f"Used by all {len(names)} tasks."
    if len(names) > 1:
        return "Used by {names}.".format(names=", ".join(names))
    return f"Used by {names[0]} alone."


def _names(plan: Plan, block: Block) -> list[str]:
    return [task.name for task in plan.tasks if task.id in block.tasks]


def _task(plan: Plan, block: Block) -> OutputTask:
    return next(task for task in plan.tasks if task.id in block.owners)


def _count(count: int, one: str, many: str) -> str:
    return (one if count == 1 else many).format(n=count)
