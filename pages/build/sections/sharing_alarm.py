"""The alarm of a run that rests: which tasks sharing hurt, or pull apart while it is unknown, and what can be done."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.records.events import BalanceEvent
from mtl_core.runs.store import Run
from mtl_core.verdict import sentences
from pages.build.sections import conflict_card
from pages.shared import server, sharing_found, sharing_remedies, text

_LOOKS = 200
_APART = (
    "“{one}” and “{other}” still pulled apart at the end of the training. Whether that costs them anything, only "
    "networks that learn each task alone can tell, at Evaluate; what can be done meanwhile is offered here."
)


def show(run: Run) -> None:
    """What networks that learnt each task alone say, and, until there are some, what the conflicts say; nothing where
    there is no cause."""
    if run.parent is not None or run.state not in ("finished", "stopped"):
        return
    found = sharing_found.find(run)
    if found is None:
        _warn(run, *_tell_apart(run))
        return
    told = [sentences.tell_sharing(e.task, e.metric, e.together, e.alone, e.difference) for e in found.hurt]
    _warn(run, told, [each.task for each in found.hurt])


def _tell_apart(run: Run) -> tuple[list[str], list[str]]:
    """The two tasks that pulled apart furthest when last looked at: a sentence, and their names."""
    looks = [entry.event for entry in server.store().decimate(run.id, BalanceEvent, _LOOKS)]
    pair = conflict_card.find_furthest_apart(looks)
    if pair is None:
        return [], []
    names = [Experiment.from_json(run.experiment).task_names[slot] for slot in pair]
    one, other = (text.plain(name, 40) for name in names)
    return [_APART.format(one=one, other=other)], names


def _warn(run: Run, told: list[str], tasks: list[str]) -> None:
    if not told:
        return
    with st.container(border=True, key="train_alarm"):
        for sentence in told:
            st.warning(text.esc_md(sentence, 400), icon=":material/warning:")
        sharing_remedies.show(run, tasks)
