"""Who helps whom, on the Evaluate page: in words, as a heat map and as a graph."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.figures import affinity, affinity_graph, chart_style
from mtl_core.records.affinity import Affinities
from mtl_core.remedies.grouping import share_in_groups, suggest_groups, tell_groups
from mtl_core.runs import results
from mtl_core.runs.store import Run
from pages.shared import adopting, page_layout, server, text, widgets
from pages.shared.session import address

_HOW = (
    "Measured in {looks} of this training: by how much a step on one task alone, of the shared layers, makes another "
    "task's loss smaller on the same rows (lookahead, as in TAG). A dot stands where the 95% interval holds 0. "
    "Intervals are over the moments of this training, not over the luck of a seed. It hints at what to share, which "
    "a comparison then has to prove."
)

_NO_GROUPS = "Suggested groups: none. No way to part the tasks is better than all together beyond what chance allows."


def show(run: Run) -> None:
    """What was measured; nothing where it was not."""
    known = results.read_affinities(server.workspace().run(run.id))
    if known is None:
        return
    st.subheader("Who helps whom", anchor=False)
    st.markdown(text.esc_md(known.sentence(), 2_000))
    if known.tells:
        cells, arrows = st.columns([3, 2], gap="large")
        with cells:
            _draw(affinity.figure(known, address.is_dark()), "heatmap", known)
        with arrows:
            _draw(affinity_graph.figure(known, address.is_dark()), "graph", known)
            st.caption("An arrow leads from the task that is learnt; dashed where it hurts.")
    looks = text.format_count(len(known.epochs), "moment", "moments")
    st.caption(_HOW.format(looks=looks))
    _suggest(run, known)
    with st.expander("Show as table", key="evaluate_affinity_table"):
        page_layout.numbers(_tabulate(known), alt="Who helps whom")


def _suggest(run: Run, known: Affinities) -> None:
    """Groups, if anything speaks for them, with the button that puts them into the draft as branches."""
    found = suggest_groups(known)
    if not found.parts:
        st.markdown(_NO_GROUPS)
        return
    said = tell_groups(known.tasks, found)
    with widgets.spread_row():
        st.markdown(text.esc_md(f"Suggested groups: {said}", 2_000), width="stretch")
        if st.button("Share in these groups", key="affinity_groups"):
            adopting.adopt(run, share_in_groups(Experiment.from_json(run.experiment), found.groups), said)


def _draw(figure: object, name: str, known: Affinities) -> None:
    key = f"evaluate_affinity_{name}"
    st.plotly_chart(figure, theme=None, key=key, config=chart_style.CONFIG, alt=known.sentence())


def _tabulate(known: Affinities) -> dict[str, list[object]]:
    """A line for each pair: by which share of the loss it helps, with its interval, and to first order."""
    first = [known.first_order[one][other] for one, other, _ in known.pairs]
    return {
        "Learning": [text.plain(known.tasks[one]) for one, *_ in known.pairs],
        "helps by a share of the loss": [cell.value for *_, cell in known.pairs],
        "from": [cell.low for *_, cell in known.pairs],
        "to": [cell.high for *_, cell in known.pairs],
        "of the task": [text.plain(known.tasks[other]) for _, other, _ in known.pairs],
        "by gradients alone": [cell.value if cell else None for cell in first],
    }
