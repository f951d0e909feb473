"""The curves of several runs, over each other."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.figures import chart_style, overlaid_curves
from mtl_core.figures.overlaid_curves import DASHES, RunCurves
from mtl_core.records.events import EpochEvent
from mtl_core.runs.store import Run
from pages.shared import server, text
from pages.shared.session import address

_POINTS = 400  # of a curve; more than a chart has pixels for
_FIRST = "The first {most} of them are drawn; more could not be told apart."


def show(runs: Sequence[tuple[str, Run]], key: str) -> None:
    """A colour for each task, a dash for each run by its name; nothing of those that have not told of an epoch yet."""
    known = [curves for name, run in runs if (curves := _read(name, run)).losses]
    if not known:
        return
    drawn = known[: len(DASHES)]
    st.markdown("**How they learnt**")
    chart = overlaid_curves.figure(drawn, address.is_dark())
    told = overlaid_curves.sentence(drawn)
    st.plotly_chart(chart, theme=None, key=key, config=chart_style.CONFIG, alt=told)
    st.caption(text.esc_md(told, 1_000))
    if len(drawn) < len(known):
        st.caption(_FIRST.format(most=len(DASHES)))


def _read(called: str, run: Run) -> RunCurves:
    epochs = [entry.event for entry in server.store().decimate(run.id, EpochEvent, _POINTS)]
    names = [text.plain(name, 40) for name in Experiment.from_json(run.experiment).task_names]
    losses = {
        name: [(each.epoch, each.validation.get(f"t{slot}")) for each in epochs] for slot, name in enumerate(names)
    }
    return RunCurves(called, losses if epochs else {})
