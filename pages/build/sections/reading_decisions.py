"""How the file was read, on the Data page: each decision with its reason and a changer, and what could not be read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mtl_core.errors import DataError
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import reread
from mtl_core.tables.profile import Choice, Decision
from pages.shared import text
from pages.shared.session import drafts, notices, widget_values

_WORDS = {
    ",": "comma ,",
    ";": "semicolon ;",
    "\t": "tab",
    "|": "bar |",
    " ": "space",
    ".": "point .",
    "'": "apostrophe '",
    "": "none",
    "csv": "table, values set apart",
    "lines": "texts, one a line",
    "conll": "tokens with tags (CoNLL)",
    "zip": "archive (.zip)",
    "xlsx": "Excel workbook",
    "json": "JSON",
    "parquet": "Parquet",
    "keep": "kept",
    "drop": "left out",
}

_QUESTIONS = {
    "format": "File type",
    "member": "Read from the archive",
    "encoding": "Encoding",
    "delimiter": "Values are separated by",
    "header": "First row holds the names",
    "skip_lines": "Rows above the table",
    "header_rows": "Rows of names",
    "footer": "Totals and notes below the table",
    "last_column": "Last column",
    "sheet": "Sheet",
    "nested": "Lists and structures",
    "decimal": "Decimal sign",
    "thousands": "Thousands sign",
    "missing_markers": "Where words such as NA mean missing",
    "day_first": "01/02 is 1 February",
}


_ANSWERS: dict[tuple[str, Choice], str] = {
    ("footer", "drop"): "Leave out",
    ("footer", "keep"): "Read as rows",
    ("header_rows", 1): "Take the first alone",
}


def show_notes(dataset: Dataset) -> None:
    """What the reading changed or left out, or may have read wrongly, each with a button that overrules it."""
    with st.container(key="data_told"):
        for decision in dataset.report.decisions:
            if decision.told:
                _tell(dataset, decision)


def _tell(dataset: Dataset, decision: Decision) -> None:
    doubtful = (decision.field, decision.value) == ("footer", "keep")
    box, icon = (st.warning, ":material/warning:") if doubtful else (st.info, ":material/info:")
    with st.container(horizontal=True, vertical_alignment="center"):
        box(text.esc_md(decision.reason, 400), icon=icon)
        for value in decision.alternatives:
            if label := _ANSWERS.get((decision.field, value)):
                key = f"data_told_{decision.field}"
                st.button(label, key=key, on_click=_reread, args=(dataset, decision.field, value))


def decisions(dataset: Dataset) -> None:
    """A line a decision; another choice reads the file again."""
    report = dataset.report
    for note in report.notes:
        st.info(text.esc_md(note, 600), icon=":material/info:")
    for decision in report.decisions:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"data_reading_{decision.field}"):
            _changer(dataset, decision)
            st.caption(text.esc_md(decision.reason, 400))


def show_rejected(dataset: Dataset) -> None:
    """The rows that could not be read, with their place in the file."""
    report = dataset.report
    if not report.num_rejected:
        st.caption("Every row of the file was read.")
        return
    rows = [{"Place": row.line, "Why": row.reason, "Text": text.plain(row.text, 300)} for row in report.rejected]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="data_rejected", alt="Rows that could not be read")


def _changer(dataset: Dataset, decision: Decision) -> None:
    key = f"data_{decision.field}"
    widget_values.default(key, decision.value)
    st.selectbox(
        _QUESTIONS.get(decision.field, decision.field),
        [decision.value, *(value for value in decision.alternatives if value != decision.value)],
        key=key,
        format_func=_in_words,
        disabled=not decision.alternatives,
        width=280,
        on_change=_overrule,
        args=(dataset, decision.field, key),
    )


def _in_words(value: Choice) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _WORDS.get(value, text.plain(value)) if isinstance(value, str) else str(value)


def _overrule(dataset: Dataset, field: str, key: str) -> None:
    _reread(dataset, field, widget_values.shown_value(key))


def _reread(dataset: Dataset, field: str, value: Choice) -> None:
    """Read the same file again with one decision changed; where that fails, keep the table as it was."""
    options = dataset.report.options.model_copy(update={field: value})
    try:
        drafts.begin(reread(dataset, options))
    except DataError as error:
        notices.say(str(error))
