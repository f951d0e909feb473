"""A search: trial after trial within a budget, each kept as soon as it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal

from mtl_core.errors import ExperimentError, TrainingError
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.records.budget import Budget
from mtl_core.records.searches import Drawn, Search, Trial
from mtl_core.search.sentences import tell_beginning
from mtl_core.search.space import apply, holds, own_values, span
from mtl_core.search.study import Study
from mtl_core.search.watching import Curve, Listener, Watch

Clock = Callable[[], float]
Follow = Callable[[str], AbstractContextManager[Listener]]
Attempt = Callable[[Experiment, Watch], None]
"""Trains an experiment and tells the watch of it; raises MTLError."""


class StopError(Exception):
    """The person ended the search while a trial was at work."""


@dataclass(frozen=True)
class Searcher:
    """How a search is carried out: ``attempt`` trains, ``keep`` gets the search after each trial, ``follow`` gets a
    sentence on each trial that begins and says who listens to it; ``clock`` gives seconds."""

    attempt: Attempt
    keep: Callable[[Search], None]
    follow: Follow
    clock: Clock = time.monotonic

    def go_on(self, search: Search, budget: Budget) -> Search:
        """The search with all trials that the budget allows, and what they say of the settings' importance.

        The first trial has the person's own settings; where these cannot be trained, nothing is searched. Raises
        MTLError, and StopError where the person ends it.
        """
        experiment = parse_experiment(search.experiment)
        require_searchable(search, experiment)
        while budget.allows(search.trials):
            search = search.with_trial(self._try(search, experiment))
            self.keep(search)
        shares = _study(search, experiment).measure_importance()
        return search.model_copy(update={"importance": shares})

    def _try(self, search: Search, experiment: Experiment) -> Trial:
        number = len(search.trials)
        drawn, hopeless = _draw(search, experiment)
        trial = Trial(number=number, drawn=dict(drawn), state="complete")
        began, sentence = self.clock(), ""
        with self.follow(tell_beginning(experiment, trial)) as listener:
            watch = Watch(experiment, hopeless, listener)
            try:
                self.attempt(apply(experiment, drawn), watch)
            except (TrainingError, ExperimentError) as error:
                if not number:
                    raise
                sentence = str(error)
        if watch.stopped:
            raise StopError
        if not sentence and not watch.curve:
            raise ExperimentError("No validation row has a label, so no trial can be judged; keep more rows apart.")
        ended = {"curve": tuple(watch.curve), "seconds": self.clock() - began, "sentence": sentence}
        return trial.model_copy(update={"state": _state(watch, sentence), **ended})


def _state(watch: Watch, fault: str) -> Literal["complete", "pruned", "failed"]:
    return "failed" if fault else "pruned" if watch.pruned else "complete"


def require_searchable(search: Search, experiment: Experiment) -> None:
    """Raise ExperimentError where trials could not be judged, or those done are none of this space."""
    if not experiment.split.validation:
        raise ExperimentError(
            "Settings are judged on the validation rows, but none are kept apart; set their share above 0."
        )
    if not all(holds(experiment, trial.drawn) for trial in search.trials):
        raise ExperimentError(
            "The search was begun by another version of the program, which tried other settings; begin it anew in "
            "another folder."
        )


def _draw(search: Search, experiment: Experiment) -> tuple[Drawn, Callable[[Curve], bool]]:
    """The person's own settings first, which are never given up; then what the study suggests."""
    if not search.trials:
        return own_values(experiment), lambda curve: False
    return _study(search, experiment).suggest()


def _study(search: Search, experiment: Experiment) -> Study:
    return Study(span(experiment), search.trials, experiment.training.epochs, experiment.training.seed)
