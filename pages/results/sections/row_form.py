"""The form of a row on the Predict page, made of the inputs of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mtl_core.column_kinds.traits import Field
from mtl_core.errors import DataError
from mtl_core.experiment import Column, Experiment
from mtl_core.runs.store import Run
from mtl_core.tables.dataset import Dataset
from pages.shared import server, task_profiles, text
from pages.shared.session import widget_values

Cell = str | float | bool | None
_MOST = 60  # fields; the columns after them stay empty
_LONGEST = 20_000  # characters of a text


def form(run: Run) -> tuple[dict[str, Cell], bool]:
    """A field for each input: the cells, an empty field being a missing one, and whether the button was pressed.

    It is no ``st.form``, so that an answer can be marked as soon as the fields no longer hold what it is about.
    """
    experiment, dataset = Experiment.from_json(run.experiment), _table(run)
    names = experiment.input_names
    labels = text.labels(names[:_MOST])
    if dataset is not None:
        st.button("Fill in a row of the test part", key="predict_fill", on_click=_fill, args=(run, dataset, experiment))
    with st.container(key="predict_form", border=True):
        texts = [name for name in labels if experiment.columns[name].traits.is_text]
        cells = {name: _field(run, experiment, dataset, name, labels[name]) for name in texts}
        with st.grid("auto", min_column_width=200):
            for name in labels:
                if name not in texts:
                    cells[name] = _field(run, experiment, dataset, name, labels[name])
        if len(names) > _MOST:
            st.caption(f"The other {len(names) - _MOST:,} inputs count as missing; bring a table to fill them in.")
        pressed = st.button("Predict", key="predict_ask", type="primary")
    return dict.fromkeys(names) | cells, pressed


def _table(run: Run) -> Dataset | None:
    """The table of the run; None where it is gone, and the form has to do without its labels."""
    try:
        return server.table(run.dataset_id)
    except DataError:
        return None


def _key(run: Run, experiment: Experiment, name: str) -> str:
    return f"predict_cell_{experiment.input_names.index(name)}_{run.id[:12]}"


def _field(run: Run, experiment: Experiment, dataset: Dataset | None, name: str, label: str) -> Cell:
    known = _list_known(dataset, name, experiment.columns[name]) if dataset is not None else []
    draw, _ = _FIELDS[experiment.columns[name].traits.field]
    return draw(label, known, key=_key(run, experiment, name), help=_learnt(run, name))


def _list_known(dataset: Dataset, name: str, column: Column) -> list[str]:
    """The labels that the column holds."""
    histogram = task_profiles.column(dataset, name, column).histogram
    return list(histogram.labels) if histogram else []


def _number(label: str, _known: list[str], **how: Any) -> Cell:
    number: Cell = st.number_input(label, value=None, placeholder="missing", **how)
    return number


def _day(label: str, _known: list[str], **how: Any) -> Cell:
    day = st.date_input(label, value=None, min_value=date(1, 1, 1), max_value=date(9999, 12, 31), **how)
    return day.isoformat() if isinstance(day, date) else None


def _text(label: str, _known: list[str], **how: Any) -> Cell:
    return st.text_area(label, height=120, max_chars=_LONGEST, placeholder="Type a text", **how) or None


def _line(label: str, _known: list[str], **how: Any) -> Cell:
    return st.text_input(label, max_chars=_LONGEST, placeholder="missing", **how) or None


def _choice(label: str, known: list[str], **how: Any) -> Cell:
    chosen = st.selectbox(label, known, index=None, accept_new_options=True, placeholder="missing", **how)
    return None if chosen is None else str(chosen)


def _learnt(run: Run, name: str) -> str | None:
    """What the network has learnt from, as the model card says it; None where that is not known."""
    seen = server.read_seen(run.id).get(name)
    return text.esc_md(f"In the training rows: {seen}.", 300) if seen else None


def _fill(run: Run, dataset: Dataset, experiment: Experiment) -> None:
    """Put a row that training never saw into the fields."""
    answers = server.workspace().run(run.id) / "predictions.parquet"
    rows = pd.read_parquet(answers, columns=["position"]).iloc[:, 0] if answers.is_file() else range(dataset.rows)
    place = int(np.random.default_rng().choice(np.asarray(rows)))
    names = list(experiment.input_names[:_MOST])
    row = dataset.values(experiment, names).iloc[place]
    for name in names:
        widget_values.keep(_key(run, experiment, name), _widget_value(experiment.columns[name], row[name]))


def _widget_value(column: Column, cell: Any) -> Any:
    """A stored cell as the field of its column holds it."""
    field = column.traits.field
    if pd.isna(cell):
        return "" if field in _TYPED else None
    return _FIELDS[field][1](cell)


def _words(cell: Any) -> str:
    return str(cell)[:_LONGEST]


_FIELDS: Mapping[Field, tuple[Callable[..., Cell], Callable[[Any], Any]]] = {
    "number": (_number, float),
    "day": (_day, lambda cell: pd.Timestamp(cell).date()),
    "text": (_text, _words),
    "line": (_line, _words),
    "choice": (_choice, _words),
}
"""How each field is drawn, and how it holds a stored cell."""
_TYPED: frozenset[Field] = frozenset({"text", "line"})  # they hold an empty text where nothing is filled in
