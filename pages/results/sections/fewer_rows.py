"""How little data is enough: a run's tasks together and alone, from shares of the training rows."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mtl_core.comparison import data_shares
from mtl_core.comparison.twins import SEEDS
from mtl_core.experiment import Experiment
from mtl_core.figures import chart_style
from mtl_core.figures import data_needs as figures
from mtl_core.records.data_needs import DataNeed, DataNeeds
from mtl_core.records.summary import RunSummary
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run
from mtl_core.verdict.data_need_sentences import COVERS, HOW, tell_need
from mtl_core.verdict.data_needs import Training, measure_needs
from pages.results.sections import trainings_beside
from pages.shared import server, text
from pages.shared.session import address, twins

_OFFER = "Would less data do? Learn together and alone from 10, 25 and 50% of the training rows: {cost}."
_OFFER_SEEDS = "Would it be so again? The same with {more} more seeds, {all} in all: {cost}."
_WHAT = "trainings from fewer rows"
_LOST = "Not told, since a training from fewer rows, or alone from all, did not finish or cannot be measured: {names}."

Finished = tuple[str, str, str]
"""Experiment, summary and folder of a training, as texts."""


def _offer(run: Run) -> None:
    missing = 0 if twins.find(run) else len(Experiment.from_json(run.experiment).tasks)
    cost = trainings_beside.tell_cost(run, missing + len(data_shares.list_first(run)))
    key = "evaluate_fewer_start"
    trainings_beside.offer(_OFFER.format(cost=cost), "Try fewer rows", key, twins.start_fewer_rows, run)


def _show_found(run: Run, _members: trainings_beside.Members) -> None:
    """What came of one seed, or of several once a person asks for them."""
    if any(twin.state in ACTIVE for twin in twins.find(run)):
        st.caption("The trainings alone from all rows are at work.")
        return
    more = trainings_beside.follow(data_shares.name_more_seeds(run.id), _WHAT, "evaluate_fewer_seeds")
    _tell(Experiment.from_json(run.experiment), _list_finished(run))
    if more is not None and not more:
        cost = trainings_beside.tell_cost(run, len(data_shares.list_missing_seeds(server.store(), run)))
        sentence = _OFFER_SEEDS.format(more=SEEDS - 1, all=SEEDS, cost=cost)
        key = "evaluate_fewer_more"
        trainings_beside.offer(sentence, "More seeds", key, twins.start_fewer_rows_more_seeds, run)


def _list_finished(run: Run) -> tuple[Finished, ...]:
    """The run, and those that were trained beside it and finished."""
    store = server.store()
    runs = [run, *(each for name in data_shares.list_comparisons(run.id) for _, each in store.compared_runs(name))]
    workspace = server.workspace()
    return tuple(
        (each.experiment, each.summary.model_dump_json(), str(workspace.run(each.id)))
        for each in runs
        if each.state == "finished" and each.summary is not None
    )


def find(run: Run) -> DataNeeds | None:
    """What came of them; None before they are asked for, or while one is at work."""
    ids = [data_shares.name_comparison(run.id), data_shares.name_more_seeds(run.id)]
    fewer = [each for name in ids for _, each in server.store().compared_runs(name)]
    at_work = any(each.state in ACTIVE for each in (*fewer, *twins.find(run)))
    return _measure(_list_finished(run)) if fewer and not at_work else None


def _tell(experiment: Experiment, finished: tuple[Finished, ...]) -> None:
    found = _measure(finished)
    for slot, name in enumerate(experiment.task_names):
        for need in found.tasks:
            if need.task == name:
                _draw(slot, need)
    told = {need.task for need in found.tasks}
    lost = [f"“{text.plain(name, 40)}”" for name in experiment.task_names if name not in told]
    if lost:
        st.caption(text.esc_md(_LOST.format(names=text.list_names(lost)), 400))
    if told:
        st.caption(f"{HOW} {COVERS[found.covers]}")


def _draw(slot: int, need: DataNeed) -> None:
    told = tell_need(need)
    st.markdown(text.esc_md(told, 600))
    chart = figures.figure(need, slot, address.is_dark())
    st.plotly_chart(chart, config=chart_style.CONFIG, theme=None, key=f"evaluate_fewer_{slot}", alt=told)


@st.cache_data(max_entries=32, show_spinner=False)
def _measure(finished: tuple[Finished, ...]) -> DataNeeds:
    """Of runs that have ended, so that it stays as it is."""
    return measure_needs(
        Training(Experiment.from_json(experiment), RunSummary.model_validate_json(summary), Path(folder))
        for experiment, summary, folder in finished
    )


CARD = trainings_beside.Card(
    "evaluate_fewer", "How little data is enough?", data_shares.name_comparison, _WHAT, _show_found, _offer
)
