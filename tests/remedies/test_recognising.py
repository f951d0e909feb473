"""Which remedy a run is of another, in a sentence that names what was changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mtl_core.remedies import REMEDIES
from mtl_core.remedies.grouping import share_in_groups, suggest_groups
from mtl_core.remedies.recognising import tell_remedy
from tests.remedies.test_contract import TASK, experiment
from tests.remedies.test_grouping import known

SAID = {
    "own_layers": '"cost" has 2 layers of its own in place of 1, after those that it shares.',
    "branch_off": '"cost" leaves the shared layers after 1 of them in place of 2, and has the others for itself.',
    "other_way": 'The network is "Own and shared experts (CGC)" in place of "Hard sharing". Each task mixes the '
    "experts that all share with experts that are its own.",
    "lower_weight": 'The weight of "ill" and "stay" is halved, so that "cost" counts for more beside them.',
    "alone": '"cost" is learnt alone, on the same rows, by a network of the same width; the others are left out.',
}


@pytest.mark.parametrize("remedy", REMEDIES)
def test_each_remedy_is_known_again(remedy: str) -> None:
    before = experiment()
    after = REMEDIES[remedy].apply(before, TASK)
    assert after is not None
    assert tell_remedy(before, after, None) == SAID[remedy]


def test_who_hurts_it_is_known_by_what_was_measured() -> None:
    """Of the other two tasks only "ill" hurts "cost", so that the weight of that one alone is lower."""
    measured = known(np.array([[0, -0.5, 0.1], [0.1, 0, 0.1], [0.1, 0.1, 0]]))
    before = experiment()
    after = REMEDIES["lower_weight"].apply(before, TASK, ["ill"])
    assert after is not None
    assert tell_remedy(before, after, measured) == (
        'The weight of "ill" is halved, so that "cost" counts for more beside it.'
    )
    assert tell_remedy(before, after, None) is None


def test_groups_that_were_suggested_are_known_again() -> None:
    measured = known(np.array([[0, 0.5, -0.1], [0.4, 0, -0.2], [-0.3, -0.1, 0]]))
    before = experiment()
    after = share_in_groups(before, suggest_groups(measured).groups)
    told = tell_remedy(before, after, measured)
    assert told is not None
    assert told.startswith('"ill" and "cost" share a branch; "stay" has layers of its own.')
    assert tell_remedy(before, after, None) is None


@pytest.mark.parametrize("changes", [{}, {"training.epochs": 7}, {"tasks.cost.head_depth": 4}])
def test_any_other_change_is_no_remedy(changes: dict[str, Any]) -> None:
    before = experiment()
    assert tell_remedy(before, before.with_changes(changes), None) is None


def test_a_task_alone_has_nothing_to_be_mended() -> None:
    alone = REMEDIES["alone"].apply(experiment(), TASK)
    assert alone is not None
    assert tell_remedy(alone, alone.with_changes({"tasks.cost.head_depth": 2}), None) is None
