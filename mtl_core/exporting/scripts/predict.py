"""Predict with this bundle, without MTL Studio.

    pip install -r requirements.txt
    python predict.py TABLE --out predictions.csv

TABLE is .csv, .tsv, .txt, .xlsx, .parquet or .jsonl and holds the input columns that README.md lists.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the bundle's own sources, also under `python -I`

import pandas as pd  # noqa: E402

from mtl_core.errors import MTLError  # noqa: E402
from mtl_core.evaluation.answers import answers  # noqa: E402
from mtl_core.features.space import FeatureSpace  # noqa: E402


def predict(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per row of ``frame``, in order: column NAME, and NAME:CLASS probabilities."""
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    space = FeatureSpace.from_dict(manifest["space"])
    return answers(space.targets, _outputs(space.transform(frame)), frame)


def _outputs(inputs: dict[str, Any]) -> list[Any]:
    import keras  # here, because it takes seconds that a table with a fault need not wait for

    from mtl_core.networks.predict import predict

    return predict(keras.saving.load_model(HERE / "model.keras", compile=False), inputs)


def read(path: Path, encoding: str, delimiter: str | None) -> pd.DataFrame:
    """A table with its cells as they are written; the network's own columns say how to read them."""
    kind = path.suffix.lower()
    if kind == ".parquet":
        return pd.read_parquet(path)
    if kind == ".xlsx":
        return pd.read_excel(path, dtype=object, keep_default_na=False, na_values=[""], engine="calamine")
    if kind == ".jsonl":
        lines = path.read_text(encoding=encoding).splitlines()
        return pd.DataFrame([json.loads(line) for line in lines if line.strip()], dtype=object)
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)  # a shifted row must not pass
        return pd.read_csv(
            path,
            sep=delimiter or commonest_delimiter(path, encoding),
            encoding=encoding,
            dtype=str,
            keep_default_na=False,
            na_values=[""],
            index_col=False,
        )


def commonest_delimiter(path: Path, encoding: str) -> str:
    """The delimiter that stands most often in the first line."""
    with path.open(encoding=encoding, newline="") as file:
        line = file.readline()
    return max(",;\t|", key=line.count)


def main() -> int:
    """Read the table, predict, write the answers; 0, or 2 with a sentence."""
    parser = argparse.ArgumentParser(description="Predict with this bundle.")
    parser.add_argument("table", type=Path, metavar="TABLE")
    parser.add_argument("--out", type=Path, required=True, metavar="predictions.csv")
    parser.add_argument("--encoding", default="utf-8-sig")
    parser.add_argument("--delimiter", help="default: the commonest of , ; tab | in the first line")
    options: Any = parser.parse_args()
    try:
        found = predict(read(options.table, options.encoding, options.delimiter))
        found.to_csv(options.out, index=False, quoting=csv.QUOTE_NONNUMERIC)
    except (MTLError, OSError, ValueError, pd.errors.ParserWarning) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
