"""What can be done for a task that sharing hurts: a button each, which changes the draft."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.remedies import REMEDIES
from mtl_core.runs import results
from mtl_core.runs.store import Run
from pages.shared import adopting, server, text

_OFFER = "What can be done for {task}, each a new draft of this run, which its training then checks:"


def show(run: Run, hurt: Sequence[str]) -> None:
    """The remedies for each of the tasks that are ``hurt``."""
    experiment = Experiment.from_json(run.experiment)
    known = results.read_affinities(server.workspace().run(run.id)) if hurt else None
    for name in hurt:
        slot = experiment.task_names.index(name)
        st.markdown(text.esc_md(_OFFER.format(task=text.plain(name, 40)), 200))
        hurting = known.hurting(name) if known else ()
        with st.container(horizontal=True, gap="small"):
            for remedy in REMEDIES.values():
                changed = remedy.apply(experiment, name, hurting)
                if changed is None:
                    continue
                said = remedy.tell(experiment, changed, name)
                key = f"remedy_{remedy.id}_{slot}"
                if st.button(remedy.title, key=key, help=text.esc_md(said, 400)):
                    adopting.adopt(run, changed, said)
