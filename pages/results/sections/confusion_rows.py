"""The test rows of one cell of a confusion matrix, on the Evaluate page."""

from __future__ import annotations

import streamlit as st

from mtl_core.runs.kept_answers import TaskAnswers
from mtl_core.runs.store import Run
from mtl_core.wording import apart
from pages.results.sections import table_rows
from pages.shared import text

_CELL = "truly {true}, model says {given} · {rows}"


def show(run: Run, slot: int, answers: TaskAnswers) -> None:
    """A cell to choose, wrong ones first, and its rows, the surest first."""
    known = answers.labelled
    counts = known.count_cells()
    names = sorted({label for cell in counts for label in cell})
    labels = dict(zip(names, apart([text.plain(name, 400) for name in names], 40), strict=True))
    titles = {
        (true, given): _CELL.format(
            true=labels[true], given=labels[given], rows=text.format_count(count, "row", "rows")
        )
        for (true, given), count in counts.items()
    }
    chosen = st.selectbox(
        "Rows of a cell",
        list(counts),
        index=None,
        format_func=lambda cell: titles[cell],
        placeholder="Choose a cell to see its rows",
        key=f"evaluate_cell_{slot}",
    )
    if chosen not in counts:
        return
    found = known.of_cell(*chosen).first(table_rows.MOST)
    rows = table_rows.describe(run, found.positions.tolist())
    rows.insert(1, "Sure", found.sure)
    st.dataframe(
        rows,
        hide_index=True,
        key=f"evaluate_cell_rows_{slot}",
        column_config={"Sure": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)},
        alt=f"Test rows: {titles[chosen]}",
    )
    if counts[chosen] > table_rows.MOST:
        st.caption(f"The {table_rows.MOST} that the answer is surest of.")
