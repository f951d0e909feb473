"""What a search says of its trials and of what came of them."""

from __future__ import annotations

from mtl_core.records.budget import Budget
from mtl_core.records.searches import Gain, Search, Trial
from mtl_core.records.verdicts import Difference
from mtl_core.search import sentences
from mtl_core.search.space import own_values
from tests.search.cheap import begun, experiment

OWN = own_values(experiment())
FIRST = Trial(number=0, drawn=OWN, state="complete", curve=(0.9, 0.7), seconds=30)
SECOND = Trial(number=1, drawn={**OWN, "sharing.units": 128}, state="complete", curve=(0.8, 0.5, 0.5))
THIRD = Trial(number=2, drawn={**OWN, "sharing.dropout": 0.5}, state="pruned", curve=(0.95,))
FOURTH = Trial(number=3, drawn={**OWN, "training.learning_rate": 0.03}, state="failed", sentence="It diverged.")


def search(*trials: Trial) -> Search:
    made = begun()
    for trial in trials:
        made = made.with_trial(trial)
    return made


def gain(value: float, low: float, high: float) -> Gain:
    found = Difference(value=value, low=low, high=high, covers="rows", count=50, telling=50)
    return Gain(task="y", metric="mae", found=1.0, own=1.0 + value, difference=found)


def test_each_trial_is_told_with_the_best_so_far() -> None:
    assert sentences.tell_beginning(experiment(), FIRST) == "Trial 1: your own settings"
    assert sentences.tell_beginning(experiment(), SECOND) == "Trial 2: Width 128"
    assert sentences.tell_end(search(FIRST)) == "Trial 1 loses 0.7."
    assert sentences.tell_end(search(FIRST, SECOND)) == "Trial 2 loses 0.5."
    assert sentences.tell_end(search(FIRST, SECOND, THIRD)) == (
        "Trial 3 loses 0.95, given up after 1 epoch as hopeless; the best so far, trial 2, loses 0.5."
    )
    assert sentences.tell_end(search(FIRST, SECOND, THIRD, FOURTH)) == (
        "Trial 4 failed: It diverged; the best so far, trial 2, loses 0.5."
    )


def test_the_cost_is_told_after_the_first_trial() -> None:
    told = "With trials as long as this one the search takes at most about {}, and two trainings more."
    assert sentences.tell_cost(search(FIRST), Budget(trials=20)) == [told.format("10 minutes")]
    assert sentences.tell_cost(search(FIRST), Budget(trials=2)) == [told.format("60 seconds")]
    assert sentences.tell_cost(search(FIRST), Budget(trials=20, minutes=5)) == [told.format("5 minutes")]
    assert sentences.tell_cost(search(FIRST), Budget(trials=600)) == [told.format("5 hours")]
    assert sentences.tell_cost(search(FIRST, SECOND), Budget(trials=20)) == []


def test_the_outcome_claims_what_the_intervals_hold() -> None:
    found = search(FIRST, SECOND, THIRD).model_copy(
        update={
            "compared": True,
            "gains": (gain(0.5, 0.2, 0.8), gain(0.1, -0.2, 0.4), gain(-0.5, -0.8, -0.2)),
            "importance": {"sharing.units": 0.75, "sharing.dropout": 0.25},
        }
    )
    said, mattered, *gains, covers = sentences.tell_outcome(found)
    assert said == ("After 3 trials the best settings are those of trial 2, which loses 0.5, yours 0.7: Width 128.")
    assert mattered == "How much each setting mattered: Width 75.0% and Dropout 25.0%."
    assert [told.split(":")[1] for told in gains] == [
        " the settings found are better",
        " no difference can be told with 50 rows",
        " the settings found are worse",
    ]
    assert "which the search did not see" in covers


def test_nothing_better_and_nothing_judged_are_told() -> None:
    [told] = sentences.tell_outcome(search(FIRST, THIRD).model_copy(update={"compared": True}))
    assert told == ("After 2 trials nothing was better on the validation rows than your own settings, which lose 0.7.")
    *_, unjudged = sentences.tell_outcome(search(FIRST, SECOND).model_copy(update={"compared": True}))
    assert "no test rows are kept apart" in unjudged
    assert sentences.tell_outcome(begun()) == []


def test_a_trial_that_failed_before_its_first_epoch_has_no_loss() -> None:
    alone = FIRST.model_copy(update={"state": "failed", "curve": (), "sentence": "It diverged."})
    assert sentences.tell_end(search(alone)) == "Trial 1 failed: It diverged."
    worse = SECOND.model_copy(update={"curve": (0.9,)})
    assert sentences.tell_end(search(FIRST, worse)) == "Trial 2 loses 0.9; the best so far, trial 1, loses 0.7."
    long = THIRD.model_copy(update={"number": 1, "curve": (0.95, 0.9)})
    given_up = "Trial 2 loses 0.9, given up after 2 epochs as hopeless; the best so far, trial 1, loses 0.7."
    assert sentences.tell_end(search(FIRST, long)) == given_up


def test_without_a_comparison_no_task_is_told_of() -> None:
    found = search(FIRST, SECOND).model_copy(update={"gains": (gain(0.5, 0.2, 0.8),)})
    assert sentences.tell_gains(found) == ()
    assert len(sentences.tell_outcome(found)) == 1
    assert sentences.tell_importance(found) == []
