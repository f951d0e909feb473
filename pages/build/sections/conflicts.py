"""The network of a run with its shared parts tinted by how far tasks pull apart there, once that was measured."""

from __future__ import annotations

import streamlit as st

from mtl_core.errors import MTLError
from mtl_core.experiment import Experiment
from mtl_core.records.events import BalanceEvent
from mtl_core.runs.store import Run
from pages.build.sections import conflict_card
from pages.shared import draft_plan, server, text
from pages.shared.components.diagram import diagram
from pages.shared.components.diagram_conflicts import Conflicts, Pair

_LOOKS = 200


def where(run: Run) -> None:
    """The diagram with the newest measurement up to the epoch looked at; nothing before there is one."""
    found = (_pulls(entry.event) for entry in server.store().decimate(run.id, BalanceEvent, _LOOKS))
    measured = [pulls for pulls in found if any(pulls.blocks.values())]
    with st.container(key="conflicts"):  # always there, so that what follows keeps its place
        if not measured:
            return
        st.markdown("**Where do the tasks pull apart?**")
        try:
            plan = draft_plan.draw_plan(run.dataset_id, Experiment.from_json(run.experiment))
        except MTLError as error:
            st.caption(text.esc_md(str(error), 1_000))
            return
        chosen = conflict_card.epoch_looked_at(run)
        until = [pulls for pulls in measured if chosen is None or pulls.epoch <= chosen] or measured[:1]
        diagram(plan, key="conflicts_diagram", pulls=until[-1])


def _pulls(event: BalanceEvent) -> Conflicts:
    """What the event says by block; those of an earlier version say nothing of it."""
    slots = {task: slot for slot, task in enumerate(event.weights)}
    pairs = {
        block: Pair(pair.cosine, (slots[pair.tasks[0]], slots[pair.tasks[1]])) if pair else None
        for block, pair in (event.lowest or {}).items()
    }
    return Conflicts(event.epoch, pairs)
