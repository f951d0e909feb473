"""What every page has around it: style, heading, notices, ways to other pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Never

import pandas as pd
import streamlit as st

from mtl_core.experiment import Experiment, Task
from mtl_core.tables.dataset import Dataset
from pages.shared import places, text
from pages.shared.components import html_parts
from pages.shared.components.arrival import arrival
from pages.shared.places import Place
from pages.shared.session import address, drafts, notices

_ICONS = {"error": ":material/error:", "warning": ":material/warning:", "success": ":material/check_circle:"}


def heading(title: str, sentence: str) -> None:
    """The page's title, its sentence, and what there is to tell from the last step.

    Notices stand in a container that is there without any, too: were what follows them to move down and up again, a
    browser would draw it anew, and tabs would now and then fall back to the first.
    """
    st.title(title, anchor=False)
    st.caption(sentence)
    arrival(title)
    with st.container(key="notices"):
        for level, notice in notices.take():
            {"error": st.error, "warning": st.warning, "success": st.success}[level](
                text.esc_md(notice, 1_000), icon=_ICONS[level]
            )


def go(place: Place) -> Never:
    """Show that page; the ids stay in the address."""
    st.switch_page(place.file, query_params=address.query())


def link_button(label: str, place: Place, *, key: str, primary: bool = False, disabled: bool = False) -> None:
    """A button that leads to that page."""
    if st.button(label, key=key, type="primary" if primary else "secondary", disabled=disabled):
        go(place)


def empty(sentence: str, label: str, place: Place, *, key: str) -> Never:
    """A page that has nothing to show yet, with the one button that leads back; ends the page."""
    with st.container(border=True, key="empty_state"):
        st.markdown(f"**{sentence}**")
        link_button(label, place, key=key, primary=True)
    st.stop()


def task_title(slot: int, name: str) -> None:
    """A task's mark and name on one line."""
    st.html(html_parts.task_chip(slot, text.plain(name, 40)))


def task_list(tasks: Sequence[Task]) -> None:
    """The tasks with their marks, a line each."""
    st.html(
        "".join(html_parts.task_chip(n, text.plain(task.column, 40), task.traits.title) for n, task in enumerate(tasks))
    )


def numbers(columns: Mapping[str, Sequence[Any]], *, alt: str) -> None:
    """What a chart shows as a table, its numbers in four digits."""
    table = pd.DataFrame(columns)
    four = dict.fromkeys(map(str, table.select_dtypes("float")), st.column_config.NumberColumn(format="%.4g"))
    st.dataframe(table, hide_index=True, column_config=four, alt=alt)


def ready() -> tuple[Dataset, Experiment]:
    """The table and the experiment; a page that has neither to show yet ends here."""
    dataset, draft = drafts.dataset(), drafts.current()
    if dataset is None or draft is None:
        empty("There is no table yet.", "Open a table or a sample", places.START, key="to_start")
    if draft.experiment is None:
        empty("Nothing is chosen to predict yet.", "Choose what to predict", places.TASKS, key="to_tasks")
    return dataset, draft.experiment
