"""Predict with this bundle, without MTL Studio.

    pip install -r requirements.txt
    python predict.py TABLE --out predictions.csv

TABLE is a table in any form that MTL Studio reads and holds the input columns that README.md lists. What should be
known of the answers is said on standard error.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the bundle's own sources, also under `python -I`

import pandas as pd  # noqa: E402

from mtl_core.errors import DataError, MTLError  # noqa: E402
from mtl_core.evaluation.answers import answers  # noqa: E402
from mtl_core.evaluation.predicting import Predicted, predict_rows, training_formats  # noqa: E402
from mtl_core.experiment import Experiment  # noqa: E402
from mtl_core.features.space import FeatureSpace  # noqa: E402
from mtl_core.loading import quiet  # noqa: E402
from mtl_core.tables.intake import reading  # noqa: E402
from mtl_core.tables.profile import ReadingOptions  # noqa: E402
from mtl_core.tables.rows import Rows, rows  # noqa: E402
from mtl_core.wording import printable  # noqa: E402

MANIFEST = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
SPACE = FeatureSpace.from_dict(MANIFEST["space"])


def predict(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per row of ``frame``, in order: column NAME, and NAME:CLASS probabilities. Raises DataError."""
    return answers(SPACE.targets, outputs(SPACE.transform(frame)), frame)


def predict_file(path: Path) -> Predicted:
    """The answers about each row of a file, with its number and its identifiers, and what should be known of them.
    Raises DataError."""
    experiment = Experiment.model_validate(MANIFEST["experiment"])
    return predict_rows(experiment, SPACE, read(path), outputs)


def outputs(inputs: Any) -> list[Any]:
    """What the network gives for encoded rows: an array [n, …] per task."""
    with quiet():
        import keras  # here, because it takes seconds that a table with a fault need not wait for

        from mtl_core.networks.predict import predict

    return predict(keras.saving.load_model(HERE / "model.keras", compile=False), inputs)


def read(path: Path) -> Rows:
    """The rows of a file, read as MTL Studio reads them. Raises DataError."""
    if not path.is_file():
        raise DataError(f'The file "{path.name}" is not there; choose one that exists.')
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / "table.parquet"
        return rows(table, reading.read(path, table, ReadingOptions(), Path(scratch), training_formats(SPACE)))


def main() -> int:
    """Read the table, predict, write the answers; 0, or 2 with a sentence."""
    parser = argparse.ArgumentParser(description="Predict with this bundle.")
    parser.add_argument("table", type=Path, metavar="TABLE")
    parser.add_argument("--out", type=Path, required=True, metavar="predictions.csv")
    options: Any = parser.parse_args()
    try:
        found = predict_file(options.table)
        found.answers.to_csv(options.out, index=False, quoting=csv.QUOTE_NONNUMERIC)
    except (MTLError, OSError) as error:
        print(printable(str(error)), file=sys.stderr)
        return 2
    for sentence in found.remarks:
        print(printable(sentence), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
