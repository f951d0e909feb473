"""Changes of single fields by their dotted path, in an experiment's plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from mtl_core.errors import ExperimentError
from mtl_core.experiment.balancing import BALANCING
from mtl_core.experiment.settings import Settings
from mtl_core.experiment.sharing import SHARING

_KINDS: Mapping[str, Mapping[str, type[Settings]]] = {"sharing": SHARING, "balancing": BALANCING}


def apply_changes(data: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``data`` with each field of ``changes`` set; kinds come first, whatever the order. Raises ExperimentError."""
    for path in sorted(changes, key=lambda path: not path.endswith(".kind")):
        _place(data, path, changes[path])
    return data


def _place(data: dict[str, Any], path: str, value: Any) -> None:
    """Set the field at ``path`` in nested plain data; a column's name in the path may itself hold dots."""
    group, _, rest = path.partition(".")
    if not rest or group not in data or not isinstance(data[group], dict | tuple | list):
        raise ExperimentError(f'Setting "{path}" is not known; expected one such as training.epochs or sharing.depth.')
    field, _, task = rest.partition(".")
    if task and group in _KINDS and isinstance(data[group].get(field), dict):
        data[group][field][task] = value
        return
    if rest == "kind":
        data[group] = _of_kind(group, data[group], value)
        return
    owner, field = _owner(data, group, rest)
    if owner is None or field not in owner:
        raise ExperimentError(f'Setting "{path}" is not known; expected one such as training.epochs or sharing.depth.')
    owner[field] = value


def _owner(data: dict[str, Any], group: str, rest: str) -> tuple[dict[str, Any] | None, str]:
    """The plain data that holds the field named by ``rest`` within ``group``, and the field's own name."""
    name, _, field = rest.rpartition(".")
    if group == "columns":
        return data["columns"].get(name), field
    if group == "tasks":
        return next((task for task in data["tasks"] if task["column"] == name), None), field
    return (None if name else data[group]), field


def _of_kind(group: str, data: dict[str, Any], kind: Any) -> dict[str, Any]:
    """The settings of another kind; of what both have in common, values other than the old kind's own are kept as far
    as the other can take them."""
    known = _KINDS[group].get(kind)
    if known is None:
        expected = ", ".join(_KINDS[group])
        raise ExperimentError(f'{group}.kind: "{kind}" is not known; expected one of {expected}.')
    own = _KINDS[group][data["kind"]]().model_dump()
    kept = {name: value for name, value in data.items() if name in known.model_fields and value != own[name]}
    misfits = _misfits(known, kept | {"kind": kind})
    return known().model_dump() | {name: value for name, value in kept.items() if name not in misfits} | {"kind": kind}


def _misfits(known: type[Settings], values: Mapping[str, Any]) -> set[int | str]:
    """The fields whose value is beyond the limits of that kind."""
    try:
        known.model_validate(values)
    except ValidationError as error:
        return {fault["loc"][0] for fault in error.errors() if fault["loc"]}
    return set()
