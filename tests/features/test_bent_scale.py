"""Skewed numbers are told from others, come back as they were, and as averages that are right on average."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from mtl_core.experiment import Task
from mtl_core.features.learned_state import from_plain, to_plain
from mtl_core.features.targets.bent_scale import choose_bend, smear, straighten
from mtl_core.features.targets.regression import NumberTarget

RANDOM = np.random.default_rng(0)
LOG_NORMAL = np.exp(RANDOM.normal(3, 1, 4_000))


def fitted(numbers: np.ndarray, answer: str = "mean") -> NumberTarget:
    return NumberTarget.fit(Task(column="y", kind="regression", answer=answer), pd.DataFrame({"y": numbers}), {})


@pytest.mark.parametrize(
    ("numbers", "bent"),
    [
        (LOG_NORMAL, True),
        (RANDOM.poisson(np.exp(RANDOM.normal(1, 1, 500))).astype(float), True),  # with zeros
        (RANDOM.normal(50, 5, 500), False),
        (RANDOM.uniform(0, 1, 500), False),
        (-LOG_NORMAL, False),
        (LOG_NORMAL - 1e3, False),
        (LOG_NORMAL[:10], False),  # too few to tell
        (np.r_[np.zeros(499), 7.0], False),  # all zeros but one: no scale makes that less skewed
        (np.r_[LOG_NORMAL, 1e-300], True),
        (np.r_[np.full(99, 1e-20), 1e20], False),
    ],
)
def test_skewed_numbers_from_0_on_are_told_from_others(numbers: np.ndarray, bent: bool) -> None:
    assert (choose_bend(numbers) > 0) is bent


def test_encoded_numbers_come_back() -> None:
    target = fitted(np.r_[LOG_NORMAL, 0.0])
    frame = pd.DataFrame({"y": [0.0, 1e-9, 2.5, 400.0, np.nan]})
    values, mask = target.encode(frame)
    assert mask.tolist() == [True] * 4 + [False]
    assert target.decode(values[:4].astype(float)) == pytest.approx([0, 1e-9, 2.5, 400], rel=1e-4, abs=1e-4)
    assert "learnt by their logarithm" in target.notes[0]


def test_where_large_numbers_bend_is_told_in_full() -> None:
    (note,) = fitted(LOG_NORMAL * 1e5).notes
    (told,) = re.findall(r"those above (\S+) are learnt", note)
    assert re.fullmatch(r"\d{1,3}(,\d{3})+", told)


def test_answers_are_finite_and_stay_within_reach() -> None:
    target = fitted(LOG_NORMAL)
    found = target.decode(np.array([-1e6, -10.0, 0.0, 10.0, 1e6]))
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert found.max() == pytest.approx(np.e * LOG_NORMAL.max(), rel=1e-3)  # asinh is not quite the logarithm


def test_smearing_is_unbiased_on_a_log_normal() -> None:
    centre = RANDOM.normal(3, 1, 200_000)
    true, said = np.exp(centre + RANDOM.normal(0, 0.8, len(centre))), np.exp(centre)
    bend = choose_bend(true)
    rise, fall = smear(true, said, bend)
    answers = straighten(np.arcsinh(said / bend), bend, 80.0, rise, fall)
    # exp(0.8²/2) = 1.38 times the medians; numbers of this spread have a mean that is known to about 1 %.
    assert answers.mean() == pytest.approx(true.mean(), rel=0.02)
    assert said.mean() < 0.8 * true.mean()
    low = said < np.median(said)
    assert answers[low].mean() == pytest.approx(true[low].mean(), rel=0.02)


def test_only_averages_are_smeared_and_only_once() -> None:
    said = (LOG_NORMAL / 2)[:, None]
    assert fitted(LOG_NORMAL, "median").without_bias(LOG_NORMAL, said) == fitted(LOG_NORMAL, "median")
    once = fitted(LOG_NORMAL).without_bias(LOG_NORMAL, said)
    assert 1.7 < once.rise < 2  # twice the answer, but less on the scale where that is no logarithm yet
    assert once.without_bias(LOG_NORMAL, 2 * said) == once
    nothing_known = np.full(3, np.nan)
    assert fitted(LOG_NORMAL).without_bias(nothing_known, said[:3]) == fitted(LOG_NORMAL)


def test_what_was_learnt_is_kept_and_read_where_it_was_less() -> None:
    target = fitted(LOG_NORMAL).without_bias(LOG_NORMAL, LOG_NORMAL[:, None])
    assert from_plain(NumberTarget, to_plain(target)) == target
    earlier = {name: to_plain(target)[name] for name in ("name", "kind", "format", "mean", "std")}
    assert from_plain(NumberTarget, earlier).answer == "mean"
    assert from_plain(NumberTarget, earlier).bend == 0


def test_the_spread_of_bent_numbers_is_in_their_own_unit() -> None:
    assert fitted(LOG_NORMAL).spread == pytest.approx(LOG_NORMAL.std())


@pytest.mark.parametrize("unit", [1e-6, 0.01, 1.0, 1_000.0, 1e9])
@pytest.mark.parametrize("numbers", [RANDOM.exponential(1, 400), RANDOM.gamma(0.5, 1, 400), RANDOM.uniform(0, 1, 400)])
def test_the_unit_of_numbers_is_that_of_their_bend(numbers: np.ndarray, unit: float) -> None:
    assert choose_bend(unit * numbers) == pytest.approx(unit * choose_bend(numbers))


@pytest.mark.parametrize("shape", [0.3, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0])
def test_numbers_bend_at_the_least_tenth_where_that_halves_their_skewness(shape: float) -> None:
    numbers = np.random.default_rng(1).gamma(shape, 1, 2_000)
    bend = np.quantile(numbers, 0.1)
    before, after = stats.skew(numbers), stats.skew(np.arcsinh(numbers / bend))
    expected = bend if before > 1 and abs(after) < before / 2 else 0
    assert choose_bend(numbers) == pytest.approx(expected)


@pytest.mark.parametrize("count", [19, 20])
def test_twenty_numbers_are_enough_to_tell(count: int) -> None:
    assert (choose_bend(np.exp(np.linspace(0, 6, count))) > 0) is (count == 20)
