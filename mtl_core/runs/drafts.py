"""The draft of each workspace id with its undo steps; the experiment is text here and nothing reads it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from mtl_core.errors import StoreError
from mtl_core.runs import schema
from mtl_core.runs.database import Records

UNDO_STEPS = 100
_table, _steps = schema.drafts.c, schema.draft_steps.c


@dataclass(frozen=True)
class Draft:
    """What a workspace id works on; ``version`` grows with every change, undo and redo included."""

    dataset_id: str
    experiment_json: str | None
    version: int
    can_undo: bool
    can_redo: bool


class DraftRecords(Records):
    """Save, read, undo and redo a draft."""

    def draft(self, workspace_id: str, owner: str = "local") -> Draft | None:
        """The draft as it stands; None where nothing was saved yet."""
        with self._database.read() as connection:
            return _read(connection, workspace_id, owner)

    def save_draft(
        self, workspace_id: str, dataset_id: str, experiment_json: str | None, version: int, owner: str = "local"
    ) -> Draft:
        """Put a new step after the one shown; ``version`` is the one that was changed, 0 for the first.

        Raises StoreError where the draft was changed meanwhile, in another tab say; then nothing is saved.
        """
        with self._database.write() as connection:
            row = _row(connection, workspace_id, owner)
            if version != (row.version if row else 0):
                raise StoreError("The draft was changed elsewhere, in another tab perhaps; this change was not kept.")
            step = row.step + 1 if row else 0
            mine = _mine_steps(workspace_id, owner)
            connection.execute(
                schema.draft_steps.delete().where(mine, (_steps.step >= step) | (_steps.step < step - UNDO_STEPS))
            )
            names = {"owner": owner, "workspace_id": workspace_id}
            new = {"step": step, "dataset_id": dataset_id, "experiment": experiment_json}
            connection.execute(schema.draft_steps.insert().values(**names, **new))
            if row is None:
                connection.execute(schema.drafts.insert().values(**names, step=step, version=1))
            else:
                _show(connection, workspace_id, owner, step)
            return _read_draft(connection, workspace_id, owner)

    def undo(self, workspace_id: str, owner: str = "local") -> Draft | None:
        """One step back, where there is one."""
        return self._go(workspace_id, owner, -1)

    def redo(self, workspace_id: str, owner: str = "local") -> Draft | None:
        """One step forward again, where there is one."""
        return self._go(workspace_id, owner, 1)

    def _go(self, workspace_id: str, owner: str, by: int) -> Draft | None:
        with self._database.write() as connection:
            row = _row(connection, workspace_id, owner)
            if row is not None and _has_step(connection, workspace_id, owner, row.step + by):
                _show(connection, workspace_id, owner, row.step + by)
            return _read(connection, workspace_id, owner)


def _row(connection: Connection, workspace_id: str, owner: str) -> Row[tuple[object, ...]] | None:
    mine = sa.select(schema.drafts).where(_table.owner == owner, _table.workspace_id == workspace_id)
    return connection.execute(mine).one_or_none()


def _read(connection: Connection, workspace_id: str, owner: str) -> Draft | None:
    row = _row(connection, workspace_id, owner)
    if row is None:
        return None
    mine = _mine_steps(workspace_id, owner)
    step = connection.execute(sa.select(schema.draft_steps).where(mine, _steps.step == row.step)).one()
    can_undo = _has_step(connection, workspace_id, owner, row.step - 1)
    can_redo = _has_step(connection, workspace_id, owner, row.step + 1)
    return Draft(step.dataset_id, step.experiment, row.version, can_undo, can_redo)


def _read_draft(connection: Connection, workspace_id: str, owner: str) -> Draft:
    draft = _read(connection, workspace_id, owner)
    assert draft is not None  # written in this transaction
    return draft


def _has_step(connection: Connection, workspace_id: str, owner: str, step: int) -> bool:
    mine = _mine_steps(workspace_id, owner)
    return connection.scalar(sa.select(_steps.step).where(mine, _steps.step == step)) is not None


def _show(connection: Connection, workspace_id: str, owner: str, step: int) -> None:
    mine = sa.and_(_table.owner == owner, _table.workspace_id == workspace_id)
    connection.execute(schema.drafts.update().where(mine).values(step=step, version=_table.version + 1))


def _mine_steps(workspace_id: str, owner: str) -> sa.ColumnElement[bool]:
    return sa.and_(_steps.owner == owner, _steps.workspace_id == workspace_id)
