"""A task's metric in each group of rows that a column makes, with intervals: where the network is worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from mtl_core.records.metrics import LOWER_IS_BETTER
from mtl_core.verdict.kept import KeptSample
from mtl_core.verdict.paired import find_interval
from mtl_core.verdict.samples import Array
from mtl_core.verdict.shares import share_interval
from mtl_core.wording import MOMENTS, format_cell, format_number, list_names, write_apart, write_digits

FEWEST = 10
"""Rows of a group, and of yes and no where pairs of them are put in order, of which an interval is told."""
MOST = 8
"""Labels that are groups of their own; the rows of all others are one."""
_BINS = 4
_MISSING, _OTHERS = "missing", "all others"
_WORSE = "Worse than over all {rows:,} rows ({value}), beyond what chance allows: {names}."
_ALIKE = "No group is worse than all {rows:,} rows together ({value}) beyond what chance allows."
_SMALL = "Too small to tell: {names}."


@dataclass(frozen=True)
class Group:
    """A group's ``rows``, and the metric over them with its 95% interval; None where they are too few."""

    name: str
    rows: int
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Grouped:
    """The groups, and the metric over all rows."""

    metric: str
    rows: int
    value: float
    groups: tuple[Group, ...]

    def sentence(self) -> str:
        """Which groups are worse, as far as intervals tell, which widen with the number of groups (Bonferroni)."""
        names = [f'"{group.name}"' for group in self.groups if self._is_worse(group)]
        told = {"rows": self.rows, "value": format_number(self.value)}
        said = _WORSE.format(names=list_names(names), **told) if names else _ALIKE.format(**told)
        small = [f'"{group.name}"' for group in self.groups if group.low is None]
        return f"{said} {_SMALL.format(names=list_names(small))}" if small else said

    def _is_worse(self, group: Group) -> bool:
        if group.low is None or group.high is None:
            return False
        return group.low > self.value if self.metric in LOWER_IS_BETTER else group.high < self.value


def split_rows(values: pd.Series[Any], binned: bool) -> list[tuple[str, Array]]:
    """The places of the rows of each group of ``values`` [n], by name: quarters of what is ``binned``, else labels,
    the commonest first; missing cells are a group."""
    missing = values.isna().to_numpy()
    known = np.flatnonzero(~missing)
    found = _quarters(values.iloc[known]) if binned else _labels(values.iloc[known])
    groups = [(name, known[places]) for name, places in found]
    return [*groups, (_MISSING, np.flatnonzero(missing))] if missing.any() else groups


def group_by(metric: str, sample: KeptSample, groups: Sequence[tuple[str, Array]]) -> Grouped:
    """The metric over the rows of each group, whose places count within the sample."""
    told = tuple(_measure(name, sample, places, len(groups)) for name, places in groups if len(places))
    return Grouped(metric, sample.sample.rows, sample.sample.value, told)


def _measure(name: str, sample: KeptSample, places: Array, groups: int) -> Group:
    part = sample.sample.take(places)
    value = part.value if np.isfinite(part.value) else None
    if value is None or part.fewest < FEWEST:
        return Group(name, len(places), value)
    alpha = 0.05 / groups
    if part.is_share:
        ends = share_interval(part.columns[0].sum(), part.rows, alpha)
        return Group(name, len(places), value, *(float(end) for end in ends))
    units = None if sample.groups is None else sample.groups[places]
    found = find_interval(part, units, alpha)
    return Group(name, len(places), value, *(found or (None, None)))


def _quarters(values: pd.Series[Any]) -> list[tuple[str, Array]]:
    """Of amounts or moments, between their quartiles; fewer where many are equal."""
    if values.empty:
        return []
    quartiles = values.quantile(np.arange(1, _BINS) / _BINS, interpolation="lower").unique()
    edges = [edge for edge in quartiles if edge < values.max()]
    places = np.searchsorted(pd.Index(edges), values, side="left")
    names = _between(_write(edges))
    return [(name, np.flatnonzero(places == bin_)) for bin_, name in enumerate(names)]


def _between(edges: Sequence[str]) -> list[str]:
    if not edges:
        return ["all"]
    middle = [f"above {low} to {high}" for low, high in pairwise(edges)]
    return [f"up to {edges[0]}", *middle, f"above {edges[-1]}"]


def _write(edges: Sequence[Any]) -> list[str]:
    """The edges as cells are written, or with as much more as tells them apart."""
    if edges and isinstance(edges[0], pd.Timestamp):
        return write_apart(edges, MOMENTS)
    return write_apart([float(edge) for edge in edges], [format_cell, *map(write_digits, range(7, 18))])


def _labels(values: pd.Series[Any]) -> list[tuple[str, Array]]:
    labels = values.astype(str)
    common = labels.value_counts().index[:MOST].tolist()
    found = [(label, np.flatnonzero((labels == label).to_numpy())) for label in common]
    rest = np.flatnonzero(~labels.isin(common).to_numpy())
    return [*found, (_OTHERS, rest)] if len(rest) else found
