"""Single test rows on the Evaluate page: the worst mistakes of each task, and some rows by chance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from mtl_core.figures import palette
from mtl_core.records.examples import Examples
from mtl_core.records.results import TaskEvaluation
from mtl_core.runs.store import Run
from pages.results.sections import row_reasons, table_rows
from pages.shared import server, text
from pages.shared.components import row_explanation

_DRAWN = "drawn"


def look(run: Run, found: Examples, tasks: Sequence[TaskEvaluation]) -> None:
    """Choose a task to see where it errs most, each row as all tasks see it."""
    names = {task.id: task.name for task in tasks}
    titles = {
        task: f"Worst mistakes of {palette.TASKS[slot].letter} · {text.esc_md(name, 30)}"
        for slot, (task, name) in enumerate(names.items())
        if found.mistakes.get(task)
    }
    options = [*titles, _DRAWN]
    st.subheader("Row by row", anchor=False)
    chosen = st.segmented_control(
        "Rows to look at",
        options,
        default=options[0],
        format_func=lambda option: titles.get(option, "Some rows by chance"),
        key="evaluate_rows",
        label_visibility="collapsed",
        required=True,
    )
    places = found.mistakes.get(chosen or "", found.drawn)
    with st.container(key="evaluate_examples"):
        legend = row_explanation.legend([found.rows[place] for place in places])
        if legend:
            st.html(legend)
        named = table_rows.tell_names(run, [found.rows[place].position for place in places])
        for place, name in zip(places, named, strict=True):
            example = found.rows[place]
            st.html(row_explanation.heading(example, name) + row_explanation.row_explanation(names, example))
            cells = partial(row_reasons.table_cells, run, example.position)
            bundle = server.workspace().run(run.id) / "bundle.zip"
            row_reasons.show(run, bundle, example.position, cells, f"evaluate_why_{example.position}")
