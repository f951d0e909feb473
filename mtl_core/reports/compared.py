"""The Pareto pictures of what was compared: of two tasks on the page, of all pairs in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from mtl_core.comparison import comparing
from mtl_core.comparison.comparing import SINGLE, Done
from mtl_core.comparison.front import turn
from mtl_core.figures import pareto
from mtl_core.figures.pareto import Axis, ParetoSummary, Point
from mtl_core.records.metrics import TITLES
from mtl_core.reports.html_file import Figures, as_list, as_section, as_text, write_page

_MOST = 10  # pictures: all pairs of five tasks
_LEFT_OUT = "Drawn are the first {most} of {all} pairs of tasks."


class Picture(NamedTuple):
    """Two tasks: the candidates, and where the tasks alone stand if they are what candidates are set beside."""

    known: ParetoSummary
    alone: Point | None


def draw_compared(
    done: Sequence[Done], metrics: Mapping[str, str], groups: Sequence[str], pair: tuple[str, str], slots: Sequence[str]
) -> Picture:
    """What each of the ``groups``, numbered in their order, gains on both tasks by the validation rows: over the tasks
    alone, where these are among them, else over the first group. ``slots`` are all tasks in their order."""
    beside = SINGLE if SINGLE in groups else groups[0]
    gains = comparing.gains(done, metrics, beside=beside)
    reference = Point(groups.index(beside) + 1, comparing.title(beside), 0.0, 0.0, None, None)
    points = [] if beside == SINGLE else [reference]
    for number, group in enumerate(groups, 1):
        x, y = (gains.get(group, {}).get(task) for task in pair)
        if x and y:
            points.append(Point(number, comparing.title(group), x.mean, y.mean, x.interval, y.interval))
    one, two = (_axis(slots.index(task), task, metrics[task]) for task in pair)
    known = points if len(points) > 1 or beside == SINGLE else []
    return Picture(pareto.summarize(known, (one, two)), reference if beside == SINGLE else None)


def draw_runs(
    values: Mapping[str, Mapping[str, tuple[str, float]]], pair: tuple[str, str], slots: Sequence[str]
) -> Picture:
    """How much better each run, numbered in their order, is than the first at both tasks; ``values`` has by run and
    task a metric and its value. Who lacks one of the tasks is passed over."""
    known = {name: by for name, by in values.items() if set(pair) <= by.keys()}
    first = next(iter(known.values()), {})
    better = {name: [turn(*by[task]) - turn(*first[task]) for task in pair] for name, by in known.items()}
    numbers = {name: number for number, name in enumerate(values, 1)}
    points = [Point(numbers[name], name, x, y, None, None) for name, (x, y) in better.items()]
    one, two = (_axis(slots.index(task), task, first[task][0] if first else "") for task in pair)
    return Picture(pareto.summarize(points, (one, two)), None)


def write_pictures(title: str, told: Sequence[str], pictures: Sequence[Picture]) -> bytes:
    """A page with what is ``told`` and the pictures, in one file that asks for nothing else."""
    figures, drawn = Figures(), [picture for picture in pictures if picture.known.points]
    places = []
    for known, alone in drawn[:_MOST]:
        light, dark = (pareto.figure(known, alone, is_dark) for is_dark in (False, True))
        places.append(figures.place(light, dark, "", known.sentence()))
    more = [_LEFT_OUT.format(most=_MOST, all=len(drawn))] if len(drawn) > _MOST else []
    shown = f'<div class="plots">{"".join(places)}</div>{as_list(more)}' if places else ""
    content = f"<header><h1>{as_text(title)}</h1></header>{as_section('What can be told', as_list(told))}"
    return write_page(title, content + (as_section("Two tasks at once", shown) if shown else ""), figures)


def list_pairs(tasks: Sequence[str]) -> list[tuple[str, str]]:
    """All pairs of tasks in their order."""
    return list(combinations(tasks, 2))


def _axis(slot: int, task: str, metric: str) -> Axis:
    return Axis(slot, task, TITLES.get(metric, metric))
