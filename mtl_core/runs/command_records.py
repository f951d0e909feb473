"""The queue of commands between a page and the worker that obeys."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from mtl_core.errors import StoreError
from mtl_core.records.commands import Command, StopCommand
from mtl_core.runs import schema, strict_json
from mtl_core.runs.database import Records
from mtl_core.runs.runs import require
from mtl_core.runs.states import ENDS, move


class CommandRecords(Records):
    """Send commands."""

    def send(self, run_id: str, command: Command, owner: str = "local") -> None:
        """Give the run an order; its worker obeys within half a second and then says so in the run's state.

        ``stop`` takes a waiting run out of the queue and does nothing to one that has ended; any other order to a
        run that has ended is refused with StoreError.
        """
        with self._database.write() as connection:
            give(connection, require(connection, run_id, owner), command)


def give(connection: Connection, run: Row[Any], command: Command) -> None:
    """Do what ``send`` promises to the run of that record."""
    if run.state in ENDS:
        if not isinstance(command, StopCommand):
            template = "Run {number} is {state} and takes no more orders."
            raise StoreError(template.format(number=run.number, state=run.state))
    elif run.state == "queued" and isinstance(command, StopCommand):
        move(connection, run.id, "stopped", "Stopped before it began.")
    else:
        new = {"run_id": run.id, "kind": command.kind, "body": strict_json.to_text(command.to_body())}
        connection.execute(sa.insert(schema.commands).values(**new))
