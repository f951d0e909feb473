"""Whether the network is worse for some rows, on the Evaluate page: each task's metric by the groups of any column."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mtl_core.errors import DataError
from mtl_core.experiment import Experiment
from mtl_core.figures import chart_style, groups, palette
from mtl_core.records.metrics import TITLES
from mtl_core.records.verdicts import TaskVerdict, Verdicts
from mtl_core.runs.store import Run
from mtl_core.verdict.grouped import FEWEST, Grouped, group_by, split_rows
from mtl_core.verdict.kept import read_sample
from pages.shared import page_layout, server, text
from pages.shared.session import address

_HOW = (
    "Test rows alone; the line is their mean over all groups. The 95% intervals hold for all groups at once, over rows "
    "like these. Groups of fewer than {fewest} rows have none. What a group is worse in need not be its own doing."
)


def show(run: Run, verdicts: Verdicts | None) -> None:
    """A column to choose, and each task's metric in its groups; nothing where the run does not keep it or the table is
    gone."""
    columns = _columns(Experiment.from_json(run.experiment))
    if not verdicts or not verdicts.tasks or not columns:
        return
    st.subheader("Worse for some?", anchor=False)
    labels = text.labels(columns)
    chosen = st.selectbox(
        "By the groups of a column",
        columns,
        index=None,
        format_func=lambda name: text.plain(name, 60),
        placeholder="Choose a column",
        key="evaluate_group",
    )
    if chosen not in labels:
        return
    try:
        found = [_group(run.id, str(server.workspace().run(run.id)), chosen, verdict) for verdict in verdicts.tasks]
    except DataError as error:
        st.caption(text.esc_md(str(error), 400))
        return
    with st.grid("auto", min_column_width=320, gap="large"):
        for verdict, grouped in zip(verdicts.tasks, found, strict=True):
            if grouped is not None:
                with st.container():
                    _draw(verdict, grouped)
    st.caption(_HOW.format(fewest=FEWEST))


def _columns(experiment: Experiment) -> list[str]:
    """Those that make groups: labels, amounts and moments, whether the network reads them or not."""
    return [name for name, column in experiment.columns.items() if column.traits.labels or column.traits.binned]


@st.cache_data(max_entries=64, show_spinner=False)
def _group(run_id: str, folder: str, column: str, verdict: TaskVerdict) -> Grouped | None:
    """Of a run that has ended, so that it stays as it is. Raises DataError."""
    sample = read_sample(Path(folder), verdict)
    if sample is None:
        return None
    run = server.store().run(run_id)
    experiment = Experiment.from_json(run.experiment)
    values = server.table(run.dataset_id).values(experiment, [column])[column]
    taken = values.iloc[sample.positions].reset_index(drop=True)
    return group_by(verdict.metric, sample, split_rows(taken, experiment.columns[column].traits.binned))


def _draw(verdict: TaskVerdict, grouped: Grouped) -> None:
    slot, metric = int(verdict.id.removeprefix("t")), TITLES.get(verdict.metric, verdict.metric)
    st.markdown(f"**{palette.TASKS[slot].letter} · {text.esc_md(verdict.name, 40)}**")
    st.markdown(text.esc_md(grouped.sentence(), 600))
    st.plotly_chart(
        groups.figure(grouped, metric, slot, address.is_dark()),
        theme=None,
        key=f"evaluate_group_{slot}",
        config=chart_style.CONFIG,
        alt=grouped.sentence(),
    )
    with st.expander("Show as table", key=f"evaluate_group_table_{slot}"):
        page_layout.numbers(groups.table(grouped), alt=f"{metric} by group")
