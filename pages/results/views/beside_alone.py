"""Whether sharing helped: each task of a run beside a network that learns it alone, which a press queues."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from mtl_core.comparison.twins import estimate_seconds
from mtl_core.experiment import Experiment
from mtl_core.records.verdicts import Sharings
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run
from mtl_core.verdict import sentences, sharing
from mtl_core.wording import format_duration
from pages.shared import server, text
from pages.shared.session import twins

_OFFER = "Did sharing help? Learn each task alone, with the same rows, budget, width and seed: {cost}."
_INTERRUPTED = "{trainings} of a task alone {were} interrupted; Go on takes up what is left to do."
_AT_WORK = "{done} of {all} trainings of a task alone finished; they wait behind your own runs."
_COVERS = "Intervals are over the test rows, not over the luck of a seed: each network was trained once."
_LOST = "Not compared, since its training alone did not finish or cannot be measured: {names}."


def show(run: Run) -> None:
    """The offer, how far it is, or what came of it; nothing where there is nothing to set beside."""
    experiment = Experiment.from_json(run.experiment)
    if run.parent is not None or len(experiment.tasks) < 2 or not experiment.split.test:
        return
    alone = twins.find(run)
    with st.container(border=True, key="evaluate_sharing"):
        st.markdown("**Together or alone?**")
        if not alone:
            _offer(run, len(experiment.tasks))
        elif any(twin.state in ACTIVE for twin in alone):
            st.fragment(_wait, run_every=1.0)(run)
        else:
            _offer_to_go_on(run, [twin for twin in alone if twin.state == "interrupted"])
            _tell(run, experiment.task_names, alone)


def _offer(run: Run, tasks: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(text.esc_md(_OFFER.format(cost=_cost(run, tasks)), 300), width="content")
        st.button("Learn each alone", key="evaluate_alone", on_click=twins.start, args=(run,))


def _cost(run: Run, tasks: int) -> str:
    """How many trainings, and how long they take if each takes as long as this one."""
    count = text.format_count(tasks, "training", "trainings")
    seconds = estimate_seconds(run, tasks)
    return count if seconds is None else f"{count}, about {format_duration(seconds)} at most"


def _offer_to_go_on(run: Run, interrupted: Sequence[Run]) -> None:
    if not interrupted:
        return
    trainings = text.format_count(len(interrupted), "training", "trainings")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(
            _INTERRUPTED.format(trainings=trainings, were="was" if len(interrupted) == 1 else "were"), width="content"
        )
        st.button("Go on", key="evaluate_alone_resume", on_click=twins.resume, args=(run,))


def _wait(run: Run) -> None:
    """How far they are; a full rerun once all have come to rest."""
    alone = twins.find(run)
    active = [twin for twin in alone if twin.state in ACTIVE]
    if not active:
        st.rerun()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(_AT_WORK.format(done=len(alone) - len(active), all=len(alone)), width="content")
        st.button("Stop", key="evaluate_alone_stop", on_click=twins.stop, args=(run,))


def _tell(run: Run, tasks: Sequence[str], alone: Sequence[Run]) -> None:
    """A sentence a task, and one for all."""
    workspace = server.workspace()
    folders = {
        Experiment.from_json(twin.experiment).task_names[0]: str(workspace.run(twin.id))
        for twin in alone
        if _ended(twin)
    }
    found = _compared(str(workspace.run(run.id)), tuple(folders.items()))
    for each in found.tasks:
        told = sentences.tell_sharing(each.task, each.metric, each.together, each.alone, each.difference)
        st.markdown(text.esc_md(told, 400))
    lost = [name for name in tasks if name not in {each.task for each in found.tasks}]
    if lost:
        names = text.list_names([f"“{text.plain(name, 40)}”" for name in lost])
        st.caption(text.esc_md(_LOST.format(names=names), 400))
    if found.delta_m is not None:
        st.markdown(text.esc_md(sentences.tell_delta_m(found.delta_m, len(found.tasks)), 300))
        st.caption(_COVERS)


def _ended(twin: Run) -> bool:
    return twin.state == "finished"


@st.cache_data(max_entries=32, show_spinner=False)
def _compared(together: str, alone: tuple[tuple[str, str], ...]) -> Sharings:
    """Of runs that have ended, so that it stays as it is."""
    return sharing.compare_with_alone(Path(together), {name: Path(folder) for name, folder in alone})
