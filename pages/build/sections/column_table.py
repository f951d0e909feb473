"""The table's columns on the Data page: size, kinds to correct, and the first rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.experiment import Column
from mtl_core.tables.checks.experiment_checks import check_rows
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.profile import ColumnProfile
from pages.shared import draft_data, task_profiles, text
from pages.shared.session import drafts, notices, widget_values

_SHOWN = 200  # columns of the preview; more are too many to look at and slow to send


def summary(dataset: Dataset) -> None:
    """Name, rows, columns, missing cells."""
    missing = sum(column.missing for column in dataset.columns)
    cells = dataset.rows * len(dataset.columns)
    with st.container(key="data_summary"):
        st.markdown(
            f"**{text.esc_md(dataset.name)}** · {text.format_count(dataset.rows, 'row', 'rows')} · "
            f"{text.format_count(len(dataset.columns), 'column', 'columns')} · "
            f"{text.percent(missing / cells if cells else 0)} of the cells are empty",
            help=text.whole(dataset.name),
        )
        for sentence in [dataset.report.loss, *(finding.sentence for finding in check_rows(dataset))]:
            if sentence:
                st.warning(text.esc_md(sentence, 300), icon=":material/warning:")


def editor(dataset: Dataset, draft: drafts.Draft) -> None:
    """A row a column, with its kind and its use to be changed."""
    kinds, key = list(COLUMN_KINDS), _key(dataset, draft)
    targets = {task["column"] for task in draft.data["tasks"]}
    st.data_editor(
        pd.DataFrame([_row(dataset, column, draft, column.name in targets) for column in dataset.columns]),
        key=key,
        hide_index=True,
        height=min(38 + 35 * len(dataset.columns), 560),
        disabled=["Column", "Missing", "Different", "Spread", "Examples", "Why this kind", "Look at"],
        column_config={
            "Column": st.column_config.TextColumn(pinned=True),
            "Kind": st.column_config.SelectboxColumn(options=kinds, format_func=_title, required=True),
            "Input": st.column_config.CheckboxColumn(help="Feed this column to the network."),
            "Missing": st.column_config.NumberColumn(format="percent"),
            "Means missing": st.column_config.TextColumn(
                help="Numbers of this column that stand for a missing value, such as -999. They are read as empty "
                "cells, here and in every later table, and are no part of its range. Several with blanks between."
            ),
            "Look at": st.column_config.TextColumn(width=170),
            "Spread": st.column_config.BarChartColumn(y_min=0),
        },
        on_change=commit_edits,
        args=(key, [column.name for column in dataset.columns]),
        alt="The columns of the table and how each is understood",
    )


def preview(dataset: Dataset) -> None:
    """The first rows as they are kept."""
    rows = dataset.preview()
    if len(rows.columns) > _SHOWN:
        st.caption(f"The first {_SHOWN} of {len(rows.columns):,} columns.")
    st.dataframe(rows.iloc[:, :_SHOWN], hide_index=True, key="data_preview", alt="The first rows of the table")


def _row(dataset: Dataset, column: ColumnProfile, draft: drafts.Draft, is_target: bool) -> dict[str, Any]:
    read = draft.data["columns"][column.name]
    column = task_profiles.column(dataset, column.name, Column(**read))
    notes = ["predicted, so no input"] if is_target else []
    notes += [
        f"{item.number:g} stands {item.cells:,} times far from all others: missing?"
        for item in column.stand_ins
        if item.number not in read.get("missing", ())
    ]
    return {
        "Column": text.plain(column.name),
        "Kind": read["kind"],
        "Input": read["use"],
        "Missing": column.missing / max(1, dataset.rows),
        "Means missing": " ".join(f"{number:g}" for number in read.get("missing", ())),
        "Different": column.unique,
        "Spread": list(column.histogram.counts) if column.histogram else [],
        "Examples": _examples(read["kind"], column.examples),
        "Look at": " · ".join([*notes, *column.issues]),
        "Why this kind": column.reason,
    }


def _title(kind: object) -> str:
    return COLUMN_KINDS[str(kind)].title


def _examples(kind: str, examples: Sequence[str]) -> str:
    """Some cells; texts have commas of their own and need room."""
    if COLUMN_KINDS[kind].is_text:
        return " · ".join(f"“{text.plain(example, 90)}”" for example in examples)
    return ", ".join(text.plain(example, 30) for example in examples)


def _key(dataset: Dataset, draft: drafts.Draft) -> str:
    """The editor keeps edits by row and lays them over whatever it is given: with another table, or after an undo,
    it is another editor, without any."""
    columns = {column.name: draft.data["columns"][column.name] for column in dataset.columns}
    table, before, turn = widget_values.shown_value("data_edited", ("", {}, 0))
    if table != dataset.id or columns != _apply_edits(f"data_columns_{turn}", before):
        turn += 1
        widget_values.keep("data_edited", (dataset.id, columns, turn))
    return f"data_columns_{turn}"


def _apply_edits(key: str, before: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]] | None:
    """The columns with the edits of the editor of that key, None where these cannot be read."""
    try:
        edits = _edits(key, list(before))
    except ValueError:
        return None
    return {name: {**column, **edits.get(name, {})} for name, column in before.items()}


def commit_edits(key: str, names: list[str]) -> None:
    """Commit what was changed in the column table."""
    try:
        changes = _edits(key, names)
    except ValueError:
        notices.say('"Means missing" takes numbers with blanks between them, such as -999 or 98 99.')
        return
    drafts.change(lambda data: draft_data.with_columns(data, changes))


def _edits(key: str, names: list[str]) -> dict[str, dict[str, Any]]:
    """By column the fields that were changed in the editor of that key. Raises ValueError."""
    edits = widget_values.shown_value(key, {"edited_rows": {}})["edited_rows"]
    return {
        names[int(row)]: {_FIELDS[label][0]: _FIELDS[label][1](value) for label, value in cells.items()}
        for row, cells in edits.items()
    }


def _numbers(written: str | None) -> list[float]:
    """Numbers with blanks between them. Raises ValueError."""
    return [float(number) for number in (written or "").split()]


_FIELDS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "Kind": ("kind", str),
    "Input": ("use", bool),
    "Means missing": ("missing", _numbers),
}
"""The columns of the editor that can be changed, with the field of the draft and how it is written there."""
