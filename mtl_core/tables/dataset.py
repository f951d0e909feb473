"""A table that was read: its folder, its profile and its values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ConfigDict, ValidationError

from mtl_core.column_kinds import NUMBERS
from mtl_core.disk import refusal, sentence
from mtl_core.errors import DataError
from mtl_core.experiment import Column, Experiment
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.space import convert
from mtl_core.tables.profile import ColumnProfile, ProfileValue, ReadingReport, TargetProposal

TABLE = "table.parquet"
FACTS = "dataset.json"
_FACTS_DAMAGED = "What is known of the table can no longer be read, since its file is damaged; take the file in again."
_ANOTHER_VERSION = "The table was kept by another version of the program; take the file in again."
_MISSING = 'The values of table "{name}" are no longer there; take the file in again.'
_DAMAGED = 'The values of table "{name}" can no longer be read, since their file is damaged; take the file in again.'


class DatasetInfo(ProfileValue):
    """The content of ``dataset.json``."""

    id: str
    name: str
    rows: int
    columns: tuple[ColumnProfile, ...]
    report: ReadingReport
    proposals: tuple[TargetProposal, ...]
    sha256: str = ""  # of the table's file; empty where an earlier version of the program kept it


class Dataset(DatasetInfo):
    """A table in the workspace. Numbers are float64 or int64, dates datetime64, texts str; a missing cell is NA."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> Dataset:
        """The dataset in that folder. Raises DataError."""
        try:
            facts = DatasetInfo.model_validate_json((folder / FACTS).read_bytes())
        except FileNotFoundError:
            raise DataError("The table is no longer there; take the file in again.") from None
        except OSError as error:
            raise DataError(sentence(error)) from error
        except ValidationError as error:
            damaged = any(each["type"] == "json_invalid" for each in error.errors(include_url=False))
            raise DataError(_FACTS_DAMAGED if damaged else _ANOTHER_VERSION) from None
        return cls(folder=folder, **dict(facts))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.name: place for place, column in enumerate(self.columns)}

    def profile(self, name: str) -> ColumnProfile:
        """The column of that name. Raises DataError."""
        if name not in self._places:
            raise DataError(f'The table has no column "{name}"; choose one of its {len(self.columns)} columns.')
        return self.columns[self._places[name]]

    def formats(self, experiment: Experiment) -> dict[str, ColumnFormat]:
        """How the file wrote each column, so that its cells, and those of new files, are read alike everywhere."""
        asked = experiment.columns
        return {
            column.name: asked_format(column, asked[column.name]) if column.name in asked else column.format
            for column in self.columns
        }

    def values(self, experiment: Experiment, columns: Sequence[str]) -> pd.DataFrame:
        """These columns with their cells read as the experiment asks for them. Raises DataError."""
        return as_asked(self.frame(columns), experiment, self.formats(experiment))

    def frame(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The typed values of all columns, or of these in this order. Raises DataError."""
        chosen = [self.profile(name).name for name in (self._places if columns is None else columns)]
        with self._open() as file:
            table = file.read([f"c{self._places[name]}" for name in chosen])
            if table.num_rows != self.rows or table.num_columns != len(chosen):
                raise pa.ArrowInvalid("The file holds another table.")
            return rename_columns(table.to_pandas(), chosen)

    def preview(self, n: int = 50) -> pd.DataFrame:
        """The first ``n`` rows, each text cut to 200 characters."""
        with self._open() as file:
            batch = next(file.iter_batches(batch_size=n))
            return rename_columns(batch.to_pandas(), [column.name for column in self.columns]).map(_cut)

    def check(self) -> None:
        """Raise DataError where the values can no longer be read."""
        with self._open() as file:
            if not self.sha256:
                for _ in file.iter_batches():
                    pass

    @contextmanager
    def _open(self) -> Iterator[pq.ParquetFile]:
        """The table's file. Raises DataError, also where reading it within fails."""
        try:
            path = self.folder / TABLE
            if self.sha256 and digest(path) != self.sha256:
                raise pa.ArrowInvalid("The file is not the one that was written.")  # most damage reads as other values
            with pq.ParquetFile(path) as file:  # pq.read_table would load 7 MB of code for many files
                yield file
        except FileNotFoundError:
            raise DataError(_MISSING.format(name=self.name)) from None
        except (OSError, ValueError, pa.ArrowException) as error:
            raise DataError(refusal(error) or _DAMAGED.format(name=self.name)) from error


def digest(path: Path) -> str:
    """The SHA-256 of the file's content, read once as long as the file does not change. Raises OSError."""
    found = path.stat()
    return _digest(path, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=64)
def _digest(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def asked_format(profile: ColumnProfile, asked: Column) -> ColumnFormat:
    """How the cells of a column are written, and which of them mean the same to the person who asks."""
    spellings = profile.format.spellings or tuple(spelling.label for spelling in profile.spellings if asked.fold_case)
    return replace(profile.format, missing_numbers=asked.missing, spellings=spellings)


def as_asked(frame: pd.DataFrame, experiment: Experiment, formats: Mapping[str, ColumnFormat]) -> pd.DataFrame:
    """Stored cells read as the experiment asks for them: as the task's kind, else as the column's."""
    kinds = {name: column.kind for name, column in experiment.columns.items()}
    kinds |= {task.column: NUMBERS for task in experiment.tasks if task.traits.numeric}
    read = {name: convert(frame[name], formats[name], kinds.get(str(name))) for name in frame.columns}
    return pd.DataFrame(read, index=frame.index, columns=frame.columns)


def rename_columns(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The frame with these names for its columns; inside a table's file they are c0, c1, …."""
    return frame.set_axis(list(names), axis="columns")


def _cut(cell: Any) -> Any:
    return cell[:199] + "…" if isinstance(cell, str) and len(cell) > 200 else cell
