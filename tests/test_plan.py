"""Tests of the plan: the mock's numbers, depth 0, and what is shared."""

from collections import Counter

import pytest

from mtl_core.experiment import SHARING, Column, Experiment, HardSharing, Task, TaskKind, parse_experiment
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.text_encoders import Backbone

INPUTS = (
    InputColumn(id="c0", name="age", kind="numeric", numbers=9),
    InputColumn(id="c1", name="site", kind="category", vocabulary=6, embedding=4),
)
TASKS = (
    OutputTask(id="t0", name="visits", kind="regression", outputs=1),
    OutputTask(id="t1", name="limited", kind="binary", outputs=1, classes=("no", "yes")),
    OutputTask(id="t2", name="health", kind="multiclass", outputs=4, classes=("a", "b", "c", "d")),
)


def planned(**sharing: object) -> Plan:
    kinds = ("regression", "binary", "multiclass")
    names = ("visits", "limited", "health")
    experiment = Experiment(
        columns={name: Column(kind="numeric") for name in (*names, "age", "site")},
        tasks=tuple(Task(column=name, kind=kind) for name, kind in zip(names, kinds, strict=True)),  # type: ignore[arg-type]
        sharing=HardSharing.model_validate(sharing),
    )
    return plan(experiment, INPUTS, TASKS)


def test_parameters_of_the_drawn_network() -> None:
    """13→64→64→64 is 896 + 4,160 + 4,160; towers of 32 are 2,080; heads 33, 33 and 132; the table 6 × 4."""
    network = planned(depth=3, layers=3, units=64)
    by_id = {block.id: block.parameters for block in network.blocks}
    assert [by_id[f"trunk_{level}"] for level in (1, 2, 3)] == [896, 4160, 4160]
    assert [by_id[f"t{task}_tower_1"] for task in range(3)] == [2080] * 3
    assert [by_id[f"t{task}_head"] for task in range(3)] == [33, 33, 132]
    assert network.parameters == 24 + 9216 + 3 * 2080 + 198
    assert network.shared_parameters == 24 + 9216
    assert network.separate_parameters == 3 * (24 + 9216) + 3 * 2080 + 198


def test_members_have_scales_and_heads_of_their_own() -> None:
    """13 scales of inputs and the three heads for each of 8; the layers and the table are those of all."""
    one, many = planned(), planned(members=8)
    assert many.parameters == one.parameters + 8 * 13 + 7 * 198
    assert many.shared_parameters == one.shared_parameters + 8 * 13
    assert planned(members=1) == one


@pytest.mark.parametrize("depth", range(9))
def test_every_block_follows_its_source(depth: int) -> None:
    network = planned(depth=depth)
    seen: dict[str, int] = {}
    for block in network.blocks:
        assert block.id not in seen
        assert block.level == max((seen[source] + 1 for source in block.sources), default=0)
        seen[block.id] = block.level
    assert len({task.id for task in network.tasks}) == sum(block.kind == "output" for block in network.blocks)


def test_depth_0_is_separate_networks_of_the_same_size() -> None:
    together, apart = planned(depth=2, layers=2), planned(depth=0, layers=2)
    assert apart.shared_parameters == 0
    assert apart.parameters == together.separate_parameters
    for task in ("t0", "t1", "t2"):
        assert [block.units for block in apart.path(task)] == [block.units for block in together.path(task)]


def test_the_sentence_says_what_is_drawn() -> None:
    assert planned(depth=3, layers=3).sentence() == (
        "2 columns feed 3 shared layers, then each task's own: visits 1, limited 1, health 1. "
        "15.7\u00a0k parameters, 54% fewer than separate networks."
    )
    assert planned(depth=1, layers=1).sentence().startswith("2 columns feed one shared layer, then each task's own: ")
    assert planned(depth=0, layers=2).sentence() == (
        "2 columns feed each task's own network. Own layers: visits 3, limited 3, health 3. 21.7\u00a0k parameters."
    )


@pytest.mark.parametrize("sizes", [{}, {"layers": 1, "units": 32}, {"layers": 3, "units": 256}])
def test_all_ways_of_sharing_are_compared_with_the_same_separate_networks(sizes: dict[str, int]) -> None:
    columns = {name: {"kind": "numeric"} for name in ("visits", "limited", "health", "age", "site")}
    tasks = [{"column": task.name, "kind": task.kind} for task in TASKS]
    first = parse_experiment({"columns": columns, "tasks": tasks}).with_changes(
        {f"sharing.{name}": n for name, n in sizes.items()}
    )
    separate = plan(first.with_changes({"sharing.depth": 0}), INPUTS, TASKS).parameters
    for kind in SHARING:
        shared = first.with_changes({"sharing.kind": kind})
        deepest = shared.with_changes({"sharing.depth": 8}) if "depth" in SHARING[kind].model_fields else shared
        assert {plan(each, INPUTS, TASKS).separate_parameters for each in (shared, deepest)} == {separate}, kind


def test_a_plan_is_plain_data() -> None:
    network = planned()
    assert Plan.model_validate_json(network.model_dump_json()) == network


def test_whoever_reads_texts_learns_slowly_but_for_tags() -> None:
    """Whatever made the column a text; a frozen encoder learns nothing, a tuned one at a hundredth."""
    note = InputColumn(id="c2", name="note", kind="text", tokens=9, length=4)
    read = InputColumn(id="c2", name="note", kind="text", tokens=9, length=4, backbone=Backbone(4, 1, 2, 8))

    def factors(column: InputColumn, kind: TaskKind, **text: object) -> dict[float, int]:
        experiment = parse_experiment(
            {
                "columns": {"y": {"kind": "text"}, "note": {"kind": "text"}},
                "tasks": [{"column": "y", "kind": kind, "tokens": "note" if kind == "tags" else None}],
                "text": text,
            }
        )
        tagged = column.id if kind == "tags" else None
        task = OutputTask(id="t0", name="y", kind=kind, outputs=2, classes=("a", "b"), text=tagged)
        return Counter(block.learning_rate_factor for block in plan(experiment, [column], [task]).blocks)

    assert set(factors(note, "multiclass")) == {0.125}
    assert set(factors(note, "tags", encoder="lstm")) == {1.0}
    assert factors(read, "multiclass", encoder="pretrained")[0.0] == 1
    assert factors(read, "multiclass", encoder="pretrained", fine_tune=True)[0.01] == 1
    assert {block.learning_rate_factor for block in planned().blocks} == {1.0}
