"""What a person can have done with a run: started, told something while it trains, deleted and brought back."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath

import streamlit as st

from mtl_core.errors import MTLError, StoreError
from mtl_core.experiment import Experiment
from mtl_core.records.commands import COMMANDS, WeightsCommand
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Mark, Parent, Run
from pages.shared import server
from pages.shared.session import address, current_run, drafts, notices, twins


def train() -> None:
    """Freeze the draft into a run. A second click, or the same click in a second tab, finds the same run."""
    draft, previous = drafts.current(), current_run.find()
    experiment = draft.experiment if draft else None
    if draft is None or experiment is None or (previous and previous.state in ACTIVE):
        return
    text = experiment.to_json()
    key = sha256(f"{address.workspace()} {previous.id if previous else ''} {text}".encode()).hexdigest()
    try:
        name = PurePath(server.table(draft.dataset_id).name).stem
        created = server.store().create_run(draft.dataset_id, text, name, key, twins=twins.are_wanted(experiment))
    except MTLError as error:
        notices.say(str(error))
        return
    address.open_run(created.id)


def extend(parent: Run, experiment: Experiment, frozen: bool) -> None:
    """Queue a run that teaches the parent's network the last task of the experiment, and open it."""
    text = experiment.to_json()
    key = sha256(f"{address.workspace()} {parent.id} {frozen} {text}".encode()).hexdigest()
    name = f"{parent.name} + {experiment.task_names[-1]}"
    try:
        created = server.store().create_run(parent.dataset_id, text, name, key, parent=Parent(parent.id, frozen))
    except MTLError as error:
        notices.say(str(error))
        return
    address.open_run(created.id)


def command(run_id: str, kind: str) -> None:
    """Tell the worker of a run to pause, resume, step or stop."""
    notices.attempt(server.store().send, run_id, COMMANDS[kind]())


def weigh(run_id: str, weights: dict[str, float], turn: int) -> None:
    """Set the weights, by task (t0, t1, …), of a run that trains; the event that answers repeats ``turn``."""
    notices.attempt(server.store().send, run_id, WeightsCommand(weights=weights, turn=turn))


def resume(run_id: str) -> None:
    """Put an interrupted run in the queue again and open it."""
    notices.attempt(server.store().resume_run, run_id)
    address.open_run(run_id)


def rename(run_id: str, name: str) -> None:
    """Call a run otherwise, here and in its folder."""
    notices.attempt(server.store().rename_run, run_id, name)
    notices.attempt(server.keep_record, run_id)


def mark(run_id: str, mark: Mark) -> None:
    """Put a star, tags and a note to a run, here and in its folder."""
    notices.attempt(server.store().mark_run, run_id, mark)
    notices.attempt(server.keep_record, run_id)


def delete(*run_ids: str) -> None:
    """Delete runs; ``restore_deleted`` takes it back."""
    for run_id in run_ids:
        notices.attempt(server.store().delete_run, run_id)
        if address.run_id() == run_id:
            address.open_run(None)
    st.session_state["deleted"] = run_ids


def last_deleted() -> tuple[str, ...]:
    """The runs that this session deleted last, while it can be taken back."""
    run_ids: tuple[str, ...] = st.session_state.get("deleted", ())
    return run_ids


def restore_deleted() -> None:
    """Take the last deletion back."""
    for run_id in st.session_state.pop("deleted"):
        notices.attempt(server.store().restore_run, run_id)


def recover() -> None:
    """List the runs again from their folders."""
    try:
        notices.say(server.recover(), "success")
    except StoreError as error:
        notices.say(str(error))
