"""The plan of the draft's network, kept by what it depends on; knows how it is kept, not how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.features import plan_shapes
from mtl_core.plan import InputColumn, OutputTask, Plan, plan, require_unchanged
from mtl_core.preparation.preparing import (
    TextStats,
    columns,
    prepare_columns,
    prepare_extension,
    require_size,
    text_stats,
)
from pages.shared import server


@dataclass(frozen=True)
class Fitted:
    """What the training rows of a table decide about the network, and how many rows each part has."""

    inputs: tuple[InputColumn, ...]
    tasks: tuple[OutputTask, ...]
    train: int
    validation: int
    test: int
    texts: tuple[TextStats, ...]


def fit_columns(dataset_id: str, experiment: Experiment) -> Fitted:
    """Encoded inputs and tasks. Raises DataError and ExperimentError."""
    targets = [task.model_dump(exclude={"head_depth", "head_units"}) for task in experiment.tasks]
    parts = experiment.model_dump_json(
        include={"columns": True, "split": True, "text": True, "training": {"seed"}},
        exclude={"text": {"units", "embedding", "dropout", "fine_tune"}},
    )
    return _fit_columns(dataset_id, f"{parts} {targets}", experiment)


def draw_plan(dataset_id: str, experiment: Experiment) -> Plan:
    """The network of the draft, for the diagram. Raises DataError and ExperimentError."""
    known = fit_columns(dataset_id, experiment)
    network = plan(experiment, known.inputs, known.tasks)
    require_size(network)
    return network


@dataclass(frozen=True)
class Grown:
    """A trained network with one more task, and the ids of the blocks that it had before."""

    plan: Plan
    before: frozenset[str]


def draw_extension(dataset_id: str, before: Experiment, experiment: Experiment) -> Grown:
    """The network of ``before`` with the last task of ``experiment`` besides. Raises DataError and ExperimentError."""
    added = experiment.tasks[-1].model_dump_json(exclude={"head_depth", "head_units"})
    inputs, tasks = _with_last(dataset_id, before.to_json(), added, before, experiment)
    trained, whole = plan(before, inputs, tasks[:-1]), plan(experiment, inputs, tasks)
    require_size(whole)
    require_unchanged(trained, whole)
    return Grown(whole, frozenset(block.id for block in trained.blocks))


@st.cache_data(max_entries=16, show_spinner="Encoding the columns …")
def _with_last(
    dataset_id: str, trained: str, added: str, _before: Experiment, _experiment: Experiment
) -> tuple[tuple[InputColumn, ...], tuple[OutputTask, ...]]:
    """Inputs and tasks; ``trained`` and ``added`` are what they depend on."""
    dataset = server.table(dataset_id)
    frame = dataset.values(_experiment, columns(_experiment))
    ready = prepare_columns(dataset, frame, _before)
    space = prepare_extension(dataset, frame, ready.parts, ready.space, _experiment).space
    return plan_shapes.inputs(space), plan_shapes.tasks(space)


@st.cache_data(max_entries=64, show_spinner="Encoding the columns …")
def _fit_columns(dataset_id: str, parts: str, _experiment: Experiment) -> Fitted:
    """``parts`` is what of the experiment the encoding depends on; moving a depth slider leaves it as it is."""
    dataset = server.table(dataset_id)
    frame = dataset.values(_experiment, columns(_experiment))
    ready = prepare_columns(dataset, frame, _experiment)
    rows, texts = ready.parts, text_stats(ready, frame)
    return Fitted(ready.plan.inputs, ready.plan.tasks, len(rows.train), len(rows.validation), len(rows.test), texts)
