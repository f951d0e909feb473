"""The runs that learn each task of a run alone, which belong to it and stand on no other page."""

from __future__ import annotations

from mtl_core.comparison import data_shares, twins
from mtl_core.experiment import Experiment
from mtl_core.runs.runs import TWINS
from mtl_core.runs.store import Comparison, Run
from pages.shared import server
from pages.shared.session import notices, widget_values

SWITCH = "train_alone"
"""The key of the switch that asks for them with a run."""


def can_follow(experiment: Experiment) -> bool:
    """Whether a run of the experiment may have twins that nobody presses for."""
    return len(experiment.tasks) > 1 and experiment.split.test > 0 and twins.most_seconds() > 0


def are_wanted(experiment: Experiment) -> bool:
    """Whether they are asked for with the next run."""
    return can_follow(experiment) and bool(widget_values.shown_value(SWITCH, True))


def are_twins(comparison: Comparison) -> bool:
    """Whether the runs of a comparison belong to a run."""
    return comparison.id.startswith(TWINS)


def find(run: Run) -> list[Run]:
    """Those of ``run``, in task order; none before they are asked for."""
    return [twin for _, twin in server.store().compared_runs(twins.name_comparison(run.id))]


def start(run: Run) -> None:
    """Queue them, behind a person's own runs; a second click changes nothing."""
    notices.attempt(twins.queue, server.store(), run)


def start_more_seeds(run: Run) -> None:
    """Queue the run and its twins with further seeds in the same way."""
    notices.attempt(twins.queue_more_seeds, server.store(), run)


def start_fewer_rows(run: Run) -> None:
    """Queue the trainings from fewer rows in the same way."""
    notices.attempt(data_shares.queue, server.store(), run)


def start_fewer_rows_more_seeds(run: Run) -> None:
    """Queue these with further seeds in the same way."""
    notices.attempt(data_shares.queue_more_seeds, server.store(), run)


def stop(comparison_id: str) -> None:
    """Stop all trainings of one of their comparisons."""
    notices.attempt(server.store().stop_comparison, comparison_id)


def resume(comparison_id: str) -> None:
    """Let those that were interrupted go on."""
    notices.attempt(server.store().resume_comparison, comparison_id)
