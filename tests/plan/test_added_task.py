"""One more task in a planned network: which ways of sharing take it in, and the part that a task alone needs."""

from __future__ import annotations

from typing import Any

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import parse_experiment
from mtl_core.plan import InputColumn, OutputTask, Plan, alone, plan, require_unchanged

AGE = InputColumn(id="c0", name="age", kind="numeric", numbers=3)
SITE = InputColumn(id="c1", name="site", kind="category", vocabulary=5, embedding=2)


def planned(count: int, inputs: tuple[InputColumn, ...] = (AGE, SITE), **sharing: Any) -> Plan:
    """Tasks a, b, c that are numbers, over layers of 6 units."""
    names = "abc"[:count]
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in (*names, "age", "site")},
            "tasks": [{"column": name, "kind": "regression"} for name in names],
            "sharing": {"units": 6, "layers": 2, **sharing},
        }
    )
    tasks = [OutputTask(id=f"t{place}", name=n, kind="regression", outputs=1) for place, n in enumerate(names)]
    return plan(experiment, inputs, tasks)


@pytest.mark.parametrize("kind", ["hard", "adapters", "task_tokens"])
def test_a_task_that_changes_no_other_is_taken_in(kind: str) -> None:
    require_unchanged(planned(2, kind=kind), planned(3, kind=kind))


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        (planned(2, kind="cross_stitch"), planned(3, kind="cross_stitch"), '"t0_stitch_1"'),
        (planned(2, kind="ple"), planned(3, kind="ple"), '"stage_1_shared_gate"'),
        (planned(2), planned(3, units=7), '"trunk_1"'),
        (planned(3), planned(2), '"t2_tower_1"'),
        (planned(2), planned(3, inputs=(AGE, SITE.model_copy(update={"name": "place"}))), "of the inputs"),
        (planned(2), planned(3, inputs=(AGE,)), '"inputs"'),
    ],
)
def test_one_that_would_change_the_others_is_refused_with_what_would_change(
    before: Plan, after: Plan, part: str
) -> None:
    with pytest.raises(ExperimentError, match=f"that would change its part {part}, but the other tasks are to stay"):
        require_unchanged(before, after)


def test_how_fast_a_block_learnt_and_for_whom_it_is_may_change() -> None:
    before = planned(2)
    slower = tuple(block.model_copy(update={"learning_rate_factor": 0.125}) for block in before.blocks)
    require_unchanged(before.model_copy(update={"blocks": slower}), planned(3))


def test_the_part_of_a_task_is_a_network_of_that_task_alone() -> None:
    part = alone(planned(3), "t1")
    assert [block.id for block in part.blocks] == ["inputs", "trunk_1", "trunk_2", "t1_tower_1", "t1_head"]
    assert [task.name for task in part.tasks] == ["b"]
    assert {block.tasks for block in part.blocks} == {("t1",)}
    assert part.parameters == part.separate_parameters == planned(1).parameters
    assert (part.saved, part.shared_parameters) == (0, 0)


def test_what_it_borrows_and_hears_from_others_belongs_to_it() -> None:
    adapted = alone(planned(3, kind="adapters"), "t2")
    assert {"trunk_1", "t2_adapted_1", "trunk_2", "t2_adapted_2"} <= {block.id for block in adapted.blocks}
    assert not {"t0_adapted_1", "t0_head"} & {block.id for block in adapted.blocks}
    chained = alone(planned(3, kind="chain"), "t1")
    assert {"t0_head", "t0_answer", "t1_join"} <= {block.id for block in chained.blocks}
    assert not {block.id for block in chained.blocks if block.id.startswith("t2")}


def test_penalties_and_pictures_of_several_tasks_do_not_come_along() -> None:
    whole = planned(2, kind="soft")
    assert whole.couplings
    assert whole.watches
    part = alone(whole, "t0")
    assert (part.couplings, part.watches) == ((), ())
