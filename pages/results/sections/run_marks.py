"""What a person puts to a run, so that it is found again: a star, tags and a note."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from mtl_core.runs.store import Mark, Run
from pages.shared import server, text
from pages.shared.session import run_orders, widget_values

COLUMNS = ("Starred", "Tags", "Note")
_MOST_TAGS, _MOST_NOTE = 100, 2_000  # characters


def edit(run: Run, mark: Mark) -> None:
    """The fields of one run."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="runs_mark"):
        key = f"runs_starred_{run.id}"
        st.toggle("Star", mark.starred, key=key, on_change=_commit, args=(run.id, "starred", key))
        key = f"runs_tags_{run.id}"
        st.text_input(
            "Tags",
            mark.keywords,
            key=key,
            max_chars=_MOST_TAGS,
            placeholder="set apart by commas",
            on_change=_commit,
            args=(run.id, "keywords", key),
        )
    key = f"runs_note_{run.id}"
    st.text_area(
        "Note", mark.note, key=key, max_chars=_MOST_NOTE, height=80, on_change=_commit, args=(run.id, "note", key)
    )


def cells(mark: Mark) -> dict[str, Any]:
    """What the list of runs says of it."""
    return dict(
        zip(COLUMNS, (mark.starred, text.plain(mark.keywords, _MOST_TAGS), text.plain(mark.note, 60)), strict=True)
    )


def _commit(run_id: str, field: str, key: str) -> None:
    value = widget_values.shown_value(key)
    changed: dict[str, Any] = {field: value.strip() if isinstance(value, str) else value}
    run_orders.mark(run_id, replace(server.store().marks().get(run_id, Mark()), **changed))
