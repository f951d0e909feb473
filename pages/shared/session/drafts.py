"""The draft: its table, what is to be learnt from it, and every change of it, which the store keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mtl_core.errors import DataError, MTLError, StoreError
from mtl_core.experiment import Experiment
from mtl_core.runs.store import Draft as KeptDraft
from mtl_core.tables.dataset import Dataset
from pages.shared import draft_data, server
from pages.shared.session import address, notices, widget_values


@dataclass(frozen=True)
class Draft:
    """One table and what is to be learnt from it, as the store holds it now."""

    dataset_id: str
    data: draft_data.Data
    version: int
    can_undo: bool
    can_redo: bool

    @property
    def experiment(self) -> Experiment | None:
        """None while nothing is chosen to predict."""
        return draft_data.experiment(self.data)


def note_version() -> None:
    """Remember which version this page is about to show: a change is one of this version, or refused."""
    _note(server.store().draft(address.workspace()))


def current() -> Draft | None:
    """The draft of this workspace; None before a table was chosen."""
    kept = server.store().draft(address.workspace())
    if kept is None or kept.experiment_json is None:
        return None
    return Draft(kept.dataset_id, json.loads(kept.experiment_json), kept.version, kept.can_undo, kept.can_redo)


def dataset() -> Dataset | None:
    """The table of the draft; None before one was chosen or where its files are gone."""
    draft = current()
    if draft is None:
        return None
    try:
        return server.table(draft.dataset_id)
    except DataError as error:
        notices.say(str(error))
        return None


def begin(new: Dataset, data: draft_data.Data | None = None) -> None:
    """Make this table the current one, with a fresh draft unless one is given; leaves the current run."""
    server.table.clear(new.id)  # it may just have been read anew, since its files were damaged
    server.store().add_dataset(new.id, new.name, new.rows, len(new.columns))
    _save(new.id, data or draft_data.blank(new))
    address.open_run(None)


def change(make: Callable[[draft_data.Data], draft_data.Data]) -> bool:
    """Replace the draft by what ``make`` makes of it; where that does not fit, say why and leave it."""
    draft = current()
    if draft is None:
        return False
    try:
        data = make(draft.data)
    except MTLError as error:
        notices.say(str(error))
        return False
    return data == draft.data or _save(draft.dataset_id, data)


def set_fields(changes: Mapping[str, Any]) -> bool:
    """Set fields of the draft by dotted path."""
    return change(lambda data: draft_data.change_fields(data, changes))


def commit(path: str, key: str) -> None:
    """The callback of a widget that stands for the field at ``path``."""
    if widget_values.was_moved(key):
        set_fields({path: st.session_state[key]})


def undo() -> None:
    """Take the last change of the draft back."""
    _note(server.store().undo(address.workspace()))


def redo() -> None:
    """Make the change that was taken back again."""
    _note(server.store().redo(address.workspace()))


def _save(dataset_id: str, data: draft_data.Data) -> bool:
    try:
        saved = server.store().save_draft(
            address.workspace(), dataset_id, draft_data.to_text(data), st.session_state["version"]
        )
    except StoreError as error:
        notices.say(str(error))
        return False
    _note(saved)
    return True


def _note(shown: KeptDraft | None) -> None:
    st.session_state["version"] = shown.version if shown else 0
