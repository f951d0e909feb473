"""What a remedy did: a run beside the earlier one that it is a changed draft of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.records.verdicts import Sharings
from mtl_core.remedies.recognising import tell_remedy
from mtl_core.runs import results
from mtl_core.runs.store import Run
from mtl_core.verdict import sentences, sharing
from pages.shared import server, text

_SEARCHED = 10  # earlier runs on the same table
_COVERS = "Intervals are over the test rows, not over the luck of a seed: each network was trained once."


class _Change(NamedTuple):
    """The number and id of the earlier run, and what was changed of it."""

    number: int
    run_id: str
    sentence: str


def show(run: Run) -> None:
    """Each task beside the earlier run; nothing for a run that comes of no remedy."""
    earlier = (
        other
        for other in server.store().runs(compared=False)
        if other.dataset_id == run.dataset_id and other.number < run.number and other.state in ("finished", "stopped")
    )
    change = _find_change(run.experiment, tuple((e.number, e.id, e.experiment) for e in islice(earlier, _SEARCHED)))
    if change is None:
        return
    with st.container(border=True, key="evaluate_change"):
        st.markdown("**Did the change help?**")
        st.markdown(text.esc_md(f"Changed since run {change.number}: {change.sentence}", 800))
        found = _compare(str(server.workspace().run(run.id)), str(server.workspace().run(change.run_id)))
        for each in found.tasks:
            told = sentences.tell_change(each.task, each.metric, each.together, each.alone, each.difference)
            st.markdown(text.esc_md(told, 400))
        st.caption(_COVERS if found.tasks else "The two runs have no test rows in common to compare.")


@st.cache_data(max_entries=64, show_spinner=False)
def _find_change(experiment: str, earlier: Sequence[tuple[int, str, str]]) -> _Change | None:
    """Of the newest of the ``earlier`` runs (number, id, experiment) that this one is a changed draft of."""
    after = Experiment.from_json(experiment)
    for number, run_id, text_ in earlier:
        before = Experiment.from_json(text_)
        if before.training == after.training and before.columns.keys() == after.columns.keys():
            known = results.read_affinities(server.workspace().run(run_id))
            sentence = tell_remedy(before, after, known)
            if sentence:
                return _Change(number, run_id, sentence)
    return None


@st.cache_data(max_entries=32, show_spinner=False)
def _compare(now: str, before: str) -> Sharings:
    """Of runs that have ended, so that it stays as it is; each task by its name."""
    own = results.read_verdicts(Path(now))
    return sharing.compare_with_alone(Path(now), {task.name: Path(before) for task in own.tasks} if own else {})
