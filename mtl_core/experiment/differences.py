"""Which settings of several experiments differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mtl_core.experiment.experiment import Experiment


def find_differences(experiments: Sequence[Experiment]) -> dict[str, tuple[Any, ...]]:
    """By dotted path, as ``--set`` takes it, the value that each has there; None where one has no such setting. What is
    the same in all of them is left out."""
    flat = [dict(_flatten(experiment)) for experiment in experiments]
    paths = dict.fromkeys(path for each in flat for path in each)
    values = {path: tuple(each.get(path) for each in flat) for path in paths}
    return {path: found for path, found in values.items() if any(value != found[0] for value in found)}


def _flatten(experiment: Experiment) -> Iterator[tuple[str, Any]]:
    data = experiment.model_dump(mode="json")
    data["tasks"] = {task["column"]: task for task in data["tasks"]}
    yield from _leaves("", data)


def _leaves(path: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        at = f"{path}.{name}" if path else str(name)
        if isinstance(value, Mapping):
            yield from _leaves(at, value)
        else:
            yield at, value
