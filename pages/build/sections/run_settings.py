"""What stands on the Train page before a run: settings, weights, and the button that starts it."""

from __future__ import annotations

import streamlit as st

from mtl_core.comparison.twins import most_seconds
from mtl_core.errors import MTLError
from mtl_core.experiment import Experiment
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.findings import Finding
from mtl_core.wording import format_duration
from pages.build.sections import balancing, desk, remedies, task_cards
from pages.shared import draft_plan, text, widgets
from pages.shared.session import run_orders, twins

_RATES = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
_BATCHES = (8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)


def before(dataset: Dataset, experiment: Experiment) -> None:
    """The page while nothing was trained yet."""
    faults = [found for found in task_cards.findings(dataset, experiment) if found.level == "error"]
    sentence = "**This cannot be trained yet.**"
    try:
        sentence = sentence if faults else _sentence(dataset, experiment)
    except MTLError as error:
        faults = [Finding("error", "", str(error))]
    for fault in faults:
        remedies.show(fault)
    with widgets.spread_row(border=True, key="card_before"):
        st.markdown(sentence, width="content")
        st.button(
            "Train",
            key="train_start",
            type="primary",
            icon=":material/play_arrow:",
            on_click=run_orders.train,
            disabled=bool(faults),
        )
    settings(experiment)
    faders, method = st.columns([1, 1], gap="medium")
    with faders:
        desk.of_draft(experiment)
    with method:
        balancing.method(experiment)


def settings(experiment: Experiment) -> None:
    """How long and how fast the network learns."""
    with st.expander("Training settings", key="train_settings"), st.grid("auto", min_column_width=220):
        widgets.number(experiment, "training.epochs", key="training_epochs")
        widgets.number(experiment, "training.patience", key="training_patience")
        widgets.steps(experiment, "training.batch_size", _BATCHES, key="training_batch_size")
        widgets.steps(experiment, "training.learning_rate", _RATES, key="training_learning_rate")
        widgets.choice(experiment, "training.optimizer", key="training_optimizer", words=_OPTIMIZERS)
        widgets.choice(experiment, "training.schedule", key="training_schedule", words=_SCHEDULES)
        widgets.number(experiment, "training.seed", key="training_seed")
    if twins.can_follow(experiment):
        _learn_alone(len(experiment.tasks))


def _learn_alone(tasks: int) -> None:
    """Whether the trainings that show what sharing did follow by themselves."""
    longest = format_duration(most_seconds())
    st.toggle(
        "Also learn each task alone, to judge whether sharing helps",
        True,
        key=twins.SWITCH,
        persist_state="session",
        help=text.esc_md(
            _ALONE.format(trainings=text.format_count(tasks, "training", "trainings"), longest=longest), 600
        ),
    )


_ALONE = (
    "{trainings} more, with the same rows, epochs, width and seed, once the run has finished. They wait behind your "
    "own runs, and begin by themselves if all together take less than {longest}; otherwise Evaluate says what they "
    "cost and has the button."
)
_OPTIMIZERS = {"adam": "Adam", "adamw": "AdamW"}
_SCHEDULES = {"constant": "constant", "cosine": "falls along a cosine"}


def _sentence(dataset: Dataset, experiment: Experiment) -> str:
    """The training in one sentence. Raises DataError and ExperimentError."""
    known = draft_plan.fit_columns(dataset.id, experiment)
    parameters = draft_plan.draw_plan(dataset.id, experiment).parameters
    template = (
        "**{tasks}, {parameters:,} parameters.** {train:,} rows train, {validation:,} pick the best epoch, "
        "{test:,} judge."
    )
    return template.format(
        tasks=text.format_count(len(experiment.tasks), "task", "tasks"),
        parameters=parameters,
        train=known.train,
        validation=known.validation,
        test=known.test,
    )
