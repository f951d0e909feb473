"""Learnt state as plain JSON data and back, read with distrust because bundles are brought by people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any, TypeVar

from mtl_core.errors import DataError
from mtl_core.features.column_format import ColumnFormat

State = TypeVar("State")

LONGEST_TEXT = 1_048_576
"""Characters of a text, a column's name or a label: no cell of a table is longer."""
MOST_ITEMS = 1_000_000
"""Labels, words or numbers of a list; the largest vocabulary that can be set has fewer."""


def _is_number(value: Any) -> bool:
    """Whether a float can hold it."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_list(value: Any, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, list | tuple) and len(value) <= MOST_ITEMS and all(map(fits, value))


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "str": _is_text,
    "str | None": lambda value: value is None or _is_text(value),
    "int": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "float": _is_number,
    "float | None": lambda value: value is None or _is_number(value),
    "tuple[str, ...]": lambda value: _is_list(value, _is_text),
    "tuple[str, ...] | None": lambda value: value is None or _is_list(value, _is_text),
    "tuple[float, ...]": lambda value: _is_list(value, _is_number),
    "Literal['median', 'mean']": lambda value: value in ("median", "mean"),
    "ColumnFormat": lambda value: isinstance(value, Mapping),
}  # by a field's annotation


def to_plain(state: Any) -> dict[str, Any]:
    """The fields of a state as plain JSON data."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(state).items()}


def from_plain(kind: type[State], data: Mapping[str, Any]) -> State:
    """The state that ``to_plain`` gave, now or when it had fewer fields. Raises DataError for other data."""
    types = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type]
    needed = {field.name for field in fields(kind) if field.default is MISSING}  # type: ignore[arg-type]
    if not needed <= set(data) <= set(types) or not all(_FITS[types[name]](value) for name, value in data.items()):
        template = "What is stored about a column is damaged: {kind} must hold {names}; export the bundle again."
        raise DataError(template.format(kind=kind.__name__, names=", ".join(types)))
    return kind(**{name: _value(types[name], value) for name, value in data.items()})


def _value(type_: str, value: Any) -> Any:
    if type_ == "ColumnFormat":
        return from_plain(ColumnFormat, value)
    if type_.startswith("float") and value is not None:
        return float(value)
    return tuple(value) if type_.startswith("tuple") and value is not None else value
