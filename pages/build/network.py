"""Network: the layers that the tasks share and those of their own, drawn as they will be built."""

import streamlit as st

from mtl_core.errors import MTLError
from pages.build.sections import branching, network_controls, text_settings
from pages.shared import draft_plan, page_layout, places, text
from pages.shared.components.diagram import diagram

head, action = st.columns([7, 2.3], gap="large", vertical_alignment="bottom")
with head:
    page_layout.heading("Network", "Choose how tasks share. What is drawn is what will be built.")
dataset, experiment = page_layout.ready()
sound = True
drawing, panel = st.columns([7, 2.3], gap="large")
with panel:
    network_controls.sharing(experiment)
    network_controls.presets(experiment)
    network_controls.layers(experiment)
    network_controls.heads(experiment)
with drawing:
    branching.parting(experiment)
    try:
        plan = draft_plan.draw_plan(dataset.id, experiment)
        diagram(plan, key="network_diagram", handles=branching.handles(experiment), on_change=branching.move)
    except MTLError as error:
        sound = False
        st.error(text.esc_md(str(error), 1_000), icon=":material/error:")
    branching.arrows(experiment)
    text_settings.card(dataset.id, experiment)
with action, st.container(horizontal_alignment="right"):
    page_layout.link_button("Train this network", places.TRAIN, key="network_train", primary=True, disabled=not sound)
