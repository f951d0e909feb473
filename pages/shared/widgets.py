"""Widgets drawn from a field of the experiment: its limits, title and help; each commits to the draft when moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

import annotated_types
import streamlit as st
from pydantic.fields import FieldInfo

from mtl_core.experiment import Experiment, Settings
from pages.shared import session


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
        session.default(key, value),
        key=key,
        help=field.description,
        on_change=session.commit,
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
        sorted({value, *(v for v in values if low <= v <= high)}),
        session.default(key, value),
        format_func=written,
        key=key,
        help=field.description,
        on_change=session.commit,
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
        session.default(key, value),
        key=key,
        help=field.description,
        on_change=session.commit,
        args=(path, key),
    )


def choice(experiment: Experiment, path: str, *, key: str, words: dict[str, str] | None = None) -> None:
    """One of the field's values."""
    field, value = _field(experiment, path)
    named, options = words or {}, get_args(field.annotation)
    st.selectbox(
        field.title or path,
        options,
        index_of(options, session.default(key, value)),
        format_func=lambda option: named.get(option, option),
        key=key,
        help=field.description,
        on_change=session.commit,
        args=(path, key),
    )


def switch(experiment: Experiment, path: str, *, key: str) -> None:
    """On or off."""
    field, value = _field(experiment, path)
    st.toggle(
        field.title or path,
        bool(session.default(key, value)),
        key=key,
        help=field.description,
        on_change=session.commit,
        args=(path, key),
    )


def index_of(options: Sequence[Any], value: Any) -> int:
    """The place of a value that is there; the first place for None."""
    return 0 if value is None else options.index(value)


def limits(field: FieldInfo) -> tuple[float, float]:
    """The least and the greatest value that a field takes."""
    low, high = float("-inf"), float("inf")
    for rule in field.metadata:
        if isinstance(rule, annotated_types.Ge | annotated_types.Gt):
            low = rule.ge if isinstance(rule, annotated_types.Ge) else rule.gt  # type: ignore[assignment]
        elif isinstance(rule, annotated_types.Le):
            high = rule.le  # type: ignore[assignment]
    return low, high


def _field(experiment: Experiment, path: str) -> tuple[FieldInfo, Any]:
    """The field that a dotted path names, and its value; a task's column may itself hold dots."""
    group, _, rest = path.partition(".")
    owner: Settings = getattr(experiment, group) if group != "tasks" else _task(experiment, rest.rpartition(".")[0])
    name = rest.rpartition(".")[2]
    return type(owner).model_fields[name], getattr(owner, name)


def _task(experiment: Experiment, column: str) -> Settings:
    return next(task for task in experiment.tasks if task.column == column)
