"""Sentences claim what the interval holds and no more."""

from __future__ import annotations

import numpy as np
import pytest

from mtl_core.records.verdicts import Difference, Rival, TaskVerdict
from mtl_core.verdict import sentences
from mtl_core.verdict.paired import compare
from mtl_core.verdict.samples import Ranking


def difference(value: float, low: float | None, high: float | None, **more: object) -> Difference:
    known = {"value": value, "low": low, "high": high, "covers": "rows", "count": 20, "telling": 20, **more}
    return Difference.model_validate(known)


def verdict(found: Difference, *references: Rival, metric: str = "accuracy", value: float = 0.6) -> TaskVerdict:
    guessing = Rival(id="guessing", title="guessing", value=0.5, difference=found)
    return TaskVerdict(id="t0", name="x", metric=metric, value=value, guessing=guessing, references=references)


NOTHING = "Nothing was learnt that can be told from guessing with 20 rows."


@pytest.mark.parametrize(
    ("found", "claim", "evidence"),
    [
        (
            difference(0.1, -0.25, 0.45, needed=383),
            NOTHING,
            "Right for 60.0%, guessing 50.0% (difference 10 points, 95% interval −25 to 45 over the rows); about 380 "
            "would be needed.",
        ),
        (
            difference(0.312, 0.2, 0.4004),
            "Better than guessing.",
            "Right for 60.0%, guessing 50.0% (difference 31.2 points, 95% interval 20 to 40 over the rows).",
        ),
        (
            difference(-0.1, -0.2, -0.0004),
            "Worse than guessing.",
            "Right for 60.0%, guessing 50.0% (difference −10 points, 95% interval −20 to −0.04 over the rows).",
        ),
        (
            difference(-3.1e-7, -0.2, 4e-7),
            NOTHING,
            "Right for 60.0%, guessing 50.0% (difference −0.000031 points, 95% interval −20 to 0.00004 over the rows).",
        ),
        (
            difference(0.1, None, None, telling=2),
            NOTHING,
            "Right for 60.0%, guessing 50.0%, and only 2 of 20 rows tell the two apart.",
        ),
        (difference(0, None, None, telling=0), NOTHING, "Right for 60.0%, and guessing is as good in every row."),
        (
            difference(0.1, -0.25, 0.45, covers="groups", count=1),
            "Nothing was learnt that can be told from guessing with 1 group of rows.",
            "Right for 60.0%, guessing 50.0% (difference 10 points, 95% interval −25 to 45 over the groups of rows).",
        ),
    ],
)
def test_guessing(found: Difference, claim: str, evidence: str) -> None:
    assert sentences.tell_claim(verdict(found)) == claim
    assert sentences.tell_evidence(verdict(found)) == evidence


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            difference(0.8, 0.3, 1.3),
            "Sharing helped stay: off by 10.4 together, 11.2 alone (difference 0.8, 95% interval 0.3 to 1.3 over the "
            "rows).",
        ),
        (
            difference(0.8, -0.3, 1.9, count=56, needed=401),
            "stay: no difference can be told with 56 rows: off by 10.4 together, 11.2 alone (difference 0.8, 95% "
            "interval −0.3 to 1.9 over the rows); about 400 would be needed.",
        ),
        (
            difference(-0.8, -1.3, -0.3),
            "Sharing hurt stay: off by 10.4 together, 11.2 alone (difference −0.8, 95% interval −1.3 to −0.3 over the "
            "rows).",
        ),
        (
            difference(0.8, None, None, covers="seeds", count=1),
            "stay: no difference can be told with 1 seed: off by 10.4 together, 11.2 alone (difference 0.8; too few "
            "seeds for an interval).",
        ),
    ],
)
def test_alone(found: Difference, sentence: str) -> None:
    assert sentences.tell_sharing("stay", "mae", 10.4, 11.2, found) == sentence


def test_references_are_told_by_how_they_stand() -> None:
    rivals = [
        Rival(id=str(place), title=title, value=0.5, difference=difference(value, low, high))
        for place, (title, value, low, high) in enumerate(
            [("A", 0.1, 0.05, 0.2), ("B", 0.1, -0.05, 0.2), ("C", 0.0, -0.1, 0.1), ("D", -0.1, -0.2, -0.05)]
        )
    ]
    assert sentences.tell_references(verdict(difference(0.1, 0.05, 0.2), *rivals)) == (
        "Not as good as D (50.0%). Better than A (50.0%). No difference from B (50.0%) and C (50.0%) can be told."
    )
    assert sentences.tell_references(verdict(difference(0.1, 0.05, 0.2))) == ""


def test_nothing_is_claimed_for_labels_that_are_pure_chance() -> None:
    """Of 20 tasks of chance at 95%, each is claimed to be better than guessing with a chance of 1 in 40."""
    claims = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        positive, scores = (random.random(40) < 0.5).astype(float), random.random(40)
        found = compare("auc", Ranking(scores, positive), Ranking(np.zeros(40), positive))
        assert found is not None
        told = sentences.tell_claim(verdict(found, metric="auc"))
        claims += not told.startswith("Nothing was learnt")
    assert claims <= 1


@pytest.mark.parametrize(
    ("gained", "sentence"),
    [
        (
            (0.031, 0.01, 0.052),
            "Over 3 tasks, together is 3.1% better than alone on average (Δm; 95% interval +1.0% to +5.2% over the "
            "rows).",
        ),
        (
            (-0.2, -0.3, -0.1),
            "Over 3 tasks, together is 20.0% worse than alone on average (Δm; 95% interval −30.0% to −10.0% over the "
            "rows).",
        ),
        (
            (0.05, -0.03, 0.13),
            "Over 3 tasks, no difference on average can be told: together is +5.0% beside alone (Δm; 95% interval "
            "−3.0% to +13.0% over the rows).",
        ),
        (
            (0.0, None, None),
            "Over 3 tasks, no difference on average can be told: together is +0.0% beside alone (Δm; too few rows tell "
            "them apart for an interval).",
        ),
    ],
)
def test_all_tasks_together(gained: tuple[float, float | None, float | None], sentence: str) -> None:
    value, low, high = gained
    found = Difference(value=value, low=low, high=high, covers="rows", count=40, telling=40)
    assert sentences.tell_delta_m(found, 3) == sentence


BETTER, WORSE = difference(0.1, 0.05, 0.15), difference(-0.1, -0.15, -0.05)
EVEN = difference(0.1, -0.1, 0.3, count=1_200, needed=4_567)
TEN, MINUS_TEN, OPEN = (
    "(difference 10 points, 95% interval 5 to 15 over the rows)",
    "(difference −10 points, 95% interval −15 to −5 over the rows)",
    "(difference 10 points, 95% interval −10 to 30 over the rows)",
)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (BETTER, f"ill: the settings found are better: right for 70.0%, 60.0% with yours {TEN}."),
        (WORSE, f"ill: the settings found are worse: right for 70.0%, 60.0% with yours {MINUS_TEN}."),
        (
            EVEN,
            "ill: no difference can be told with 1,200 rows: right for 70.0% with the settings found, 60.0% with yours "
            f"{OPEN}; about 4,600 would be needed.",
        ),
    ],
)
def test_settings_that_were_found(found: Difference, sentence: str) -> None:
    assert sentences.tell_settings("ill", "accuracy", 0.7, 0.6, found) == sentence


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (BETTER, f"ill got better: right for 70.0% now, 60.0% before {TEN}."),
        (WORSE, f"ill got worse: right for 70.0% now, 60.0% before {MINUS_TEN}."),
        (
            EVEN,
            "ill: no difference can be told with 1,200 rows: right for 70.0% now, 60.0% before "
            f"{OPEN}; about 4,600 would be needed.",
        ),
    ],
)
def test_another_run(found: Difference, sentence: str) -> None:
    assert sentences.tell_change("ill", "accuracy", 0.7, 0.6, found) == sentence


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (BETTER, f"ill: A is better than B: right for 70.0%, 60.0% {TEN}."),
        (WORSE, f"ill: B is better than A: right for 60.0%, 70.0% {TEN}."),
        (
            EVEN,
            "ill: no difference between A and B can be told with 1,200 rows: right for 70.0%, 60.0% "
            f"{OPEN}; about 4,600 would be needed.",
        ),
    ],
)
def test_of_two_runs_the_better_one_is_named_first(found: Difference, sentence: str) -> None:
    assert sentences.tell_runs("ill", "accuracy", ("A", "B"), (0.7, 0.6), found) == sentence


@pytest.mark.parametrize(
    ("metric", "value", "written"),
    [
        ("auc", 0.5, "50.0% of the pairs in the right order"),
        ("subset_accuracy", 0.0004, "all labels right for less than 0.1%"),
        ("token_accuracy", 0.9996, "right for more than 99.9% of the tokens"),
        ("micro_f1", 0.5, "an F1 of 0.5"),
        ("mae", 17_620.4, "off by 17,620"),
        ("rmse", 0.5, "rmse 0.5"),
    ],
)
def test_each_metric_is_said_in_its_own_words(metric: str, value: float, written: str) -> None:
    told = sentences.tell_evidence(verdict(difference(0, None, None, telling=0), metric=metric, value=value))
    assert told == f"{written[0].upper()}{written[1:]}, and guessing is as good in every row."


@pytest.mark.parametrize(
    ("metric", "value", "written"),
    [
        ("accuracy", 0.0051, "0.51 points"),
        ("accuracy", 0.01, "1 points"),
        ("accuracy", 0.1234, "12.3 points"),
        ("accuracy", -0.1234, "−12.3 points"),
        ("accuracy", -0.0, "0 points"),
        ("mae", 12.345, "12.3"),
        ("mae", -0.012345, "−0.0123"),
        ("micro_f1", 0.5, "0.5"),
    ],
)
def test_a_difference_of_shares_is_in_points_and_others_in_their_unit(metric: str, value: float, written: str) -> None:
    assert sentences.format_difference(metric, value) == written


def test_all_is_said_of_a_task_in_one_go() -> None:
    rival = Rival(id="linear", title="Linear", value=0.55, difference=difference(0.05, 0.01, 0.09))
    whole = verdict(BETTER, rival).model_copy(update={"notes": ("Boosting: left out.",)})
    assert sentences.tell_in_full(whole) == (
        f"Better than guessing. Right for 60.0%, guessing 50.0% {TEN}. Better than Linear (55.0%). Boosting: left out."
    )
