"""Widgets drawn from a field of the experiment: its limits, title and help; each commits to the draft when moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

import annotated_types
import streamlit as st
from pydantic.fields import FieldInfo
from streamlit.delta_generator import DeltaGenerator

from mtl_core.experiment import Experiment, Settings, limits
from pages.shared import text
from pages.shared.components import html_parts
from pages.shared.session import drafts, widget_values

_AIMED = 32  # more whole numbers than a slider can be aimed at
_OPEN = "–"  # of a task whose value is left open
_WIDE = 50  # times the least value: a slider over orders of magnitude


def setting(experiment: Experiment, path: str, *, key: str, **options: Any) -> None:
    """The widget that fits the field: a switch, a choice, a slider, or for a value by task a slider for each."""
    _KINDS[_kind(experiment, path)](experiment, path, key=key, **options)


def has_widget(experiment: Experiment, path: str) -> bool:
    """Whether ``setting`` knows the field's type; ties between tasks, for one, are drawn instead."""
    return _kind(experiment, path) in _KINDS


def scale(experiment: Experiment, path: str, *, key: str, **options: Any) -> None:
    """A slider in even steps, or over powers of two or ten where the limits lie far apart."""
    field, value = _field(experiment, path)
    low, high = limits(field)
    if isinstance(value, int) and high > _AIMED:
        steps(experiment, path, [low, *(2.0**power for power in range(12))], key=key, **options)
    elif isinstance(value, float) and (0 < low <= high / _WIDE or 0 < field.default <= high / _AIMED):
        least = low if low > 0 else high / 1000
        decades = [least * m * 10**p for p in range(4) for m in (1, 2, 5)]
        steps(experiment, path, decades if _is_open(field) else [low, *decades], key=key, **options)
    else:
        slider(experiment, path, key=key, step=1 if isinstance(value, int) else 0.05, **options)


def slider(experiment: Experiment, path: str, *, key: str, highest: float | None = None, **options: Any) -> None:
    """A slider over the field's limits; ``highest`` narrows a limit that is too wide to aim at."""
    field, value = _field(experiment, path)
    low, high = limits(field)
    top = max(value, min(high, highest if highest is not None else high))
    kind = type(value)
    st.slider(
        field.title or path,
        kind(low),
        kind(top),
        widget_values.default(key, value),
        key=key,
        help=field.description,
        on_change=drafts.commit,
        args=(path, key),
        **options,
    )


def steps(
    experiment: Experiment,
    path: str,
    values: Sequence[float],
    *,
    key: str,
    written: Callable[[Any], str] = "{:g}".format,
    **options: Any,
) -> None:
    """A slider over chosen values of a field, the present one among them; for fields that span orders of magnitude."""
    field, value = _field(experiment, path)
    low, high = limits(field)
    st.select_slider(
        field.title or path,
        sorted({value, *(type(value)(v) for v in values if low <= v <= high)}),
        widget_values.default(key, value),
        format_func=written,
        key=key,
        help=field.description,
        on_change=drafts.commit,
        args=(path, key),
        **options,
    )


def number(experiment: Experiment, path: str, *, key: str) -> None:
    """A number to type, within the field's limits."""
    field, value = _field(experiment, path)
    low, high = limits(field)
    kind = type(value)
    st.number_input(
        field.title or path,
        kind(low),
        kind(high),
        widget_values.default(key, value),
        key=key,
        help=field.description,
        on_change=drafts.commit,
        args=(path, key),
    )


def choice(experiment: Experiment, path: str, *, key: str, words: dict[str, str] | None = None, **given: Any) -> None:
    """One of the field's values."""
    field, value = _field(experiment, path)
    named = words or {}
    _select(field, path, get_args(field.annotation), value, lambda option: named.get(option, option), key, **given)


def switch(experiment: Experiment, path: str, *, key: str, **given: Any) -> None:
    """On or off."""
    field, value = _field(experiment, path)
    st.toggle(
        field.title or path,
        bool(widget_values.default(key, value)),
        key=key,
        help=field.description,
        on_change=drafts.commit,
        args=(path, key),
        **given,
    )


def task(experiment: Experiment, path: str, *, key: str) -> None:
    """One of the tasks, or none."""
    field, value = _field(experiment, path)
    options = [None, *experiment.task_names]
    _select(field, path, options, value, lambda name: "none" if name is None else text.plain(name), key)


def name_choice(experiment: Experiment, path: str, names: Sequence[str], *, key: str) -> None:
    """One of ``names``, or none yet."""
    field, value = _field(experiment, path)
    options = names if value in names else ["", *names]
    _select(field, path, options, value if value in names else "", lambda name: name or "choose one", key)


def _select(
    field: FieldInfo,
    path: str,
    options: Sequence[Any],
    value: Any,
    written: Callable[[Any], str],
    key: str,
    **given: Any,
) -> None:
    """One of ``options``, which shows ``value``."""
    st.selectbox(
        field.title or path,
        options,
        index_of(options, widget_values.default(key, value)),
        format_func=written,
        key=key,
        help=field.description,
        on_change=drafts.commit,
        args=(path, key),
        **given,
    )


def by_task(experiment: Experiment, path: str, *, key: str, **options: Any) -> None:
    """A slider for each task over the limits of its value, which may be left open."""
    field, values = _field(experiment, path)
    low, high = limits(get_args(get_args(field.annotation)[1])[1])
    with st.expander(field.title or path, key=key):
        st.caption(field.description or "")
        for slot, task in enumerate(experiment.tasks):
            with task_row(slot):
                each = f"{key}_{slot}"
                st.select_slider(
                    task.column,
                    [_OPEN, *range(int(low), int(high) + 1)],
                    widget_values.default(each, values.get(task.column, _OPEN)),
                    key=each,
                    label_visibility="collapsed",
                    on_change=_commit_for,
                    args=(path, task.column, values, each),
                    **options,
                )


def spread_row(border: bool = False, key: str | None = None) -> DeltaGenerator:
    """A line whose parts stand apart, the first at its one end and the last at the other."""
    return st.container(
        border=border, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=key
    )


def task_row(slot: int) -> DeltaGenerator:
    """A line that begins with the task's mark."""
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    line.html(html_parts.token(slot), width="content")
    return line


def _commit_for(path: str, task: str, values: dict[str, int], key: str) -> None:
    """The callback of one task's slider: its value, or none, beside those of the others."""
    if not widget_values.was_moved(key):
        return
    others = {name: value for name, value in values.items() if name != task}
    value = widget_values.shown_value(key)
    drafts.set_fields({path: others if value == _OPEN else {**others, task: value}})


def index_of(options: Sequence[Any], value: Any) -> int:
    """The place of a value that is there; the first place for None."""
    return 0 if value is None else options.index(value)


def _is_open(field: FieldInfo) -> bool:
    """Whether the lower limit is itself too low."""
    return any(isinstance(rule, annotated_types.Gt) for rule in field.metadata)


def _field(experiment: Experiment, path: str) -> tuple[FieldInfo, Any]:
    """The field that a dotted path names, and its value; a task's column may itself hold dots."""
    group, _, rest = path.partition(".")
    owner: Settings = getattr(experiment, group) if group != "tasks" else _task(experiment, rest.rpartition(".")[0])
    name = rest.rpartition(".")[2]
    return type(owner).model_fields[name], getattr(owner, name)


def _kind(experiment: Experiment, path: str) -> Any:
    annotation = _field(experiment, path)[0].annotation
    return get_origin(annotation) or annotation


def _task(experiment: Experiment, column: str) -> Settings:
    return next(task for task in experiment.tasks if task.column == column)


_KINDS: Mapping[Any, Callable[..., None]] = {
    bool: switch,
    Literal: choice,
    int: scale,
    float: scale,
    dict: by_task,
}
