"""What a run keeps so that it can be compared later: what its answers came to, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from mtl_core.records.verdicts import TaskVerdict
from mtl_core.verdict.paired import MOST_ROWS
from mtl_core.verdict.samples import Array, Sample, make_sample

SAMPLES = "samples.parquet"
_POSITION, _GROUP = "position", "group"


@dataclass(frozen=True)
class KeptSample:
    """One task's sample: of the rows at ``positions`` [n] of the table, and which ``groups`` [n] they are of."""

    positions: Array
    sample: Sample
    groups: Array | None

    def take(self, positions: Array) -> KeptSample:
        """The same of the rows at some of its positions, in their order."""
        places = pd.Index(self.positions).get_indexer(pd.Index(positions))
        groups = None if self.groups is None else self.groups[places]
        return KeptSample(positions, self.sample.take(places), groups)


def tabulate_samples(
    positions: Array, groups: Array | None, samples: Mapping[str, tuple[Array, Sample]]
) -> pd.DataFrame:
    """A row for each of ``positions`` [n], at most 20,000, drawn alike for every run; two columns for each task, whose
    sample is of the rows at some places below n, with NaN elsewhere."""
    columns: dict[str, Array] = {_POSITION: positions}
    if groups is not None:
        columns[_GROUP] = groups.astype(str)
    for task, (places, sample) in samples.items():
        for name, values in zip(_names(task), sample.columns, strict=True):
            columns[name] = np.full(len(positions), np.nan)
            columns[name][places] = values
    table = pd.DataFrame(columns)
    return table if len(table) <= MOST_ROWS else table.sample(MOST_ROWS, random_state=0).sort_index()


def read_sample(folder: Path, verdict: TaskVerdict) -> KeptSample | None:
    """What a task's answers came to in the run of that folder; None where it is not kept."""
    path = folder / SAMPLES
    if not path.is_file():
        return None
    table = pd.read_parquet(path)
    first, second = _names(verdict.id)
    known = table[table[first].notna()]
    groups = known[_GROUP].to_numpy(dtype=str) if _GROUP in known else None
    return KeptSample(known[_POSITION].to_numpy(), make_sample(verdict.metric, known[first], known[second]), groups)


def _names(task: str) -> tuple[str, str]:
    return f"{task} first", f"{task} second"
