"""Rows of a run's table as a person knows them: by their number, by what names them, and by what the network reads."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mtl_core.errors import DataError
from mtl_core.experiment import Experiment
from mtl_core.runs.store import Run
from mtl_core.tables.splits.splitting import group_column
from mtl_core.verdict.samples import Array
from pages.shared import server, text

MOST = 50  # rows at once
_INPUTS, _NAMES = 8, 2
_LONGEST = 80  # signs of a text


def identifiers(experiment: Experiment) -> list[str]:
    """The columns that name a row."""
    return [name for name, column in experiment.columns.items() if column.traits.names_rows][:_NAMES]


def describe(run: Run, positions: Sequence[int]) -> pd.DataFrame:
    """A row for each of ``positions``: its number, the columns that name it, and the first inputs; the number alone
    where the table is gone."""
    experiment = Experiment.from_json(run.experiment)
    names = [*identifiers(experiment), *experiment.input_names[:_INPUTS]]
    numbers = pd.DataFrame({"Row": [position + 1 for position in positions]})
    try:
        table = server.table(run.dataset_id)
        cells = table.frame(names).iloc[list(positions)].reset_index(drop=True)
    except DataError:
        return numbers
    cells = cells.map(lambda cell: text.plain(cell, _LONGEST) if isinstance(cell, str) else cell)
    return pd.concat([numbers, cells.set_axis([text.plain(name, 40) for name in names], axis=1)], axis=1)


def find_groups(run: Run, positions: Array) -> Array | None:
    """The groups [n] of these rows, where the table was split by a column of groups and is there."""
    experiment = Experiment.from_json(run.experiment)
    by = group_column(experiment)
    try:
        cells = server.table(run.dataset_id).frame([by])[by] if by else None
    except DataError:
        return None
    return None if cells is None else cells.iloc[positions].to_numpy(dtype=str)


def tell_names(run: Run, positions: Sequence[int]) -> list[str]:
    """What names each of these rows, as in "patient 17"; empty where no column does."""
    names = identifiers(Experiment.from_json(run.experiment))
    if not names:
        return [""] * len(positions)
    try:
        cells = server.table(run.dataset_id).frame(names).iloc[list(positions)]
    except DataError:
        return [""] * len(positions)
    return [
        " · ".join(f"{text.plain(name, 40)} {text.plain(str(cell), 40)}" for name, cell in zip(names, row, strict=True))
        for row in cells.itertuples(index=False, name=None)
    ]
