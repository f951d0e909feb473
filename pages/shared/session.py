"""Whose draft, which run, what to tell: the one keeper of ``st.session_state`` and of the address bar. A page changes
the draft through here and keeps nothing for itself."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any, Literal, TypeVar

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mtl_core.comparison import comparing
from mtl_core.errors import DataError, MTLError, StoreError
from mtl_core.experiment import Experiment
from mtl_core.records.commands import COMMANDS, Command, WeightsCommand
from mtl_core.runs.store import Comparison, Parent, Run, Wanted
from mtl_core.tables.dataset import Dataset
from pages.shared import draft_data, server

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
T = TypeVar("T")
_ECHO = 0.6  # seconds in which a browser may still tell what a widget showed before it was set
ACTIVE = ("queued", "starting", "running", "paused")


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


# --- who and where -----------------------------------------------------------------------------------------------


def begin() -> None:
    """Take the ids from the address bar or from the session and write them back: a click in the menu drops them."""
    server.launcher()
    for name in ("w", "run"):
        value = st.query_params.get(name) or st.session_state.get(name)
        if name == "w" and not (value and _ID.fullmatch(value)):
            value = secrets.token_urlsafe(16)
        _go(name, value)
    st.session_state["version"] = current.version if (current := draft()) else 0


def address() -> dict[str, str]:
    """The ids as query parameters, for links."""
    return {name: st.session_state[name] for name in ("w", "run") if st.session_state.get(name)}


def is_dark() -> bool:
    """Whether the page is shown in the dark theme."""
    return st.context.theme.type == "dark"


def _go(name: str, value: str | None) -> None:
    st.session_state[name] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


# --- the draft ---------------------------------------------------------------------------------------------------


def draft() -> Draft | None:
    """The draft of this workspace; None before a table was chosen."""
    kept = server.store().draft(st.session_state["w"])
    if kept is None or kept.experiment_json is None:
        return None
    return Draft(kept.dataset_id, json.loads(kept.experiment_json), kept.version, kept.can_undo, kept.can_redo)


def dataset() -> Dataset | None:
    """The table of the draft; None before one was chosen or where its files are gone."""
    current = draft()
    if current is None:
        return None
    try:
        return server.table(current.dataset_id)
    except DataError as error:
        say(str(error))
        return None


def begin_draft(new: Dataset, data: draft_data.Data | None = None) -> None:
    """Make this table the current one, with a fresh draft unless one is given; leaves the current run."""
    server.table.clear(new.id)  # it may just have been read anew, since its files were damaged
    server.store().add_dataset(new.id, new.name, new.rows, len(new.columns))
    _save(new.id, data or draft_data.blank(new))
    _go("run", None)


def change(make: Callable[[draft_data.Data], draft_data.Data]) -> bool:
    """Replace the draft by what ``make`` makes of it; where that does not fit, say why and leave it."""
    current = draft()
    if current is None:
        return False
    try:
        data = make(current.data)
    except MTLError as error:
        say(str(error))
        return False
    return data == current.data or _save(current.dataset_id, data)


def set_fields(changes: Mapping[str, Any]) -> bool:
    """Set fields of the draft by dotted path."""
    return change(lambda data: draft_data.change_fields(data, changes))


def commit(path: str, key: str) -> None:
    """The callback of a widget that stands for the field at ``path``."""
    if was_moved(key):
        set_fields({path: st.session_state[key]})


def undo() -> None:
    """Take the last change of the draft back."""
    server.store().undo(st.session_state["w"])


def redo() -> None:
    """Make the change that was taken back again."""
    server.store().redo(st.session_state["w"])


def _save(dataset_id: str, data: draft_data.Data) -> bool:
    try:
        saved = server.store().save_draft(
            st.session_state["w"], dataset_id, draft_data.to_text(data), st.session_state["version"]
        )
    except StoreError as error:
        say(str(error))
        return False
    st.session_state["version"] = saved.version
    return True


# --- the run -----------------------------------------------------------------------------------------------------


def run() -> Run | None:
    """The run that the address names; None where it names none or one that is not there."""
    run_id = st.session_state.get("run")
    if not run_id:
        return None
    try:
        return server.store().run(run_id)
    except StoreError:
        return None


def run_is_unknown() -> bool:
    """Whether the address names a run that is not there."""
    return bool(st.session_state.get("run")) and run() is None


def open_run(run_id: str | None) -> None:
    """Make this run the current one."""
    _go("run", run_id)


def train() -> None:
    """Freeze the draft into a run. A second click, or the same click in a second tab, finds the same run."""
    current, previous = draft(), run()
    experiment = current.experiment if current else None
    if current is None or experiment is None or (previous and previous.state in ACTIVE):
        return
    text = experiment.to_json()
    key = sha256(f"{st.session_state['w']} {previous.id if previous else ''} {text}".encode()).hexdigest()
    try:
        created = server.store().create_run(
            current.dataset_id, text, PurePath(server.table(current.dataset_id).name).stem, key
        )
    except MTLError as error:
        say(str(error))
        return
    open_run(created.id)


def extend(parent: Run, experiment: Experiment, frozen: bool) -> None:
    """Queue a run that teaches the parent's network the last task of the experiment, and open it."""
    text = experiment.to_json()
    key = sha256(f"{st.session_state['w']} {parent.id} {frozen} {text}".encode()).hexdigest()
    name = f"{parent.name} + {experiment.task_names[-1]}"
    try:
        created = server.store().create_run(parent.dataset_id, text, name, key, parent=Parent(parent.id, frozen))
    except MTLError as error:
        say(str(error))
        return
    open_run(created.id)


def recent_runs(number: int) -> list[Run]:
    """The newest runs, newest first, without those of comparisons."""
    return server.store().runs(compared=False)[:number]


def restore(run: Run, *, keep_draft: bool = False) -> None:
    """Make a run the current one, and its table and settings the draft unless the draft is on the same table."""
    current = draft()
    try:
        if not (keep_draft and current and current.dataset_id == run.dataset_id):
            begin_draft(server.table(run.dataset_id), json.loads(run.experiment))
    except DataError as error:
        say(str(error))
    open_run(run.id)


def command(run_id: str, kind: str) -> None:
    """Tell the worker of a run to pause, resume, step or stop."""
    _send(run_id, COMMANDS[kind]())


def weigh(run_id: str, weights: dict[str, float], turn: int) -> None:
    """Set the weights, by task (t0, t1, …), of a run that trains; the event that answers repeats ``turn``."""
    _send(run_id, WeightsCommand(weights=weights, turn=turn))


def resume(run_id: str) -> None:
    """Put an interrupted run in the queue again and open it."""
    _tried(server.store().resume_run, run_id)
    open_run(run_id)


def delete_run(run_id: str) -> None:
    """Delete a run; ``restore_deleted`` takes it back."""
    _tried(server.store().delete_run, run_id)
    st.session_state["deleted"] = run_id
    if st.session_state.get("run") == run_id:
        open_run(None)


def last_deleted() -> str | None:
    """The run that this session deleted last, while it can be taken back."""
    run_id: str | None = st.session_state.get("deleted")
    return run_id


def restore_deleted() -> None:
    """Take the last deletion back."""
    _tried(server.store().restore_run, st.session_state.pop("deleted"))


def recover() -> None:
    """List the runs again from their folders."""
    try:
        say(server.recover(), "success")
    except StoreError as error:
        say(str(error))


def _send(run_id: str, order: Command) -> None:
    _tried(server.store().send, run_id, order)


def _tried(action: Callable[..., Any], *arguments: Any) -> None:
    """Do it; where the records refuse, say why."""
    try:
        action(*arguments)
    except StoreError as error:
        say(str(error))


# --- comparisons -------------------------------------------------------------------------------------------------


def comparisons() -> list[Comparison]:
    """Those on the draft's table, newest first."""
    current = draft()
    return [found for found in server.store().comparisons() if current and found.dataset_id == current.dataset_id]


def compare(kinds: Sequence[str], seeds: int) -> None:
    """Queue the runs that compare these kinds of balancing on the draft, over so many seeds, unless such are at work
    already: a second click changes nothing."""
    current, before = draft(), comparisons()
    experiment = current.experiment if current else None
    if current is None or experiment is None or any(found.ended < found.runs for found in before):
        return
    try:
        asked = comparing.entries(experiment, kinds, range(seeds))
        wanted = [Wanted(entry.group, entry.name, entry.experiment.to_json()) for entry in asked]
        place = [st.session_state["w"], *(found.id for found in before)]
        made = sha256(" ".join([*place, *(each.experiment for each in wanted)]).encode()).hexdigest()
        server.store().create_comparison(made, current.dataset_id, wanted)
    except MTLError as error:
        say(str(error))


def stop_comparison(comparison_id: str) -> None:
    """Stop all its runs."""
    _tried(server.store().stop_comparison, comparison_id)


def delete_comparison(comparison_id: str) -> None:
    """Delete all its runs."""
    _tried(server.store().delete_comparison, comparison_id)


# --- widgets and messages ----------------------------------------------------------------------------------------


def default(key: str, value: T) -> T | None:
    """What to give the widget of that key as its default, so that it shows ``value``.

    A widget that is new in the browser starts from its default, whatever order messages arrive in; one that is there
    already and shows something else is set.
    """
    if key not in st.session_state or st.session_state[key] == value:
        return value
    now = time.monotonic()
    st.session_state[f"_echoes_{key}"] = [*_echoes(key), (st.session_state[key], now), (value, now)]
    st.session_state[key] = value
    return None


def was_moved(key: str) -> bool:
    """Whether a person changed the widget of that key. Where something else is done before the browser has heard what
    the widget was set to, it tells with it what the widget showed before, which is nobody's choice."""
    return all(value != st.session_state[key] for value, _ in _echoes(key))


def _echoes(key: str) -> list[tuple[Any, float]]:
    """What the browser may still show in the widget of that key, and since when."""
    values = st.session_state.get(f"_echoes_{key}", [])
    return [(value, since) for value, since in values if time.monotonic() - since < _ECHO]


def keep(key: str, value: Any) -> None:
    """Remember a value of this tab that no widget holds."""
    st.session_state[key] = value


def shown_value(key: str, default: Any = None) -> Any:
    """What the widget of that key shows."""
    return st.session_state.get(key, default)


def say(sentence: str, level: Literal["error", "warning", "success"] = "error") -> None:
    """A sentence for the top of the page, shown once."""
    notices = st.session_state.setdefault("_said", [])
    if (level, sentence) not in notices:
        notices.append((level, sentence))


def take_notices() -> list[tuple[str, str]]:
    """What there is to tell, taken off the list."""
    notices: list[tuple[str, str]] = st.session_state.pop("_said", [])
    return notices


def let_go(file: UploadedFile) -> None:
    """Drop an upload from the server's memory; it would otherwise stay until the session ends."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
