"""Asking a run's network on the Predict page, about one row or about a table, and its answers; draws no form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from mtl_core.errors import DataError
from mtl_core.experiment import Experiment
from mtl_core.runs.store import Run
from pages.results.sections import downloads, row_form
from pages.shared import server, text, upload
from pages.shared.components import row_explanation
from pages.shared.session import notices, uploads, widget_values

_SHOWN = 200  # rows of the answers
_WARNED = 5  # remarks that are seen at once
_ERROR, _WARNING = ":material/error:", ":material/warning:"


def about(run: Run, bundle: Path, cells: Mapping[str, row_form.Cell]) -> None:
    """Have the row predicted and keep the answer; say in a sentence why it cannot be."""
    widget_values.keep("predict_row", None)
    if not any(cell is not None for cell in cells.values()):
        st.error("Nothing is filled in, so there is nothing to tell; fill in at least one field.", icon=_ERROR)
        return
    try:
        with st.spinner("Predicting …"):
            widget_values.keep("predict_row", (run.id, dict(cells), *server.predictor().row(bundle, cells)))
    except DataError as error:
        st.error(text.esc_md(str(error), 1_000), icon=_ERROR)


def answer(run: Run, cells: Mapping[str, row_form.Cell]) -> bool:
    """Show the last answer about a row of this run, marked where the fields hold other ``cells`` by now; say whether
    it is about these."""
    run_id, asked, example, remarks = widget_values.shown_value("predict_row") or (None, None, None, ())
    if run_id != run.id or example is None:
        return False
    names = {f"t{slot}": task.column for slot, task in enumerate(Experiment.from_json(run.experiment).tasks)}
    with st.container(key="predict_answer"):
        if asked != cells:
            st.info(
                "The fields have changed since this answer; press Predict for a new one.", icon=":material/history:"
            )
        _warn(remarks)
        legend = row_explanation.legend([example])
        if legend:
            st.html(legend)
        st.html(row_explanation.row_explanation(names, example, shares=True))
    return bool(asked == cells)


def upload_rows(run: Run, bundle: Path) -> None:
    """Take a file, have its rows predicted, and let go of it."""
    inputs = Experiment.from_json(run.experiment).input_names
    listed = text.list_names([text.esc_md(name, 30) for name in inputs[:12]])
    more = f" and {len(inputs) - 12:,} more" if len(inputs) > 12 else ""
    st.caption(f"It needs the input columns by their names: {listed}{more}.")
    turn = widget_values.shown_value("predict_upload_turn", 0)
    with st.container(key="predict_upload"):
        file = st.file_uploader("Rows to predict", type=upload.TYPES, key=f"predict_upload_{turn}")
    if file is None:
        return
    widget_values.keep("predict_upload_turn", turn + 1)
    widget_values.keep("predict_table", None)
    try:
        with st.spinner("Predicting …"):
            widget_values.keep(
                "predict_table", (run.id, file.name, *server.predictor().table(bundle, file.getvalue(), file.name))
            )
    except DataError as error:
        notices.say(str(error))
    finally:
        uploads.let_go(file)
    st.rerun()


def answers(run: Run) -> None:
    """The answers about the last table, to look at and to take away."""
    run_id, name, found, remarks = widget_values.shown_value("predict_table") or (None, "", None, ())
    if run_id != run.id or found is None:
        return
    with st.container(key="predict_answers"):
        st.markdown(f"**{text.format_count(len(found), 'row', 'rows')} of {text.esc_md(name)} predicted.**")
        _warn(remarks)
        st.dataframe(found.head(_SHOWN), hide_index=True, alt="The answers about each row, in the order of the file")
        if len(found) > _SHOWN:
            st.caption(f"The first {_SHOWN} rows; the file holds all of them.")
        downloads.answers(run, found, "predict_download")


def _warn(remarks: Sequence[str]) -> None:
    """What should be known of answers, a warning each; the rest below a fold where they are many."""
    for sentence in remarks[:_WARNED]:
        st.warning(text.esc_md(sentence, 600), icon=_WARNING)
    if len(remarks) > _WARNED:
        with st.expander(f"{text.format_count(len(remarks) - _WARNED, 'more remark', 'more remarks')}"):
            st.markdown("\n".join(f"- {text.esc_md(sentence, 600)}" for sentence in remarks[_WARNED:]))
