"""A table's rows as a network's arrays: all columns and tasks together, as learnt from the training rows.

It knows numpy and pandas alone, because it travels inside every exported bundle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.families import all_members, members
from mtl_core.features.column_encoder import ColumnEncoder
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.learned_state import from_plain, to_plain
from mtl_core.features.named_columns import cells, require
from mtl_core.features.targets.target_encoder import Encoded, TargetEncoder
from mtl_core.features.word_pieces import PieceColumn
from mtl_core.task_kinds.registry import TASK_KINDS
from mtl_core.text_encoders import spelling_name

ENCODERS: Mapping[str, type[ColumnEncoder]] = {
    encoder.kind: encoder for encoder in (*all_members("mtl_core.features.columns", "COLUMN"), PieceColumn)
}


def convert(values: pd.Series[Any], format: ColumnFormat, kind: str | None) -> pd.Series[Any]:
    """Stored cells [n] as a kind of column asks for them; one that is no input, or none, leaves them as they are."""
    encoder = ENCODERS.get(kind or "")
    return format.convert(values) if encoder is None else encoder.convert(values, format)


TARGET_KINDS: Mapping[str, type[TargetEncoder]] = members("mtl_core.features.targets", "TARGET", TASK_KINDS)


@dataclass(frozen=True)
class LeftOut:
    """A column that is not used though it was asked for, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class FeatureSpace:
    """Inputs in column order (c0, c1, …) and tasks in task order (t0, t1, …)."""

    columns: tuple[ColumnEncoder, ...]
    targets: tuple[TargetEncoder, ...]
    left_out: tuple[LeftOut, ...] = ()

    def transform(self, frame: pd.DataFrame) -> dict[str, npt.NDArray[Any]]:
        """The network's inputs: "numbers" float32 [n, F] and "categories" int32 [n, C], F and C possibly 0, and for
        each text its tokens int32 [n, length] under the column's id ("c3"), and how they are spelt int32
        [n, length, SPELT] beside it where that is told ("c3_spelling").

        The cells may be typed or text. Raises DataError with all columns that are missing.
        """
        require(frame, [column.name for column in self.columns])
        with_numbers = [column for column in self.columns if column.numbers]
        with_tokens = [column for column in self.columns if column.vocabulary]
        numbers = np.empty((len(frame), sum(column.numbers for column in with_numbers)), dtype=np.float32)
        tokens = np.empty((len(frame), len(with_tokens)), dtype=np.int32)
        start = 0
        for column in with_numbers:
            encoded = column.encode(cells(frame, column.name))
            if not np.isfinite(encoded).all():
                raise DataError(f'Column "{column.name}" gives numbers that are not finite; export the bundle again.')
            numbers[:, start : start + column.numbers] = encoded
            start += column.numbers
        for place, column in enumerate(with_tokens):
            tokens[:, place : place + 1] = column.encode(cells(frame, column.name))
        texts = {
            f"c{place}": column.encode(cells(frame, column.name))
            for place, column in enumerate(self.columns)
            if column.length
        }
        spelt = {
            spelling_name(f"c{place}"): column.spell(cells(frame, column.name))
            for place, column in enumerate(self.columns)
            if column.spellings
        }
        return {"numbers": numbers, "categories": tokens, **texts, **spelt}

    def deal(
        self, encoded: Mapping[str, npt.NDArray[Any]], place: int, order: npt.NDArray[np.int64]
    ) -> dict[str, npt.NDArray[Any]]:
        """The rows of ``transform`` [n, …] again, with the cells of the column at ``place`` taken in another ``order``
        [n]."""
        dealt = dict(encoded)
        for name, numbers in self._places[place]:
            dealt[name] = encoded[name].copy()
            dealt[name][:, numbers] = encoded[name][order, numbers]
        return dealt

    def mix(
        self, encoded: Mapping[str, npt.NDArray[Any]], sources: npt.NDArray[np.int64]
    ) -> dict[str, npt.NDArray[Any]]:
        """Rows made of the cells of others: ``sources`` [m, columns] says from which row of ``transform`` [n, …] each
        column's are taken."""
        mixed = {name: np.empty((len(sources), *values.shape[1:]), values.dtype) for name, values in encoded.items()}
        for place, stands in enumerate(self._places):
            for name, numbers in stands:
                mixed[name][:, numbers] = encoded[name][sources[:, place], numbers]
        return mixed

    @cached_property
    def _places(self) -> tuple[tuple[tuple[str, slice], ...], ...]:
        """By column in which arrays of ``transform``, and where in their rows, it stands; found once, since a row of a
        thousand columns is mixed many times."""
        numbers, tokens, found = 0, 0, []
        for place, column in enumerate(self.columns):
            stands = []
            if column.numbers:
                stands.append(("numbers", slice(numbers, numbers + column.numbers)))
                numbers += column.numbers
            if column.vocabulary:
                stands.append(("categories", slice(tokens, tokens + 1)))
                tokens += 1
            if column.length:
                stands.append((f"c{place}", slice(None)))
            if column.spellings:
                stands.append((spelling_name(f"c{place}"), slice(None)))
            found.append(tuple(stands))
        return tuple(found)

    def encode_targets(
        self, frame: pd.DataFrame
    ) -> tuple[tuple[npt.NDArray[np.float32], ...], tuple[npt.NDArray[np.bool_], ...]]:
        """Per task what its loss compares, and where there is a label to compare: arrays of one shape."""
        encoded: list[Encoded] = [target.encode(frame) for target in self.targets]
        return tuple(values for values, _ in encoded), tuple(mask for _, mask in encoded)

    def to_dict(self) -> dict[str, Any]:
        """Everything learnt, as plain JSON data."""
        return {
            "columns": [{"kind": column.kind, **to_plain(column)} for column in self.columns],
            "targets": [to_plain(target) for target in self.targets],
            "left_out": [to_plain(left_out) for left_out in self.left_out],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FeatureSpace:
        """Read ``to_dict``'s data. Raises DataError."""
        columns = [from_plain(_kind(ENCODERS, state), _without_kind(state)) for state in _states(data, "columns")]
        targets = [from_plain(_kind(TARGET_KINDS, state), state) for state in _states(data, "targets")]
        left_out = [from_plain(LeftOut, state) for state in _states(data, "left_out")]
        return cls(tuple(columns), tuple(targets), tuple(left_out))


def _states(data: Mapping[str, Any], group: str) -> list[Mapping[str, Any]]:
    states = data.get(group)
    if not isinstance(states, list) or not all(isinstance(state, Mapping) for state in states):
        raise DataError(f"What is stored about the columns is damaged: it has no {group}; export the bundle again.")
    return states


def _kind(kinds: Mapping[str, Any], state: Mapping[str, Any]) -> Any:
    kind = state.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        template = "What is stored about a column is damaged: kind must be one of {kinds}; export the bundle again."
        raise DataError(template.format(kinds=", ".join(kinds)))
    return kinds[kind]


def _without_kind(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name != "kind"}
