"""The states of a run and the one function that moves a run from one to another."""

from __future__ import annotations

import time
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mtl_core.errors import StoreError
from mtl_core.runs import schema

State = Literal["queued", "starting", "running", "paused", "finished", "stopped", "failed", "interrupted"]

_Set = frozenset[State]
ENDS: _Set = _Set({"finished", "stopped", "failed", "interrupted"})
TRANSITIONS: dict[State, _Set] = {
    "queued": _Set({"starting", "stopped"}),
    "starting": ENDS | _Set({"running", "paused"}),
    "running": ENDS | _Set({"paused"}),
    "paused": ENDS | _Set({"running"}),
    "finished": _Set(),
    "stopped": _Set(),
    "failed": _Set(),
    "interrupted": _Set({"queued"}),
}
STATES: tuple[State, ...] = get_args(State)
HELD: tuple[State, ...] = ("starting", "running", "paused")  # by a worker
ACTIVE: tuple[State, ...] = ("queued", *HELD)


def move(connection: Connection, run_id: str, to: State, sentence: str = "", **fields: Any) -> None:
    """Move the run to state ``to``, or refuse with StoreError. A run that is there already takes the sentence only.

    A run that ends takes the commands with it that nobody obeyed.
    """
    numbered = schema.runs.join(schema.numbers, schema.numbers.c.run_id == schema.runs.c.id)
    known = sa.select(schema.numbers.c.number, schema.runs.c.state).select_from(numbered)
    row = connection.execute(known.where(schema.runs.c.id == run_id)).one()
    if to != row.state and to not in TRANSITIONS[row.state]:
        template = "Run {number} is {state}, so it cannot become {to}."
        raise StoreError(template.format(number=row.number, state=row.state, to=to))
    if to in ENDS:
        fields |= {"finished": time.time()}
        connection.execute(schema.commands.delete().where(schema.commands.c.run_id == run_id))
    elif to == "queued":
        fields |= {"finished": None}
    connection.execute(
        schema.runs.update().where(schema.runs.c.id == run_id).values(state=to, sentence=sentence, **fields)
    )
