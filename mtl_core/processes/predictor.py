"""The predictor process, ``python -m mtl_core.processes.predictor --idle SECONDS``: orders come in as JSON lines,
replies go out.

It yields to the pages but not to trainings, for somebody waits; it keeps the network of the last order, and ends with
its input or when no order came for so long.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
from pathlib import Path

import pandas as pd

from mtl_core.errors import DataError, MTLError
from mtl_core.evaluation.examples import explain_rows
from mtl_core.evaluation.predicting import Predicted, predict_rows, training_formats
from mtl_core.explaining.background import held_rows
from mtl_core.explaining.row import explain_row
from mtl_core.exporting.bundle import Bundle, read
from mtl_core.features.remarks import remarks
from mtl_core.runs import process_control
from mtl_core.runs.environment import whole_number
from mtl_core.runs.predictor_client import MOST_ROWS, Order, Reply
from mtl_core.tables.intake.uploads import read_rows

_GIGABYTE = 2**30


class PredictorProcess:
    """Carries out orders, one after the other."""

    def __init__(self) -> None:
        self._loaded_from: tuple[Path, int] | None = None
        self._bundle: Bundle | None = None

    def reply(self, order: Order) -> Reply:
        """Do what is asked; a fault of what was given is told in a sentence."""
        try:
            bundle = self._load(order.bundle)
            if order.cells is not None:
                row = pd.DataFrame([order.cells], dtype=object)
                if order.explain:
                    return Reply(explanation=explain_row(bundle.space, bundle.outputs, row, held_rows(order.bundle)))
                answered = explain_rows(bundle.space, bundle.outputs, row, [0])[0]
                return Reply(row=answered, remarks=remarks(bundle.space, row))
            if order.table is not None and order.answers is not None:
                found = _predict(bundle, order.table, order.name)
                found.answers.to_parquet(order.answers, index=False)
                return Reply(remarks=found.remarks)
        except MTLError as error:
            return Reply(sentence=str(error))
        return Reply()

    def _load(self, path: Path) -> Bundle:
        found = (path, path.stat().st_mtime_ns) if path.is_file() else None  # another threshold is another file
        if self._bundle is None or found != self._loaded_from:
            self._bundle = None  # one network at a time
            self._bundle, self._loaded_from = read(path), found
            _try(self._bundle)
        return self._bundle


def _try(bundle: Bundle) -> None:
    """Predict an empty row, since the first one takes longest."""
    bundle.predict(pd.DataFrame([{column.name: None for column in bundle.space.columns}], dtype=object))


def _predict(bundle: Bundle, table: Path, name: str) -> Predicted:
    rows = read_rows(table, name, training_formats(bundle.space))
    if len(rows.frame) > MOST_ROWS:
        template = "The table has {rows:,} rows; at most {most:,} are predicted here, the command line takes more."
        raise DataError(template.format(rows=len(rows.frame), most=MOST_ROWS))
    return predict_rows(bundle.experiment, bundle.space, rows, bundle.outputs)


def main() -> None:
    """Answer until the input ends."""
    parser = argparse.ArgumentParser(prog="mtl_core.processes.predictor")
    parser.add_argument("--idle", type=float, required=True)
    idle = parser.parse_args().idle
    process_control.confine(whole_number("MTL_WORKER_MEMORY", 6, 1) * _GIGABYTE, niceness=10)
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no reply
    answering = PredictorProcess()
    while select.select([sys.stdin], [], [], idle)[0] and (line := sys.stdin.readline()):
        replies.write(answering.reply(Order.model_validate_json(line)).model_dump_json() + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
