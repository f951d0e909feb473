"""One more task in a network: whether the others stay what they are, and the part that the new one alone needs."""

from __future__ import annotations

from mtl_core.errors import ExperimentError
from mtl_core.plan.network import Plan


def require_unchanged(before: Plan, after: Plan) -> None:
    """Refuse a network ``after`` in which a block of ``before`` is another or is missing. Raises ExperimentError."""
    kept = {block.id: block.essence for block in after.blocks}
    changed = [block.id for block in before.blocks if kept.get(block.id) != block.essence]
    if changed or before.inputs != after.inputs:
        template = (
            "The network cannot take in another task: that would change its part {part}, but the other tasks are to "
            "stay as they are; expected hard sharing, adapters or task tokens, and the settings it was made with."
        )
        raise ExperimentError(template.format(part=f'"{changed[0]}"' if changed else "of the inputs"))


def alone(whole: Plan, task: str) -> Plan:
    """The part of a network that the output of ``task`` (an id) comes from, as the network of that task alone."""
    blocks = {block.id: block for block in whole.blocks}
    found: set[str] = set()
    waiting = [next(block.id for block in whole.blocks if block.role == "head" and task in block.owners)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [*blocks[name].sources, *blocks[name].borrows]
    kept = [block.model_copy(update={"tasks": (task,)}) for block in whole.blocks if block.id in found]
    size = sum(block.parameters for block in kept)
    tasks = tuple(told for told in whole.tasks if told.id == task)
    update = {"tasks": tasks, "blocks": tuple(kept), "separate_parameters": size, "couplings": (), "watches": ()}
    return whole.model_copy(update=update)
