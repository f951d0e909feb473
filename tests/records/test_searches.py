"""Which trial is the best, and how long a search may go on."""

from __future__ import annotations

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.records.budget import MOST_MINUTES, MOST_TRIALS, Budget
from mtl_core.records.searches import Search, Trial


def trial(number: int, *curve: float, state: str = "complete", seconds: float = 10.0) -> Trial:
    told = {"number": number, "drawn": {}, "state": state, "curve": curve, "seconds": seconds}
    return Trial.model_validate(told)


def search(*trials: Trial) -> Search:
    return Search(dataset_id="ab", experiment={}, trials=trials)


def test_the_best_is_the_complete_trial_that_loses_least_at_its_end() -> None:
    known = search(
        trial(0, 0.2, 0.9),
        trial(1, 0.7, state="pruned"),
        trial(2, 0.9, 0.8),
        trial(3, 0.8),
        trial(4, state="failed"),
        trial(5),
    )
    assert known.best == trial(2, 0.9, 0.8)
    assert known.is_better


def test_of_equals_the_earliest_is_the_best_so_that_nothing_beats_ones_own_settings_by_chance() -> None:
    known = search(trial(1, 0.5), trial(0, 0.5))
    assert known.best is not None
    assert known.best.number == 0
    assert not known.is_better


@pytest.mark.parametrize("trials", [(), (trial(0, 0.5, state="pruned"),), (trial(0, state="failed"),)])
def test_without_a_complete_trial_there_is_no_best(trials: tuple[Trial, ...]) -> None:
    assert search(*trials).best is None
    assert not search(*trials).is_better


def test_one_trial_more_makes_what_was_compared_with_the_others_void() -> None:
    known = search(trial(0, 0.5)).model_copy(update={"compared": True})
    more = known.with_trial(trial(1, 0.4))
    assert [each.number for each in more.trials] == [0, 1]
    assert (more.compared, more.gains) == (False, ())


@pytest.mark.parametrize(
    ("budget", "seconds", "allowed"),
    [
        (Budget(trials=3), [10, 10], True),
        (Budget(trials=2), [10, 10], False),
        (Budget(trials=1), [], True),
        (Budget(minutes=1), [20, 20], True),  # one more, as long as the others, ends when the minute does
        (Budget(minutes=1), [20, 21], False),
        (Budget(minutes=1), [90], False),
        (Budget(minutes=0.01), [], True),
        (Budget(trials=2, minutes=10), [10, 10], False),
        (Budget(trials=9, minutes=1), [20, 21], False),
        (Budget(), [10] * 50, True),
    ],
)
def test_another_trial_begins_while_it_is_within_the_budget(
    budget: Budget, seconds: list[float], allowed: bool
) -> None:
    trials = [trial(number, 0.5, seconds=each) for number, each in enumerate(seconds)]
    assert budget.allows(trials) is allowed


@pytest.mark.parametrize(
    ("budget", "seconds"),
    [(Budget(trials=30), 600), (Budget(minutes=5), 300), (Budget(trials=30, minutes=5), 300), (Budget(), 0)],
)
def test_a_search_takes_what_is_over_first(budget: Budget, seconds: float) -> None:
    assert budget.seconds(each=20) == seconds


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"trials": 0}, "at most 1,000 trials, but 0 are asked for"),
        ({"trials": MOST_TRIALS + 1}, "at most 1,000 trials, but 1001 are asked for"),
        ({"minutes": 0}, "at most 1,440 minutes, but 0 are asked for"),
        ({"minutes": MOST_MINUTES + 0.5}, "at most 1,440 minutes, but 1440.5 are asked for"),
    ],
)
def test_a_budget_beyond_its_limits_is_refused(asked: dict[str, float], told: str) -> None:
    with pytest.raises(ExperimentError, match=told):
        Budget(**asked)  # type: ignore[arg-type]
    assert Budget(trials=MOST_TRIALS, minutes=MOST_MINUTES).trials == MOST_TRIALS
    assert Budget(trials=1, minutes=0.1).minutes == 0.1
