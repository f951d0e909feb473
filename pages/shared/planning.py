"""The plan of the draft's network, kept by what it depends on; knows how it is kept, not how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.preparing import prepare, require_size
from pages.shared import session


@dataclass(frozen=True)
class Fitted:
    """What the training rows of a table decide about the network, and how many rows each part has."""

    inputs: tuple[InputColumn, ...]
    tasks: tuple[OutputTask, ...]
    train: int
    validation: int
    test: int


def fitted(dataset_id: str, experiment: Experiment) -> Fitted:
    """Encoded inputs and tasks. Raises DataError and ExperimentError."""
    targets = [{"column": task.column, "kind": task.kind} for task in experiment.tasks]
    parts = experiment.model_dump_json(include={"columns": True, "split": True, "text": True, "training": {"seed"}})
    return _fitted(dataset_id, f"{parts} {targets}", experiment)


def drawn(dataset_id: str, experiment: Experiment) -> Plan:
    """The network of the draft, for the diagram. Raises DataError and ExperimentError."""
    known = fitted(dataset_id, experiment)
    network = plan(experiment, known.inputs, known.tasks)
    require_size(network)
    return network


@st.cache_data(max_entries=64, show_spinner="Encoding the columns …")
def _fitted(dataset_id: str, parts: str, _experiment: Experiment) -> Fitted:
    """``parts`` is what of the experiment the encoding depends on; moving a depth slider leaves it as it is."""
    prepared = prepare(session.table(dataset_id), _experiment)
    rows = prepared.parts
    return Fitted(prepared.plan.inputs, prepared.plan.tasks, len(rows.train), len(rows.validation), len(rows.test))
