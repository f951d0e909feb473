"""All that is known of a finished run, gathered from what it left."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import mtl_core
from mtl_core.errors import StoreError
from mtl_core.experiment import Experiment
from mtl_core.plan import Plan
from mtl_core.records.affinity import Affinities
from mtl_core.records.data_needs import DataNeeds
from mtl_core.records.history import History
from mtl_core.records.importance import Importances
from mtl_core.records.record import Record
from mtl_core.records.results import Evaluation
from mtl_core.records.verdicts import Sharings, Verdicts
from mtl_core.reports.kept_needs import read_needs
from mtl_core.runs import results

_BROKEN = (
    "{path} is no bundle that a report can be made of: it lacks what it should say of the network; train the network "
    "again."
)


class Table(Record):
    """The table that a network learnt from, and how many of its rows did what."""

    name: str
    id: str  # the hash of its content
    rows: int
    train: int
    validation: int
    test: int
    extends: str | None = None  # the table that its earlier tasks were learnt from


@dataclass(frozen=True)
class Findings:
    """What a report tells: what was trained, how that went, what it came to; ``decided`` is what was
    decided or left out while the table was read, ``notes`` what should be known of trainings beside it."""

    table: Table
    experiment: Experiment
    plan: Plan
    history: History
    left_out: tuple[str, ...] = ()
    evaluation: Evaluation | None = None
    verdicts: Verdicts | None = None
    importances: Importances | None = None
    sharing: Sharings | None = None
    affinities: Affinities | None = None
    data_needs: DataNeeds | None = None
    decided: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """All of it as JSON."""
        return json.dumps(self._body(), ensure_ascii=False, indent=2, allow_nan=False).encode()

    def _body(self) -> dict[str, Any]:
        records: dict[str, Record | None] = {
            "evaluation": self.evaluation,
            "verdict": self.verdicts,
            "sharing": self.sharing,
            "importance": self.importances,
            "affinity": self.affinities,
            "rows": self.data_needs,
        }
        return {
            "program": f"MTL Studio {mtl_core.__version__}",
            "table": self.table.to_body(),
            "experiment": self.experiment.model_dump(mode="json"),
            "network": {"sentence": self.plan.sentence(), "parameters": self.plan.parameters},
            **{name: record.to_body() if record is not None else None for name, record in records.items()},
            "history": self.history.to_body(),
            "left_out": [*self.decided, *self.left_out, *self.notes],
        }


@dataclass(frozen=True)
class Beside:
    """What trainings that were queued beside a run tell of it."""

    sharing: Sharings | None = None
    data_needs: DataNeeds | None = None


def gather(folder: Path, history: History, decided: tuple[str, ...] = (), beside: Beside | None = None) -> Findings:
    """What the run in ``folder`` left there, and what is known of it besides. Raises StoreError."""
    beside = beside or Beside()
    path = folder / "bundle.zip"
    if not path.is_file():
        raise StoreError(f"{folder} holds no bundle.zip, so there is no trained network to report on; train it first.")
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read("manifest.json"))
        table, experiment = Table.model_validate(told["origin"]), Experiment.model_validate(told["experiment"])
        kept, notes = (None, ()) if beside.data_needs else read_needs(folder, table.id, experiment)
        return Findings(
            table=table,
            experiment=experiment,
            plan=Plan.model_validate(told["plan"]),
            history=history,
            left_out=tuple(str(column["reason"]) for column in told["space"].get("left_out", ())),
            evaluation=results.read(folder),
            verdicts=results.read_verdicts(folder),
            importances=results.read_importances(folder),
            sharing=beside.sharing or results.read_sharing(folder),
            affinities=results.read_affinities(folder),
            data_needs=beside.data_needs or kept,
            decided=decided,
            notes=notes,
        )
    except (zipfile.BadZipFile, KeyError, TypeError, AttributeError, ValueError, ValidationError) as error:
        raise StoreError(_BROKEN.format(path=path)) from error
