"""The menu of balancing methods and the settings of the one chosen, before a training."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import BALANCING, Experiment
from pages.build.sections.menu import Entry, menu
from pages.shared import page_layout, places, widgets


def method(experiment: Experiment) -> None:
    """How tasks that disagree are reconciled, where there are several."""
    if len(experiment.tasks) < 2:
        return
    present = experiment.balancing
    with st.container(border=True, key="card_balancing"):
        with widgets.spread_row():
            hint = "How the network decides when what helps one task would hurt another."
            st.markdown("**Balance**", help=hint, width="content")
            if st.button("Compare methods", key="balancing_compare", type="tertiary"):
                page_layout.go(places.COMPARE)
        menu("Balance", present.kind, _sections(), key="balancing_kind", menu_key="balancing_menu")
        st.caption(present.sentence)
        st.caption(present.promise)
        with st.grid("auto", min_column_width=220):
            for name in type(present).particular():
                widgets.setting(experiment, f"balancing.{name}", key=f"balancing_{name}")
        with st.expander("With any method", key="balancing_more"), st.grid("auto", min_column_width=220):
            widgets.task(experiment, "balancing.main_task", key="balancing_main_task")
            for name in ("log_loss", "gradient_ema"):
                widgets.setting(experiment, f"balancing.{name}", key=f"balancing_{name}")


def _sections() -> dict[str, dict[str, Entry]]:
    """The few that everybody sees, and the rest."""
    return {
        heading: {
            kind: Entry(settings.title, settings.sentence, {"balancing.kind": kind})
            for kind, settings in BALANCING.items()
            if settings.research == research
        }
        for heading, research in (("", False), ("Research", True))
    }
