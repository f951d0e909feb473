"""What every remedy is held to, on every way of sharing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mtl_core.experiment import SHARING, WAYS, Experiment, parse_experiment
from mtl_core.experiment.sharing import way_of
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.remedies import REMEDIES, Remedy

NAMES = ("ill", "cost", "stay")
KINDS = {"ill": "binary", "cost": "regression", "stay": "regression"}
TASK = "cost"


def experiment(way: str = "hard", **changes: Any) -> Experiment:
    made = parse_experiment(
        {
            "columns": {"x": {"kind": "numeric"}, **{name: {"kind": "numeric"} for name in NAMES}},
            "tasks": [{"column": name, "kind": kind} for name, kind in KINDS.items()],
        }
    )
    return made.with_changes({"sharing.kind": way, **changes})


def drawn(experiment: Experiment) -> Plan:
    inputs = [InputColumn(id="c0", name="x", kind="numeric", numbers=1)]
    tasks = [
        OutputTask(id=f"t{slot}", name=task.column, kind=task.kind, outputs=1)
        for slot, task in enumerate(experiment.tasks)
    ]
    return plan(experiment, inputs, tasks)


def own_blocks(experiment: Experiment) -> int:
    """Blocks that the task has for itself."""
    task = next(f"t{slot}" for slot, name in enumerate(experiment.task_names) if name == TASK)
    return sum(block.tasks == (task,) for block in drawn(experiment).blocks if block.arrays)


def shared_blocks(experiment: Experiment) -> int:
    """Blocks that it trains with others."""
    task = next(f"t{slot}" for slot, name in enumerate(experiment.task_names) if name == TASK)
    return sum(task in block.tasks and block.shared for block in drawn(experiment).blocks)


def more_of_its_own(before: Experiment, after: Experiment) -> bool:
    return own_blocks(after) == own_blocks(before) + 1 and shared_blocks(after) == shared_blocks(before)


def shares_less(before: Experiment, after: Experiment) -> bool:
    return shared_blocks(after) < shared_blocks(before) and own_blocks(after) > own_blocks(before)


def shares_otherwise(before: Experiment, after: Experiment) -> bool:
    return way_of(after.sharing) != way_of(before.sharing)


def counts_for_more(before: Experiment, after: Experiment) -> bool:
    def share(experiment: Experiment) -> float:
        weight = experiment.balancing.weight
        return weight(TASK) / sum(weight(name) for name in experiment.task_names)

    return share(after) > share(before)


def is_alone(before: Experiment, after: Experiment) -> bool:
    rows = after.dealt == before.tasks and after.split.test == before.split.test
    return after.task_names == (TASK,) and rows and not shared_blocks(after)


PROMISES: Mapping[str, tuple[str, Callable[[Experiment, Experiment], bool]]] = {
    "own_layers": ("tasks", more_of_its_own),
    "branch_off": ("sharing", shares_less),
    "other_way": ("sharing", shares_otherwise),
    "lower_weight": ("balancing", counts_for_more),
    "alone": ("tasks columns split sharing balancing", is_alone),
}
"""By remedy, the parts of the experiment that it may change, and what it promises."""

each_remedy = pytest.mark.parametrize("remedy", REMEDIES.values(), ids=lambda remedy: remedy.id)


def test_every_remedy_is_held_to_a_promise() -> None:
    assert set(PROMISES) == set(REMEDIES)
    assert len({remedy.title for remedy in REMEDIES.values()}) == len(REMEDIES)


@each_remedy
@pytest.mark.parametrize("way", SHARING)
def test_it_yields_another_valid_experiment_that_differs_as_promised(remedy: Remedy, way: str) -> None:
    before = experiment(way)
    after = remedy.apply(before, TASK)
    if after is None:
        assert remedy.id == "branch_off"
        assert not before.sharing.depth_of(TASK) or not before.sharing.leave_alone
        return
    assert Experiment.from_json(after.to_json()) == after != before
    allowed, keeps = PROMISES[remedy.id]
    changed = {name for name, value in after.model_dump().items() if value != before.model_dump()[name]}
    assert changed <= set(allowed.split())
    assert keeps(before, after)
    said = remedy.tell(before, after, TASK)
    assert said.endswith(".")
    assert f'"{TASK}"' in said or WAYS[way_of(after.sharing)].title in said


@each_remedy
def test_it_offers_nothing_where_nothing_would_change(remedy: Remedy) -> None:
    at_the_end = experiment(
        "hard",
        **{"sharing.depth": 0, "tasks.cost.head_depth": 4, "balancing.weights.ill": 0, "balancing.weights.stay": 0},
    )
    offered = remedy.apply(at_the_end, TASK)
    assert (offered is None) == (remedy.id in ("own_layers", "branch_off", "lower_weight"))


def test_branching_off_leaves_the_others_as_they_were() -> None:
    before = experiment("branching", **{"sharing.depth": 2, "sharing.leaves.ill": 1})
    after = REMEDIES["branch_off"].apply(before, TASK)
    assert after is not None
    assert [after.sharing.depth_of(name) for name in NAMES] == [1, 1, 2]
    again = REMEDIES["branch_off"].apply(after, TASK)
    assert again is not None
    assert again.sharing.depth_of(TASK) == 0
    assert "shares no layer any more" in REMEDIES["branch_off"].tell(after, again, TASK)
    assert REMEDIES["branch_off"].apply(again, TASK) is None


def test_only_those_that_hurt_it_are_lowered() -> None:
    remedy, before = REMEDIES["lower_weight"], experiment()
    after = remedy.apply(before, TASK, ["stay"])
    assert after is not None
    assert [after.balancing.weight(name) for name in NAMES] == [1, 1, 0.5]
    assert (
        remedy.tell(before, after, TASK) == 'The weight of "stay" is halved, so that "cost" counts for more beside it.'
    )
    everybody = remedy.apply(before, TASK)
    assert everybody is not None
    assert [everybody.balancing.weight(name) for name in NAMES] == [0.5, 1, 0.5]


def test_another_way_is_tried_where_own_and_shared_experts_hurt() -> None:
    after = REMEDIES["other_way"].apply(experiment("cgc"), TASK)
    assert after is not None
    assert after.sharing.kind == "cross_stitch"
