"""The network of a run with its shared parts tinted by how often tasks pull apart there, once that was measured."""

from __future__ import annotations

import streamlit as st

from mtl_core.errors import MTLError
from mtl_core.experiment import Experiment
from mtl_core.runs.store import Run
from pages.build.views import standing
from pages.shared import planning, server, text
from pages.shared.components.diagram import diagram
from pages.shared.components.diagram_pulls import Pulls

_LOOKS = 200


def where(run: Run) -> None:
    """The diagram with the newest measurement up to the epoch looked at; nothing before there is one."""
    told = server.store().decimate(run.id, "balance", _LOOKS)
    measured = [
        event.body for event in told if any(share is not None for share in (event.body["blocks"] or {}).values())
    ]
    with st.container(key="conflicts"):  # always there, so that what follows keeps its place
        if not measured:
            return
        st.markdown("**Where do the tasks pull apart?**")
        try:
            plan = planning.drawn(run.dataset_id, Experiment.from_json(run.experiment))
        except MTLError as error:
            st.caption(text.esc_md(str(error), 1_000))
            return
        chosen = standing.epoch_looked_at(run)
        until = [body for body in measured if chosen is None or body["epoch"] <= chosen] or measured[:1]
        diagram(plan, key="conflicts_diagram", pulls=Pulls(until[-1]["epoch"], until[-1]["blocks"]))
