"""What a network can show of itself while training: what to look at, and the picture that comes of it."""

from __future__ import annotations

from typing import Literal

from mtl_core.plan.value import Value

ViewKind = Literal["heatmap", "bars", "graph"]
ViewUnit = Literal["share", "weight", "ratio"]
Measure = Literal["outputs", "kernels", "distances", "changes"]


class Watch(Value):
    """Something to look at while training: a picture of ``rows`` by ``columns``.

    outputs: what ``layers`` give on average over rows of data: [n, columns], one layer a row (None: an empty row), or
    one layer of [rows, n, columns] for all of them, perhaps with axes before, over which is averaged, too.
    kernels: the kernels of ``layers`` times ``scale``, row after row.
    distances: how far the networks are apart that have a row of ``arrays`` each: ‖θ_t − θ_s‖ beside their mean ‖θ‖.
    changes: by threes of a row of ``arrays`` A, B and W, how much W + A B differs from W: ‖A B‖ / ‖W‖.
    """

    id: str
    title: str
    kind: ViewKind
    measure: Measure
    rows: tuple[str, ...]  # what a person calls them
    columns: tuple[str, ...]
    layers: tuple[str | None, ...] = ()
    arrays: tuple[tuple[str, ...], ...] = ()
    places: tuple[tuple[int, ...], ...] = ()  # by layer, the columns that it tells of, where those are not all
    scale: float = 1.0
    by_class: bool = False  # whether its rows are the tasks, each of which is also shown class by class


class View(Value):
    """A picture of one moment: ``values`` [rows, columns], None where there is nothing.

    A "share" is from 0 to 1, a "weight" has a sign, a "ratio" is from 0 on. bars: a row's shares add up to 1. graph: an
    arrow leads from each column to each row, as thick as the value. Where ``task`` (an id) is given, the rows are
    classes of that task, and ``of`` is the id of the view whose row for that task is shown class by class. Rows and
    columns are at most 32, columns those of the largest values; numbers have four digits.
    """

    id: str
    kind: ViewKind
    title: str
    unit: ViewUnit
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    of: str | None = None
    task: str | None = None
    left_out: int = 0  # columns that did not fit, those of the smallest values
