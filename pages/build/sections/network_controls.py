"""The controls beside the diagram on the Network page: way of sharing, presets, layers, heads."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import WAYS, Experiment, Layered, choosing, way_of
from pages.build.sections.menu import Entry, menu
from pages.shared import widgets
from pages.shared.session import drafts, widget_values

_WIDTHS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)
_EMBEDDINGS = {"none": "one value each", "piecewise": "one value each, and pieces"}
PRESETS = {
    "Small": {"sharing.depth": 1, "sharing.layers": 1, "sharing.units": 32, "sharing.dropout": 0.0, "head_units": 16},
    "Balanced": {
        "sharing.depth": 2,
        "sharing.layers": 2,
        "sharing.units": 64,
        "sharing.dropout": 0.1,
        "head_units": 32,
    },
    "Large": {"sharing.depth": 3, "sharing.layers": 3, "sharing.units": 256, "sharing.dropout": 0.2, "head_units": 64},
}


def sharing(experiment: Experiment) -> None:
    """The menu of all ways of sharing, each with its sentence; a choice closes it and keeps what both have."""
    present = experiment.sharing
    st.markdown("**Sharing**", help="How tasks learn from each other: what they share, and what each has for itself.")
    chosen = way_of(present)
    entries = {name: Entry(way.title, way.summary, _choice(present, name)) for name, way in WAYS.items()}
    menu("Sharing", chosen, {"": entries}, key="network_sharing", menu_key="network_menu")
    st.caption(WAYS[chosen].summary)
    if hint := present.hint():
        st.warning(hint, icon=":material/info:")


def _choice(present: Layered, name: str) -> dict[str, object]:
    return {f"sharing.{field}": value for field, value in choosing(present, name).items()}


def layers(experiment: Experiment) -> None:
    """The settings that only this way of sharing has, then those of all."""
    for name in type(experiment.sharing).particular():
        if widgets.has_widget(experiment, f"sharing.{name}"):
            idle = name in experiment.sharing.idle()
            widgets.setting(experiment, f"sharing.{name}", key=f"network_{name}", disabled=idle)
    widgets.slider(experiment, "sharing.layers", key="network_layers")
    widgets.steps(experiment, "sharing.units", _WIDTHS, key="network_units", written="{:g} units".format)
    widgets.slider(experiment, "sharing.dropout", key="network_dropout", step=0.05)
    widgets.steps(experiment, "sharing.members", (1, 2, 4, 8, 16, 32), key="network_members", written="{:g}".format)
    with st.expander("More", key="network_more"):
        still = not experiment.sharing.dropout
        widgets.switch(experiment, "sharing.adapt_dropout", key="network_adapt_dropout", disabled=still)
        widgets.choice(experiment, "sharing.activation", key="network_activation")
        widgets.steps(experiment, "sharing.l2", (0.0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0), key="network_l2")
        widgets.choice(experiment, "numbers.embedding", key="network_numbers", words=_EMBEDDINGS)
        widgets.switch(experiment, "text.linear" if experiment.reads_texts else "numbers.linear", key="network_linear")


def heads(experiment: Experiment) -> None:
    """How many layers each task has for itself, and how wide they are."""
    st.markdown(
        "**Head depth**",
        help="A head is what a task has for itself at the end: so many layers of its own, then its answer.",
    )
    for slot, task in enumerate(experiment.tasks):
        with widgets.task_row(slot):
            path = f"tasks.{task.column}.head_depth"
            widgets.slider(experiment, path, key=f"network_head_{slot}", label_visibility="collapsed")
    with st.expander("Head width", key="network_head_widths"):
        st.caption("Units in each of these layers.")
        for slot, task in enumerate(experiment.tasks):
            with widgets.task_row(slot):
                path = f"tasks.{task.column}.head_units"
                widgets.steps(
                    experiment,
                    path,
                    _WIDTHS,
                    key=f"network_head_units_{slot}",
                    written="{:g} units".format,
                    label_visibility="collapsed",
                )


def presets(experiment: Experiment) -> None:
    """Three sizes to start from; none is marked once a slider was moved away from it."""
    present = next((name for name in PRESETS if _is(experiment, name)), None)
    st.segmented_control(
        "Preset",
        list(PRESETS),
        default=widget_values.default("network_preset", present),
        key="network_preset",
        on_change=_apply,
        args=(experiment,),
    )


def _changes(experiment: Experiment, name: str) -> dict[str, object]:
    known = type(experiment.sharing).model_fields
    values = {path: value for path, value in PRESETS[name].items() if path.removeprefix("sharing.") in known}
    head_units = PRESETS[name]["head_units"]
    heads = {f"tasks.{task.column}.head_units": head_units for task in experiment.tasks}
    return {**values, **heads, **{f"tasks.{task.column}.head_depth": 1 for task in experiment.tasks}}


def _is(experiment: Experiment, name: str) -> bool:
    return experiment.with_changes(_changes(experiment, name)) == experiment


def _apply(experiment: Experiment) -> None:
    name = widget_values.shown_value("network_preset")
    if name and widget_values.was_moved("network_preset"):
        drafts.set_fields(_changes(experiment, name))
