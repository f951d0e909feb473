"""Views of a pretended run, and arrows between its tasks to cut: ?moments=3, ?columns=14, ?more=13."""

import itertools

import streamlit as st

from mtl_core.records.events import ViewsEvent
from pages.shared.components.arrow_board import arrow_board
from pages.shared.components.network_views import network_views
from pages.shared.theme import shell

st.set_page_config(layout="wide")
st.html(shell())
TASKS = ("Doctor visits", "Physical <b>limitation</b>", "7")
st.session_state.setdefault("cut", ())
count = int(st.query_params.get("moments", 1))
columns = [f"column number {place}" for place in range(int(st.query_params.get("columns", 0)))]


def picture(epoch: int) -> list[dict[str, object]]:
    """One view of each kind, and one of a task's classes."""
    first = 0.5 + epoch / 10
    experts = [[first, 1 - first], [0.25, 0.75], [1.0, 0.0]]
    mixed = [[0.9, -0.1, 0.05], [0.1, 0.8, None], [0.0, 0.2, 0.7]]
    plain = {"of": None, "task": None, "left_out": 0}
    names = {"columns": ["Expert 1", "Expert 2"], "unit": "share"}
    return [
        {**plain, **names, "id": "gates", "kind": "bars", "title": "Experts", "rows": TASKS, "values": experts},
        {
            **plain,
            **names,
            "id": "gates_t2",
            "kind": "bars",
            "title": "Experts by class",
            "rows": ["low", "high"],
            "values": [[0.1, 0.9], [0.6, 0.4]],
            "of": "gates",
            "task": "t2",
        },
        {
            **plain,
            "id": "stitch_1",
            "kind": "heatmap",
            "title": "Stitches",
            "unit": "weight",
            "rows": TASKS,
            "columns": columns or TASKS,
            "values": [[place / len(columns) for place in range(len(columns))]] * 3 if columns else mixed,
            "left_out": 2,
        },
        {
            **plain,
            "id": "relations",
            "kind": "graph",
            "title": "Relations",
            "unit": "share",
            "rows": TASKS,
            "columns": TASKS,
            "values": [[None, 0.25, 0.75], [1.0, None, None], [0.5, 0.5, None]],
        },
    ]


def bend(source: str, target: str, strength: float) -> None:
    """What a page does: keep which arrows are cut."""
    others = tuple(pair for pair in st.session_state["cut"] if pair != (source, target))
    st.session_state["cut"] = others if strength else (*others, (source, target))


moments = [
    ViewsEvent.model_validate({"epoch": epoch, "kept": epoch == count, "views": picture(epoch)})
    for epoch in range(1, count + 1)
]
network_views(moments, TASKS, key="views")
tasks = (*TASKS, *(f"another task, {place}" for place in range(int(st.query_params.get("more", 0)))))
strengths = {pair: float(pair not in st.session_state["cut"]) for pair in itertools.permutations(tasks, 2)}
arrow_board(tasks, strengths, key="arrows", on_change=bend)
st.text(f"cut {st.session_state['cut']}")
