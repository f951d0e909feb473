"""The form that adds a task to a trained network: column, what else learns, and the network to be."""

from __future__ import annotations

import streamlit as st

from mtl_core.errors import MTLError
from mtl_core.experiment import Experiment
from mtl_core.preparation.experiment_request import with_another
from mtl_core.runs.store import Run
from mtl_core.tables.checks.experiment_checks import Finding, check
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.proposal import task
from mtl_core.tables.profile import TargetProposal
from mtl_core.task_kinds import TASK_KINDS
from pages.shared import draft_plan, page_layout, places, server, text
from pages.shared.components.diagram import Fact, diagram
from pages.shared.session import run_orders

_NONE = (
    "Every column of this table is an input or a task of this network already. To add a task later, leave its column "
    "out on the Data page and train without it."
)
_RANKS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_WAYS = {True: "stays frozen", False: "learns on"}
_CAPTIONS = {
    True: "Nothing that is there changes: the other tasks answer exactly as before. Quick.",
    False: "All layers go on learning from all tasks, from where they are. The other tasks may get better or worse.",
}


def form(run: Run) -> None:
    """Choices on the right, and on the left the network that they lead to."""
    before = Experiment.from_json(run.experiment)
    try:
        dataset = server.table(run.dataset_id)
    except MTLError as error:
        page_layout.empty(text.esc_md(str(error), 1_000), "Open a table", places.START, key="to_start")
    known = {*before.input_names, *before.label_columns}
    options = {proposal.column: proposal for proposal in dataset.proposals if proposal.column not in known}
    if not options:
        page_layout.empty(_NONE, "See the columns", places.DATA, key="to_data")
    drawing, panel = st.columns([7, 2.3], gap="large")
    with panel:
        proposal = _column(options)
        frozen = _ask_frozen()
    try:
        experiment = with_another(dataset, before, task(dataset, proposal.column, proposal.kind))
        with panel:
            experiment = _settings(experiment)
        grown = draft_plan.draw_extension(run.dataset_id, before, experiment)
        faults = _faults(dataset, experiment)
    except MTLError as error:
        drawing.error(text.esc_md(str(error), 1_000), icon=":material/error:")
        return
    with panel:
        for fault in faults:
            st.error(text.esc_md(fault, 600), icon=":material/error:")
        _start(run, experiment, frozen, disabled=bool(faults))
    with drawing:
        _draw(grown, frozen)


def _column(options: dict[str, TargetProposal]) -> TargetProposal:
    """The column to learn, what kind of task it is, and why."""
    chosen = st.selectbox("Column to predict", list(options), format_func=text.plain, key="extend_column")
    proposal = options[chosen]
    st.caption(f"As {TASK_KINDS[proposal.kind].title}. {text.esc_md(proposal.reason, 400)}")
    return proposal


def _ask_frozen() -> bool:
    chosen = st.segmented_control(
        "What it has learnt",
        list(_WAYS),
        default=True,
        format_func=_WAYS.__getitem__,
        required=True,
        key="extend_frozen",
        help="The layers of the trained network.",
    )
    st.caption(_CAPTIONS[bool(chosen)])
    return bool(chosen)


def _settings(experiment: Experiment) -> Experiment:
    """The experiment with the new task's own settings. Raises ExperimentError."""
    name, sharing = experiment.task_names[-1], experiment.sharing
    epochs = st.number_input("Epochs", 1, 10_000, experiment.training.epochs, key="extend_epochs", help="At most.")
    changes = {"training.epochs": epochs}
    rank = sharing.rank_of(name)
    if rank is not None:
        chosen = st.select_slider(
            "Rank",
            sorted({rank, *_RANKS}),
            rank,
            key="extend_rank",
            help="How much of its own the new task adds to the layers that it shares.",
        )
        changes |= {f"sharing.{field}": value for field, value in sharing.with_rank(name, chosen).items()}
    return experiment.with_changes(changes)


def _faults(dataset: Dataset, experiment: Experiment) -> list[str]:
    """Why the new task cannot be learnt from this table."""
    name = experiment.task_names[-1]
    return [found.sentence for found in _check(dataset.id, experiment.to_json(), experiment) if found.column == name]


@st.cache_data(max_entries=16, show_spinner="Checking the column …")
def _check(dataset_id: str, written: str, _experiment: Experiment) -> list[Finding]:
    return [found for found in check(server.table(dataset_id), _experiment) if found.level == "error"]


def _start(run: Run, experiment: Experiment, frozen: bool, *, disabled: bool) -> None:
    if st.button("Add this task", key="extend_start", type="primary", icon=":material/play_arrow:", disabled=disabled):
        run_orders.extend(run, experiment, frozen)
        page_layout.go(places.TRAIN)


def _draw(grown: draft_plan.Grown, frozen: bool) -> None:
    """The network to be; what is frozen carries a lock."""
    blocks = grown.before if frozen else frozenset[str]()
    learning = sum(b.parameters for b in grown.plan.blocks if not b.frozen and b.id not in blocks)
    diagram(grown.plan, key="extend_diagram", frozen=blocks, facts=[Fact(f"{learning:,}", "of them learn")])
