"""A search finds what is planted, gives up what is hopeless, and goes on as if it had not been interrupted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from mtl_core.errors import DataError, ExperimentError, TrainingError
from mtl_core.experiment import Experiment
from mtl_core.records.budget import Budget
from mtl_core.records.commands import Command, PauseCommand, StopCommand
from mtl_core.records.events import EpochEvent, Event, NoteEvent
from mtl_core.records.searches import Search, Trial
from mtl_core.search import space
from mtl_core.search.searching import Searcher, StopError
from mtl_core.search.watching import Watch
from tests.search import cheap
from tests.search.cheap import EPOCHS, begun, experiment, searcher


def states(search: Search) -> list[str]:
    return [trial.state for trial in search.trials]


def test_planted_optimum_is_found_and_what_matters_is_told() -> None:
    found = searcher().go_on(begun(), Budget(trials=30))
    assert len(found.trials) == 30
    assert found.is_better
    assert found.best is not None
    best = space.apply(experiment(), found.best.drawn)
    assert cheap.distance(best) < cheap.distance(experiment()) / 4
    assert cheap.distance(best) == min(cheap.distance(space.apply(experiment(), trial.drawn)) for trial in found.trials)
    assert next(iter(found.importance)) == "training.learning_rate"
    assert sum(found.importance.values()) == pytest.approx(1.0)


def test_own_settings_are_the_first_trial_and_win_where_nothing_is_better() -> None:
    own = experiment(**{"training.learning_rate": 0.01, "sharing.dropout": 0.0})
    found = searcher().go_on(begun(own), Budget(trials=12))
    assert space.apply(own, found.trials[0].drawn) == own
    assert found.best == found.trials[0]
    assert not found.is_better


def test_a_hopeless_trial_is_given_up() -> None:
    ended: list[int] = []

    def attempt(tried: Experiment, watch: Watch) -> None:
        losses = [9.0] * EPOCHS if len(ended) == 4 else [1 / epoch for epoch in range(1, EPOCHS + 1)]
        ended.append(len(cheap.train(watch, losses)))

    found = searcher(attempt=attempt).go_on(begun(), Budget(trials=5))
    assert states(found) == [*["complete"] * 4, "pruned"]
    assert ended == [*[EPOCHS] * 4, EPOCHS // 10]  # as soon as a tenth of the epochs is over


def test_a_trial_that_ended_early_keeps_its_best_for_those_after_it() -> None:
    ended: list[int] = []

    def attempt(tried: Experiment, watch: Watch) -> None:
        losses = [0.5] * EPOCHS if len(ended) == 4 else [0.9, 0.8, 0.1]
        ended.append(len(cheap.train(watch, losses)))

    found = searcher(attempt=attempt).go_on(begun(), Budget(trials=5))
    assert states(found)[-1] == "pruned"
    assert ended[-1] == 3  # when it is worse than what the others had kept for good


def test_an_interrupted_search_goes_on_with_the_same_trials() -> None:
    whole = searcher().go_on(begun(), Budget(trials=12))
    kept: list[Search] = []
    calls = itertools.count()

    def attempt(tried: Experiment, watch: Watch) -> None:
        if next(calls) == 8:
            watch.report(EpochEvent(epoch=1, validation={"t0": 0.5, "t1": 0.5}))
            raise KeyboardInterrupt
        cheap.attempt(tried, watch)

    with pytest.raises(KeyboardInterrupt):
        searcher(kept.append, attempt).go_on(begun(), Budget(trials=12))
    halfway = Search.model_validate_json(kept[-1].model_dump_json())
    assert halfway.trials == whole.trials[:8]
    assert searcher().go_on(halfway, Budget(trials=12)) == whole


def test_more_trials_may_be_asked_for_later() -> None:
    first = searcher().go_on(begun(), Budget(trials=6))
    more = searcher().go_on(first.model_copy(update={"compared": True}), Budget(trials=8))
    assert more.trials[:6] == first.trials
    assert (len(more.trials), more.compared) == (8, False)
    assert searcher().go_on(more, Budget(trials=3)).trials == more.trials


@pytest.mark.parametrize(("minutes", "trials"), [(0.01, 1), (1.0, 6), (1.7, 10)])
def test_minutes_hold_as_many_trials_as_fit_on_average(minutes: float, trials: int) -> None:
    ticks = itertools.count(step=10)  # each trial takes ten seconds
    found = searcher(clock=lambda: float(next(ticks))).go_on(begun(), Budget(minutes=minutes))
    assert len(found.trials) == trials


def test_time_spent_before_an_interruption_counts() -> None:
    ticks = itertools.count(step=10)
    first = searcher(clock=lambda: float(next(ticks))).go_on(begun(), Budget(trials=4))
    assert len(searcher(clock=lambda: float(next(ticks))).go_on(first, Budget(minutes=1)).trials) == 6


@pytest.mark.parametrize("budget", [{"trials": 0}, {"trials": 1001}, {"minutes": 0}, {"minutes": -1}])
def test_a_budget_of_nothing_is_refused(budget: dict[str, int]) -> None:
    with pytest.raises(ExperimentError, match="A search takes more than 0"):
        Budget(**budget)


def test_a_trial_that_fails_is_kept_and_counts_as_the_worst() -> None:
    calls = itertools.count()

    def attempt(tried: Experiment, watch: Watch) -> None:
        if next(calls) % 3 == 1:
            watch.report(EpochEvent(epoch=1, validation={"t0": 0.0, "t1": 0.0}))
            raise TrainingError("It grew beyond all bounds.")
        cheap.attempt(tried, watch)

    found = searcher(attempt=attempt).go_on(begun(), Budget(trials=12))
    failed = [trial for trial in found.trials if trial.state == "failed"]
    assert [trial.number for trial in failed] == [1, 4, 7, 10]
    assert {trial.sentence for trial in failed} == {"It grew beyond all bounds."}
    assert found.best is not None
    assert found.best.state == "complete"


@pytest.mark.parametrize(("fault", "number"), [(TrainingError, 0), (DataError, 2)])
def test_faults_that_no_setting_mends_end_the_search(fault: type[Exception], number: int) -> None:
    calls = itertools.count()

    def attempt(tried: Experiment, watch: Watch) -> None:
        if next(calls) == number:
            raise fault("It cannot be.")
        cheap.attempt(tried, watch)

    with pytest.raises(fault, match="It cannot be"):
        searcher(attempt=attempt).go_on(begun(), Budget(trials=5))


def test_without_validation_rows_nothing_is_searched() -> None:
    with pytest.raises(ExperimentError, match="judged on the validation rows"):
        searcher().go_on(begun(experiment(**{"split.validation": 0.0})), Budget(trials=2))

    def attempt(tried: Experiment, watch: Watch) -> None:
        watch.report(EpochEvent(epoch=1, validation={"t0": None, "t1": None}))

    with pytest.raises(ExperimentError, match="No validation row has a label"):
        searcher(attempt=attempt).go_on(begun(), Budget(trials=2))


def test_trials_of_another_space_are_refused() -> None:
    strange = Trial(number=0, drawn={"sharing.units": 3}, state="complete", curve=(1.0,))
    with pytest.raises(ExperimentError, match="begun by another version"):
        searcher().go_on(begun().with_trial(strange), Budget(trials=2))


class Person:
    """Gives orders at the second time of asking, and notes what it is told."""

    def __init__(self, *orders: Command) -> None:
        self.heard: list[Event] = []
        self._orders: list[Sequence[Command]] = [(), orders]

    def report(self, event: Event) -> None:
        self.heard.append(event)

    def commands(self) -> Sequence[Command]:
        return self._orders.pop(0) if self._orders else ()


def test_a_person_ends_the_search_within_a_trial() -> None:
    kept: list[Search] = []

    class Ending(Person):
        def __enter__(self) -> Person:
            return self

        def __exit__(self, *_: object) -> None: ...

    with pytest.raises(StopError):
        Searcher(cheap.attempt, kept.append, lambda _: Ending(StopCommand())).go_on(begun(), Budget(trials=3))
    assert kept == []  # the trial that was cut short says nothing


def test_a_watch_hands_on_all_but_notes_and_judges_by_the_weights() -> None:
    person = Person(PauseCommand())
    seen: list[list[float]] = []
    watch = Watch(experiment(**{"balancing.weights.y": 3.0}), lambda curve: bool(seen.append(list(curve))), person)
    events = [EpochEvent(epoch=n, validation={"t0": a, "t1": b}) for n, (a, b) in enumerate([(1, 0), (0.2, 2), (1, 2)])]
    for event in [NoteEvent(sentence="Said once."), *events, EpochEvent(epoch=4, validation={"t0": None, "t1": 0.1})]:
        watch.report(event)
    assert person.heard[:3] == events
    assert watch.curve == pytest.approx([0.75, 0.65, 0.65, 0.1])
    assert seen[1] == pytest.approx([0.75, 0.65])
    assert list(watch.commands()) == []
    assert list(watch.commands()) == [PauseCommand()]
    assert not watch.stopped
