"""Candidates: what is asked for at the command line, what a group of runs is called, what is refused."""

from __future__ import annotations

import pytest

from mtl_core.comparison.candidates import combine, name_group, read_group, read_values, require, tell_changes
from mtl_core.comparison.comparing import SINGLE, entries, vary
from mtl_core.errors import ExperimentError
from mtl_core.experiment import BALANCING, Column, Experiment, Task

EXPERIMENT = Experiment(
    columns={name: Column(kind="numeric") for name in ("x", "y", "z")},
    tasks=(Task(column="y", kind="regression"), Task(column="z", kind="regression")),
)


def depth(experiment: Experiment) -> str:
    return str(experiment.sharing.model_dump()["depth"])


def test_all_combinations_of_the_values_are_candidates() -> None:
    found = combine(EXPERIMENT, read_values(["sharing.kind=hard, chain", "sharing.depth=1,2"])).candidates
    assert [tuple(each.values()) for each in found] == [("hard", "1"), ("hard", "2"), ("chain", "1"), ("chain", "2")]
    changed = require(EXPERIMENT, found).values()
    assert [(one.sharing.kind, depth(one)) for one in changed] == [tuple(each.values()) for each in found]


def test_a_setting_that_a_kind_does_not_have_is_left_out_of_its_candidates_and_told() -> None:
    found = combine(EXPERIMENT, read_values(["sharing.kind=hard,mmoe", "sharing.depth=1,2"]))
    assert [tuple(each.values()) for each in found.candidates] == [("hard", "1"), ("hard", "2"), ("mmoe",)]
    assert found.notes == ["sharing.depth is no setting of sharing.kind = mmoe, which is compared without it."]
    assert len(require(EXPERIMENT, found.candidates)) == 3


@pytest.mark.parametrize("text", ["sharing.depth", "=1", "sharing.depth=", "sharing.depth= ,"])
def test_what_names_no_values_is_refused(text: str) -> None:
    with pytest.raises(ExperimentError, match="Expected path=value,value"):
        read_values([text])


def test_a_path_is_given_once() -> None:
    with pytest.raises(ExperimentError, match="each path once"):
        read_values(["sharing.depth=1", "sharing.depth=2"])


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["sharing.depth=1"], "Expected 2 to 8 candidates to compare, received 1"),
        (["sharing.depth=0,1,2", "training.batch_size=8,16,32"], "received 9"),
        (["sharing.width=1,2"], 'Setting "sharing.width" is not known'),
        (["sharing.depth=1,99"], "depth"),
        (["training.epochs=5,05"], '"training.epochs = 5" and "training.epochs = 05" are the same training'),
    ],
)
def test_what_cannot_be_compared_is_refused(asked: list[str], words: str) -> None:
    with pytest.raises(ExperimentError, match=words):
        require(EXPERIMENT, combine(EXPERIMENT, read_values(asked)).candidates)


def test_the_name_of_a_group_says_what_is_changed() -> None:
    changes = {"balancing.weights.a, b=c": "2", "sharing.kind": "mmoe"}
    assert read_group(name_group(changes)) == changes
    assert tell_changes(changes) == "balancing.weights.a, b=c = 2 and sharing.kind = mmoe"


@pytest.mark.parametrize("kind", BALANCING)
def test_groups_of_earlier_comparisons_are_read_as_they_were(kind: str) -> None:
    assert name_group({"balancing.kind": kind}) == kind
    assert read_group(kind) == {"balancing.kind": kind}
    assert tell_changes(read_group(kind)) == BALANCING[kind].title
    assert read_group(SINGLE) == {}


def test_each_candidate_is_trained_with_every_seed() -> None:
    found = vary(EXPERIMENT, combine(EXPERIMENT, {"sharing.depth": ["1", "2"]}).candidates, [3, 4])
    assert [(depth(entry.experiment), entry.seed) for entry in found] == [("1", 3), ("2", 3), ("1", 4), ("2", 4)]
    assert [entry.name for entry in found[:2]] == ["sharing.depth = 1, seed 3", "sharing.depth = 2, seed 3"]


def test_a_balancing_method_is_a_candidate_like_others() -> None:
    first, _ = vary(EXPERIMENT, combine(EXPERIMENT, {"balancing.kind": ["upgrad", "mgda"]}).candidates, [0])
    assert first in entries(EXPERIMENT, ["upgrad"], [0])


def test_candidates_need_validation_rows_and_seeds() -> None:
    two = combine(EXPERIMENT, {"sharing.depth": ["1", "2"]}).candidates
    with pytest.raises(ExperimentError, match="validation rows"):
        vary(EXPERIMENT.with_changes({"split.validation": 0.0}), two, [0])
    with pytest.raises(ExperimentError, match="seeds to compare, received 11"):
        vary(EXPERIMENT, two, range(11))
