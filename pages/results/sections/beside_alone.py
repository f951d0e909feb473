"""Whether sharing helped: each task of a run beside a network that learns it alone, and with further seeds."""

from __future__ import annotations

import streamlit as st

from mtl_core.comparison import comparing
from mtl_core.comparison.twins import SEEDS, gather_seeds, list_more_seeds, name_comparison, name_more_seeds
from mtl_core.experiment import Experiment
from mtl_core.records.verdicts import Sharings
from mtl_core.runs.store import Run
from mtl_core.verdict import sentences
from mtl_core.verdict.sharing_over_seeds import compare_over_seeds
from pages.results.sections import trainings_beside
from pages.shared import sharing_found, sharing_remedies, text
from pages.shared.session import twins

_OFFER = "Did sharing help? Learn each task alone, with the same rows, budget, width and seed: {cost}."
_COVERS = "Intervals are over the test rows, not over the luck of a seed: each network was trained once."
_OFFER_SEEDS = "Would it be so again? Train together and alone with {more} more seeds, {all} in all: {cost}."
_COVERS_SEEDS = (
    "Intervals are over the seeds, each of which deals other rows and starts the networks anew; they are widened for "
    "the rows that the seeds' trainings have in common (Nadeau & Bengio, 2003)."
)
_TOO_FEW_SEEDS = "Fewer than two seeds have come to their end, which is too few to tell luck from merit."
_LOST = "Not compared, since its training alone did not finish or cannot be measured: {names}."


def _offer(run: Run) -> None:
    cost = trainings_beside.tell_cost(run, len(Experiment.from_json(run.experiment).tasks))
    trainings_beside.offer(_OFFER.format(cost=cost), "Learn each alone", "evaluate_alone", twins.start, run)


def _tell(run: Run, alone: trainings_beside.Members) -> None:
    """A sentence a task, and one for all; then the same over several seeds."""
    found = sharing_found.find(run) or Sharings()
    _say(found, _COVERS)
    sharing_remedies.show(run, [each.task for each in found.hurt])
    _name_lost(run, found)
    _show_seeds(run, alone)


def _name_lost(run: Run, found: Sharings) -> None:
    """The tasks that could not be compared."""
    tasks = Experiment.from_json(run.experiment).task_names
    lost = [name for name in tasks if name not in {each.task for each in found.tasks}]
    if lost:
        names = text.list_names([f"“{text.plain(name, 40)}”" for name in lost])
        st.caption(text.esc_md(_LOST.format(names=names), 400))


def _say(found: Sharings, covers: str) -> None:
    for each in found.tasks:
        told = sentences.tell_sharing(each.task, each.metric, each.together, each.alone, each.difference)
        st.markdown(text.esc_md(told, 400))
    if found.delta_m is not None:
        st.markdown(text.esc_md(sentences.tell_delta_m(found.delta_m, len(found.tasks)), 300))
        st.caption(covers)


def _show_seeds(run: Run, alone: trainings_beside.Members) -> None:
    """The same over several seeds, once a person asks for them."""
    more = trainings_beside.follow(name_more_seeds(run.id), "trainings with more seeds", "evaluate_seeds")
    if more:
        seeds = gather_seeds([(comparing.TOGETHER, run), *alone, *more])
        if len(seeds) < 2:
            st.caption(_TOO_FEW_SEEDS)
        else:
            st.markdown(f"**Over {len(seeds)} seeds**")
            found = compare_over_seeds(seeds)
            _say(found, _COVERS_SEEDS)
            _name_lost(run, found)
    elif more is not None:
        cost = trainings_beside.tell_cost(run, len(list_more_seeds(run)))
        sentence = _OFFER_SEEDS.format(more=SEEDS - 1, all=SEEDS, cost=cost)
        trainings_beside.offer(sentence, "More seeds", "evaluate_seeds", twins.start_more_seeds, run)


CARD = trainings_beside.Card(
    "evaluate_alone", "Together or alone?", name_comparison, "trainings of a task alone", _tell, _offer
)
