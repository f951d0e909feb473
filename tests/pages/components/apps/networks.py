"""Diagrams to look at and to drag: ?tasks=3&depth=3&layers=3&kind=hard."""

import streamlit as st

from mtl_core.experiment import SHARING, Column, EqualBalancing, Experiment, Task
from mtl_core.plan import InputColumn, OutputTask, plan
from pages.shared.components.diagram import Fact, Handles, diagram
from pages.shared.theme import shell

st.set_page_config(layout="wide")
st.html(shell())
NAMES = ["Doctor visits", "Physical limitation", "Self-rated health", "Chronic <b>illness</b> & a very long name"]
KINDS = ["regression", "binary", "multiclass", "multilabel"]
CLASSES = [(), ("no", "yes"), ("excellent", "good", "fair", "poor"), ("asthma", "gout")]
COLUMNS = [
    *(("numeric", name) for name in ("age", "coinsurance", "incentive", "spending cap", "chronic illnesses")),
    *(("yes_no", name) for name in ("deductible plan", "female")),
    ("category", "site (6 towns)"),
]

ALIKE = [f"patient_outcome_{name}" for name in ("heart_rate", "blood_pressure", "blood_sugar", "breath")]

count = int(st.query_params.get("tasks", 3))
kind = st.query_params.get("kind", "hard")
layers = int(st.query_params.get("layers", 3))
extra = int(st.query_params.get("columns", 0))
names = ALIKE if st.query_params.get("names") == "alike" else NAMES
st.session_state.setdefault("sharing", {"kind": kind, "layers": layers, "depth": int(st.query_params.get("depth", 3))})
known = SHARING[kind].model_fields
sharing = SHARING[kind](**{name: value for name, value in st.session_state["sharing"].items() if name in known})


def choose(task: str, depth: int) -> None:
    """What a page does: keep the new depth."""
    name = tasks[int(task[1:])].column
    st.session_state["sharing"] = {**st.session_state["sharing"], **sharing.leaving(name, depth)}
    st.session_state["changes"] = st.session_state.get("changes", 0) + 1


tasks = [
    Task(column=f"{names[i % 4]} {i // 4 or ''}".strip(), kind=KINDS[i % 4], head_depth=1 + (i == 2))
    for i in range(count)
]
experiment = Experiment(
    columns={task.column: Column(kind="numeric") for task in tasks},
    tasks=tuple(tasks),
    sharing=sharing,
    balancing=EqualBalancing(),
)
inputs = [
    InputColumn(
        id=f"c{i}",
        name=name,
        kind=kind,
        numbers=1 if kind != "category" else 0,
        vocabulary=8 if kind == "category" else 0,
        embedding=6 if kind == "category" else 0,
    )
    for i, (kind, name) in enumerate([*COLUMNS, *(("numeric", f"extra {i}") for i in range(extra))])
]
outputs = [
    OutputTask(
        id=f"t{i}",
        name=task.column,
        kind=task.kind,
        outputs=len(CLASSES[i % 4]) if i % 4 > 1 else 1,
        classes=CLASSES[i % 4],
    )
    for i, task in enumerate(tasks)
]
depths = [sharing.depth_of(task.column) for task in tasks]
handles = Handles({f"t{i}": depth for i, depth in enumerate(depths) if depth is not None}, not sharing.leave_alone)
wide, narrow = st.columns([836, 284])
with wide:
    diagram(
        plan(experiment, inputs, outputs),
        key="net",
        handles=handles if handles.values else None,
        facts=[Fact("1.9 s", "per epoch, estimated")],
        on_change=choose,
    )
narrow.markdown("depths {} after {} changes".format(depths, st.session_state.get("changes", 0)))
