"""What the checks found about the table and the tasks, each with the buttons for what it says can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

import streamlit as st

from mtl_core.column_kinds import column_kinds
from mtl_core.experiment import Task, TaskKind
from mtl_core.tables.findings import Finding, Remedy
from pages.shared import draft_data, page_layout, places, server, text, upload
from pages.shared.session import drafts, widget_values

_LABELS = column_kinds("labels")[0]  # what a column of few texts is read as
_LEVELS = {"error": (st.error, ":material/error:"), "warning": (st.warning, ":material/warning:")}


def show(finding: Finding) -> None:
    """The sentence, and beneath it its buttons. They are keyed by what was found, so that none takes the press that
    was meant for the one before it."""
    place = sha256(f"{finding.column} {finding.sentence}".encode()).hexdigest()[:12]
    draw, icon = _LEVELS[finding.level]
    with st.container(key=f"finding_{place}", gap="xsmall"):
        draw(text.esc_md(finding.sentence, 600), icon=icon)
        if finding.remedies:
            with st.container(horizontal=True, gap="small"):
                for number, remedy in enumerate(finding.remedies):
                    label, do = _REMEDIES[remedy]
                    if st.button(label, key=f"fix_{number}_{place}", on_click=do, args=(finding.column,)):
                        _follow(remedy)


def _follow(remedy: Remedy) -> None:
    """What can be done on another page only is done there."""
    if remedy in _ELSEWHERE:
        page_layout.go(places.DATA)


def _stay(_column: str) -> None:
    """Nothing changes in the draft."""


def _another(_column: str) -> None:
    """The Data page opens where a file is brought."""
    widget_values.keep(upload.TABS, upload.TAB)


def _leave_out(column: str) -> None:
    drafts.change(lambda data: draft_data.with_columns(data, {column: {"use": False}}))


def _drop(column: str) -> None:
    drafts.change(lambda data: draft_data.with_tasks(data, [Task(**t) for t in data["tasks"] if t["column"] != column]))


def _make(kind: TaskKind) -> Callable[[str], None]:
    def make(column: str) -> None:
        drafts.change(lambda data: draft_data.with_kind(data, column, kind))

    return make


def _as_category(column: str) -> None:
    drafts.change(lambda data: draft_data.with_columns(data, {column: {"kind": _LABELS}}))


def _as_missing(column: str) -> None:
    """Every number of the column that may stand for a missing value does."""
    draft = drafts.current()
    if draft is not None:
        numbers = [item.number for item in server.table(draft.dataset_id).profile(column).stand_ins]
        drafts.change(lambda data: draft_data.with_columns(data, {column: {"missing": numbers}}))


def _as_one(column: str) -> None:
    drafts.change(lambda data: draft_data.with_columns(data, {column: {"fold_case": True}}))


def _by_time(column: str) -> None:
    drafts.set_fields({"split.by": "time", "split.column": column})


def _at_random(_column: str) -> None:
    drafts.set_fields({"split.by": "random", "split.column": None})


_REMEDIES: Mapping[Remedy, tuple[str, Callable[[str], None]]] = {
    "leave out": ("Leave this column out", _leave_out),
    "drop task": ("Do not predict it", _drop),
    "task: multiclass": ("Predict classes", _make("multiclass")),
    "task: regression": ("Predict a number", _make("regression")),
    "column: category": ("Read it as a category", _as_category),
    "numbers: missing": ("Count it as missing", _as_missing),
    "labels: fold case": ("Count them as one", _as_one),
    "split: time": ("Split by time", _by_time),
    "split: random": ("Split at random", _at_random),
    "choose inputs": ("Use more columns", _stay),
    "another table": ("Bring another file", _another),
}
_ELSEWHERE: frozenset[Remedy] = frozenset({"choose inputs", "another table"})
