"""Better settings: how long to seek them, how far the search is, and what came of it."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.records.budget import Budget
from mtl_core.records.searches import Search
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Comparison, Run
from mtl_core.search import kept, sentences, space
from mtl_core.wording import format_duration
from pages.results.sections import deletion
from pages.shared import page_layout, server, text, widgets
from pages.shared.session import drafts, searches

_OFFER = (
    "Tries other values of {settings}, starting from the draft's. The validation rows judge each trial, hopeless ones "
    "are given up; in the end the best settings and yours are compared on the test rows."
)
_TRIALS, _MINUTES = (10, 20, 40, 80), (2, 5, 10, 30, 60)
_COST = "**{trials}** of at most {epochs:,} epochs, {long}, and two trainings more."
_NO_JUDGES = "Trials are judged on the validation rows, but none are kept apart; set their share above 0 on Tasks."
_ELSE = "These were found from other settings than the draft has now; the draft gets only what the search changed."


def show(experiment: Experiment) -> None:
    """The offer, and the newest search on the table."""
    found = searches.find()
    working = bool(found) and found[0].ended < found[0].runs
    with st.container(border=True, key="card_search"):
        st.markdown("**Find better settings**")
        if not working:
            _offer(experiment)
        if found:
            st.fragment(_follow, run_every=1.0 if working else None)(found[0], working, experiment)


def _offer(experiment: Experiment) -> None:
    """How long, what that costs, and the button."""
    titles = text.list_names([each.title.lower() for each in space.span(experiment)])
    st.caption(text.esc_md(_OFFER.format(settings=titles), 600))
    if not experiment.split.validation:
        st.markdown(_NO_JUDGES)
        return
    with st.grid("auto", min_column_width=220):
        trials = st.select_slider("Trials", _TRIALS, 20, key="search_trials", persist_state="session")
        minutes = st.select_slider(
            "Minutes at most",
            _MINUTES,
            10,
            key="search_minutes",
            persist_state="session",
            help="No trial begins that would probably end later.",
        )
    budget = Budget(trials, minutes)
    with widgets.spread_row():
        st.markdown(_cost(experiment, budget), width="content")
        st.button("Search", key="search_start", icon=":material/search:", on_click=searches.start, args=(budget,))


def _cost(experiment: Experiment, budget: Budget) -> str:
    """How many trainings, and how long they take if each takes as long as the last of the person's own here."""
    each = _seconds_of_a_training()
    longest = budget.seconds(each) if each else 60 * (budget.minutes or 0)
    template = "about {long} or less" if each else "at most about {long}"
    long = template.format(long=format_duration(longest))
    trials = text.format_count(budget.trials or 0, "trial", "trials")
    return _COST.format(trials=trials, epochs=experiment.training.epochs, long=long)


def _seconds_of_a_training() -> float | None:
    draft = drafts.current()
    for run in server.store().runs(compared=False):
        if draft and run.dataset_id == draft.dataset_id and run.state == "finished" and run.started and run.finished:
            return run.finished - run.started
    return None


def _follow(found: Comparison, working: bool, experiment: Experiment) -> None:
    """How far it is or what came of it; one full rerun as it comes to rest."""
    run = searches.run_of(found)
    if run is None:
        return
    if working and run.state not in ACTIVE:
        st.rerun()
    search = kept.read(server.workspace().run(run.id))
    if run.state in ACTIVE:
        _progress(found, run, search)
    else:
        _outcome(run, search, experiment)
        deletion.offer(found.id, "Delete this search", "search")


def _progress(found: Comparison, run: Run, search: Search | None) -> None:
    done = len(search.trials) if search else 0
    most = run.search.trials if run.search and run.search.trials else done + 1
    with widgets.spread_row():
        st.markdown(f"**{done} of at most {text.format_count(most, 'trial', 'trials')} done**", width="content")
        st.button("Stop", key="search_stop", on_click=searches.stop, args=(found,))
    st.progress(min(1.0, done / most))
    waits = "It waits behind your own runs." if run.state == "queued" else ""
    said = sentences.tell_end(search) if search and search.trials else ""
    st.caption(text.esc_md(" ".join(filter(None, (said, waits))) or "The first trial has your own settings.", 600))


def _outcome(run: Run, search: Search | None, experiment: Experiment) -> None:
    """What was found, in words and as a table, and the way into the draft."""
    if run.state in ("failed", "interrupted"):
        st.caption(text.esc_md(run.sentence, 300))
        if run.state == "interrupted":
            st.button("Go on", key="search_resume", on_click=searches.resume, args=(run,))
    if search is None or search.best is None:
        return
    for told in sentences.tell_outcome(search):
        st.markdown(text.esc_md(told, 600))
    if search.is_better:
        changes = space.list_changes(Experiment.from_json(run.experiment), search.best.drawn)
        if experiment.to_json() != run.experiment:
            st.caption(_ELSE)
        st.button(
            "Put into the draft",
            key="search_take",
            type="primary",
            on_click=searches.take_settings,
            args=(changes,),
        )
    with st.expander("All trials", key="search_trials_done"):
        _tabulate(search, Experiment.from_json(run.experiment))
        st.caption(sentences.JUDGED_BY)


def _tabulate(search: Search, own: Experiment) -> None:
    trials = search.trials
    page_layout.numbers(
        {
            "Trial": [trial.number + 1 for trial in trials],
            "Loss": [trial.value for trial in trials],
            "Epochs": [len(trial.curve) for trial in trials],
            "Ended": [_STATES[trial.state] for trial in trials],
            "Settings": [space.format_settings(own, trial.drawn) or "your own" for trial in trials],
        },
        alt="All trials with their losses on the validation rows",
    )


_STATES = {"complete": "by itself", "pruned": "given up", "failed": "failed"}
