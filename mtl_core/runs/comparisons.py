"""Runs that were queued together to be compared, in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from mtl_core.records.budget import Budget
from mtl_core.records.commands import StopCommand
from mtl_core.runs import runs, schema
from mtl_core.runs.command_records import give
from mtl_core.runs.database import Records
from mtl_core.runs.runs import Run
from mtl_core.runs.states import ENDS

_runs, _places = schema.runs.c, schema.compared_runs.c


class Wanted(NamedTuple):
    """One run to queue; ``group`` says what it stands for in the comparison."""

    group: str
    name: str
    experiment: str  # JSON text
    search: Budget | None = None  # how long better settings than the experiment's are sought, if they are


@dataclass(frozen=True)
class Comparison:
    """Runs on one table that stand beside each other; ``created`` in unix seconds."""

    id: str
    dataset_id: str
    created: float
    runs: int
    ended: int


class ComparisonRecords(Records):
    """Queue runs as one comparison, find them again, stop them all."""

    def create_comparison(
        self, comparison_id: str, dataset_id: str, wanted: Sequence[Wanted], owner: str = "local"
    ) -> None:
        """Queue all of ``wanted``, in their order, or none. The same id again changes nothing, until
        all of its runs were deleted.

        Raises StoreError where the table is gone, ExperimentError where a text is no experiment.
        """
        with self._database.write() as connection:
            if connection.execute(_ids(comparison_id, owner).limit(1)).first() is not None:
                return
            for place, (group, name, text, search) in enumerate(wanted):
                run = runs.queue(connection, dataset_id, text, name, f"{comparison_id} {place}", owner)
                new = {"run_id": run.id, "comparison_id": comparison_id, "group": group}
                connection.execute(schema.compared_runs.insert().values(**new))
                if search is not None:
                    sought = {"run_id": run.id, "trials": search.trials, "minutes": search.minutes}
                    connection.execute(schema.searches.insert().values(**sought))

    def comparisons(self, owner: str = "local") -> list[Comparison]:
        """All comparisons of the owner that have runs, the newest first."""
        ended = sa.func.sum(sa.case((_runs.state.in_(ENDS), 1), else_=0))
        wanted = (
            sa.select(_places.comparison_id, _runs.dataset_id, sa.func.min(_runs.created), sa.func.count(), ended)
            .select_from(schema.compared_runs.join(schema.runs))
            .where(_runs.owner == owner, _runs.deleted.is_(None))
            .group_by(_places.comparison_id, _runs.dataset_id)
            .order_by(sa.func.max(_runs.number).desc())
        )
        with self._database.read() as connection:
            return [Comparison(*row) for row in connection.execute(wanted)]

    def compared_runs(self, comparison_id: str, owner: str = "local") -> list[tuple[str, Run]]:
        """Group and run of each that is left of the comparison, in the order of the queue."""
        wanted = (
            runs.select_runs(_places.group)
            .join(schema.compared_runs, _places.run_id == _runs.id)
            .where(_places.comparison_id == comparison_id, _runs.owner == owner, _runs.deleted.is_(None))
            .order_by(_runs.number)
        )
        with self._database.read() as connection:
            return [(row.group, runs.make_run(row)) for row in connection.execute(wanted)]

    def stop_comparison(self, comparison_id: str, owner: str = "local") -> None:
        """Take those that wait out of the queue and end those at work, which keep their best epoch."""
        with self._database.write() as connection:  # so that no run begins because another was stopped
            for run_id in connection.scalars(_ids(comparison_id, owner)).all():
                give(connection, runs.require(connection, run_id, owner), StopCommand())

    def resume_comparison(self, comparison_id: str, owner: str = "local") -> None:
        """Queue those of its runs that were interrupted again; they go on from their last checkpoints."""
        with self._database.write() as connection:
            for run_id in connection.scalars(_ids(comparison_id, owner).where(_runs.state == "interrupted")).all():
                runs.queue_again(connection, run_id)

    def delete_comparison(self, comparison_id: str, owner: str = "local") -> None:
        """Put all its runs out of sight; their files go later. Refuses with StoreError while one is at work."""
        with self._database.write() as connection:
            for run_id in connection.scalars(_ids(comparison_id, owner)).all():
                runs.hide(connection, runs.require(connection, run_id, owner))


def _ids(comparison_id: str, owner: str) -> sa.Select[str]:
    """The runs that are left of the comparison."""
    mine = sa.and_(_places.comparison_id == comparison_id, _runs.owner == owner, _runs.deleted.is_(None))
    return sa.select(_runs.id).select_from(schema.compared_runs.join(schema.runs)).where(mine)
