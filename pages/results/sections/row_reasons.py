"""Why the network answers about one row as it does: asked for by a press, a chart for each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mtl_core.errors import DataError
from mtl_core.experiment import Experiment
from mtl_core.figures import chart_style, palette, row_reasons
from mtl_core.records.explanations import AnswerReasons, Explanation
from mtl_core.runs.store import Run
from pages.results.sections.row_form import Cell
from pages.shared import server, text
from pages.shared.session import address, widget_values

_TITLES: Mapping[row_reasons.Asked, str] = {"shares": "What each column adds", "typical": "With one cell typical"}
_TOLD: Mapping[row_reasons.Asked, str] = {
    "shares": "What each column adds to the answer, beside the rows that it is compared with. {how}",
    "typical": (
        "What the answer would be, were that cell alone the typical one of the training rows: their median, or their "
        "commonest label; a text counts as missing."
    ),
}
_KEPT = "row_reasons"  # run, row and reasons that were asked for last
_CARE = "It is what the network uses, not what causes what."


def show(run: Run, bundle: Path, about: object, cells: Callable[[], Mapping[str, Cell]], key: str) -> None:
    """The button, and what came of it for the row that ``about`` names and of which ``cells`` gives the cells."""
    experiment = Experiment.from_json(run.experiment)
    if all(task.traits.per_token for task in experiment.tasks) or not bundle.is_file():
        return
    with st.container(key=f"{key}_box"):
        if st.button("Explain this answer" if len(experiment.tasks) == 1 else "Explain these answers", key=key):
            _ask(run, bundle, about, cells)
        run_id, asked, found = widget_values.shown_value(_KEPT) or (None, None, None)
        if run_id == run.id and asked == about and found is not None:
            _draw(found, key)


def table_cells(run: Run, position: int) -> dict[str, Cell]:
    """The inputs of a row of the run's table, as a form would hold them. Raises DataError."""
    experiment = Experiment.from_json(run.experiment)
    row = server.table(run.dataset_id).values(experiment, experiment.input_names).iloc[position]
    return {name: _as_cell(row[name]) for name in experiment.input_names}


def _as_cell(cell: Any) -> Cell:
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.isoformat(" ")
    return str(cell) if isinstance(cell, str) else bool(cell) if isinstance(cell, bool | np.bool_) else float(cell)


def _ask(run: Run, bundle: Path, about: object, cells: Callable[[], Mapping[str, Cell]]) -> None:
    try:
        with st.spinner("Asking the network about this row with other cells …"):
            widget_values.keep(_KEPT, (run.id, about, server.predictor().explain(bundle, cells())))
    except DataError as error:
        st.error(text.esc_md(str(error), 1_000), icon=":material/error:")


def _draw(found: Explanation, key: str) -> None:
    asked: row_reasons.Asked = st.segmented_control(
        "What to show",
        list(_TITLES),
        default="shares",
        format_func=_TITLES.__getitem__,
        key=f"{key}_kind",
        label_visibility="collapsed",
        required=True,
    )
    with st.grid("auto", min_column_width=420):
        for place, answer in enumerate(found.answers):
            _card(answer, asked, f"{key}_{place}_{asked}")
    st.caption(text.esc_md(f"{_TOLD[asked].format(how=found.how())} {_CARE}", 1_000))


def _card(answer: AnswerReasons, asked: row_reasons.Asked, key: str) -> None:
    slot = int(answer.id.removeprefix("t"))
    with st.container(border=True):
        given = "" if answer.label is None else f" is {text.esc_md(answer.label, 40)}"
        st.markdown(f"**{palette.TASKS[slot].letter} · {text.esc_md(answer.name, 40)}{given}: {_numbers(answer)}**")
        st.plotly_chart(
            row_reasons.figure(answer, asked, slot, address.is_dark()),
            theme=None,
            key=key,
            config=chart_style.CONFIG,
            alt=text.plain(row_reasons.sentence(answer, asked), 2_000),
        )


def _numbers(answer: AnswerReasons) -> str:
    template = "{value} here, {baseline} on average"
    return text.esc_md(template.format(value=answer.say(answer.value), baseline=answer.say(answer.baseline)), 100)
