"""Candidates of a comparison: changes to an experiment, each known by the name of a group of runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

from mtl_core.errors import ExperimentError
from mtl_core.experiment import BALANCING, SHARING, Experiment
from mtl_core.wording import list_names

METHOD = "balancing.kind"
FEWEST, MOST = 2, 8
_KINDS: Mapping[str, Mapping[str, Any]] = {"sharing.kind": SHARING, METHOD: BALANCING}  # of settings, by their kind
_LACKING = "{path} is no setting of {kind}, which is compared without it."
Changes = Mapping[str, str]
"""New values by the dotted path of a field, in words that ``Experiment.with_changes`` reads."""


def name_group(changes: Changes) -> str:
    """The name of the group of runs that are changed so: a way of balancing alone is known by its kind."""
    kind = changes.get(METHOD, "")
    return kind if kind in BALANCING and len(changes) == 1 else json.dumps(changes, ensure_ascii=False)


def read_group(group: str) -> Changes:
    """The changes that a group of that name stands for; none for a group that is no candidate."""
    if group in BALANCING:
        return {METHOD: group}
    if not group.startswith("{"):
        return {}
    found: Changes = json.loads(group)
    return found


def tell_changes(changes: Changes) -> str:
    """What a person calls the candidate."""
    if len(changes) == 1 and changes.get(METHOD) in BALANCING:
        return BALANCING[changes[METHOD]].title
    return list_names([f"{path} = {value}" for path, value in changes.items()]) if changes else "As it is"


class Combined(NamedTuple):
    """Candidates, and a sentence on each setting that some of them do not have."""

    candidates: list[Changes]
    notes: list[str]


def combine(experiment: Experiment, values: Mapping[str, Sequence[str]]) -> Combined:
    """A candidate for every combination of the values by path, the last path varying first.

    A setting that a way of sharing or balancing has and another has not, as a depth, is left out of the other's
    candidates, of which those are then the same count once. Raises ExperimentError for a kind that is not known.
    """
    found: dict[str, Changes] = {}
    notes: dict[str, None] = {}
    for each in product(*values.values()):
        changes = dict(zip(values, each, strict=True))
        lacking = _find_lacking(experiment, changes)
        fitting = {path: value for path, value in changes.items() if path not in lacking}
        found.setdefault(name_group(fitting), fitting)
        notes |= {_LACKING.format(path=path, kind=kind): None for path, kind in lacking.items()}
    return Combined(list(found.values()), list(notes))


def _find_lacking(experiment: Experiment, changes: Changes) -> dict[str, str]:
    """The paths of settings that the kind asked for does not have and another has, each with that kind."""
    changed = experiment.with_changes({path: value for path, value in changes.items() if path in _KINDS})
    data, found = changed.model_dump(), {}
    for path in changes:
        group, _, field = path.partition(".")
        others = _KINDS.get(f"{group}.kind", {}).values()
        if any(field in kind.model_fields for kind in others) and field not in data[group]:
            found[path] = f"{group}.kind = {data[group]['kind']}"
    return found


def read_values(asked: Iterable[str]) -> dict[str, list[str]]:
    """Values by path from texts such as ``sharing.depth=1,2``. Raises ExperimentError."""
    found: dict[str, list[str]] = {}
    for text in asked:
        path, equals, values = text.partition("=")
        known = [value.strip() for value in values.split(",") if value.strip()]
        if not (path and equals and known) or path in found:
            template = (
                'Expected path=value,value to compare, each path once, received "{text}"; write sharing.depth=1,2.'
            )
            raise ExperimentError(template.format(text=text))
        found[path] = list(dict.fromkeys(known))
    return found


def require(experiment: Experiment, candidates: Sequence[Changes]) -> dict[str, Experiment]:
    """The changed experiments by the name of their group. Raises ExperimentError where a change is refused, where two
    candidates are the same network and training, or where there are not 2 to 8."""
    if not FEWEST <= len(candidates) <= MOST:
        template = "Expected {fewest} to {most} candidates to compare, received {count}; choose fewer or more values."
        raise ExperimentError(template.format(fewest=FEWEST, most=MOST, count=len(candidates)))
    found: dict[str, Experiment] = {}
    for changes in candidates:
        changed = experiment.with_changes(changes)
        same = next((group for group, other in found.items() if other == changed), None)
        if same is not None:
            template = '"{first}" and "{second}" are the same training; leave one of them out.'
            first, second = tell_changes(read_group(same)), tell_changes(changes)
            raise ExperimentError(template.format(first=first, second=second))
        found[name_group(changes)] = changed
    return found
