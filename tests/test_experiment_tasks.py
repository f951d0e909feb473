"""What an experiment says of its tasks: what goes with one, what is refused, how columns are joined, where rows go."""

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, EqualBalancing, parse_experiment

TASKS = ("a", "b", "c")
THREE = {
    "columns": {name: {"kind": "numeric"} for name in (*TASKS, "x")},
    "tasks": [{"column": name, "kind": "regression"} for name in TASKS],
}


@pytest.mark.parametrize(
    ("sharing", "left"),
    [
        ({"kind": "branching", "leaves": {"a": 1, "c": 2}, "groups": {"b": 1, "c": 1}}, {"leaves": {"a": 1}}),
        ({"kind": "adapters", "ranks": {"a": 3, "c": 4}}, {"ranks": {"a": 3}}),
        (
            {
                "kind": "task_graph",
                "edges": [
                    {"source": "a", "target": "b", "strength": 0.5},
                    {"source": "a", "target": "c", "strength": 0.25},
                    {"source": "c", "target": "b", "strength": 0},
                ],
            },
            {"edges": ({"source": "a", "target": "b", "strength": 0.5},)},
        ),
        (
            {"kind": "chain", "links": [{"source": "b", "target": "a"}, {"source": "b", "target": "c"}]},
            {"links": ({"source": "b", "target": "a"},), "in_order": True},
        ),
        ({"kind": "chain", "links": [{"source": "b", "target": "c"}]}, {"links": (), "in_order": False}),
        ({"kind": "chain"}, {"links": (), "in_order": True}),
        ({"kind": "mmoe"}, {}),
    ],
)
def test_without_a_task_nothing_is_said_of_it_and_nothing_else_changes(
    sharing: dict[str, object], left: dict[str, object]
) -> None:
    before = parse_experiment({**THREE, "sharing": sharing}).sharing
    after = before.among(("a", "b"))
    assert {name: value for name, value in after.model_dump().items() if name in left} == left
    assert "c" not in after.named
    assert before.among(TASKS) == before
    passing = {pair: value for pair, value in before.arrows(TASKS).items() if "c" not in pair}
    assert after.arrows(("a", "b")) == passing


def test_a_group_of_a_task_that_is_gone_is_gone() -> None:
    sharing = {"kind": "branching", "groups": {"b": 1, "c": 1}}
    assert parse_experiment({**THREE, "sharing": sharing}).sharing.among(("a", "b")).model_dump()["groups"] == {"b": 1}


def test_weights_and_the_main_task_go_with_their_task() -> None:
    balancing = EqualBalancing(weights={"a": 2.0, "c": 3.0}, main_task="c")
    assert balancing.among(("a", "b")) == EqualBalancing(weights={"a": 2.0})
    assert balancing.among(("a", "c")) == balancing


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sharing": {"kind": "branching", "leaves": {"x": 1}}}, 'Sharing speaks of "x", which is not a task.'),
        ({"sharing": {"kind": "adapters", "ranks": {"x": 1}}}, 'Sharing speaks of "x", which is not a task.'),
        (
            {"sharing": {"kind": "task_graph", "edges": [{"source": "a", "target": "x"}]}},
            'Sharing speaks of "x", which is not a task.',
        ),
        (
            {"sharing": {"kind": "chain", "links": [{"source": "x", "target": "a"}]}},
            'Sharing speaks of "x", which is not a task.',
        ),
        (
            {"sharing": {"kind": "chain", "links": [{"source": "a", "target": "a"}]}},
            'The links lead from "a" back to itself; remove one of them.',
        ),
        (
            {"sharing": {"kind": "cgc", "shared_experts": 0, "task_experts": 0}},
            "There is neither a shared nor an own expert; give at least one.",
        ),
        ({"balancing": {"kind": "equal", "main_task": "x"}}, 'The main task "x" is not a task.'),
        ({"balancing": {"kind": "equal", "weights": {"x": 1}}}, 'A weight is given for "x", which is not a task.'),
        (
            {"balancing": {"kind": "equal", "weights": {"a": 0, "b": 0, "c": 0}}},
            "Every task's weight is 0, so nothing would be learnt; raise at least one.",
        ),
        ({"split": {"by": "group", "column": "y"}}, 'The split is by "y", which is not a column of the table.'),
        (
            {"split": {"tasks": [{"column": "y", "kind": "binary"}]}},
            'The split is by "y", which is not a column of the table.',
        ),
    ],
)
def test_what_speaks_of_nothing_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        parse_experiment({**THREE, **changes})
    assert str(caught.value) == said


def test_links_that_lead_back_over_several_tasks_are_refused() -> None:
    links = [{"source": one, "target": other} for one, other in (("a", "b"), ("b", "c"), ("c", "a"))]
    with pytest.raises(ExperimentError, match=r'The links lead from "[abc]" back to itself; remove one of them\.'):
        parse_experiment({**THREE, "sharing": {"kind": "chain", "links": links}})


def test_one_task_of_weight_0_leaves_the_others() -> None:
    found = parse_experiment({**THREE, "balancing": {"kind": "equal", "weights": {"a": 0, "b": 0}}})
    assert found.balancing.weight("c") == 1


JOINED = {"column": "about", "kind": "multilabel", "columns": ["a", "b"]}


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ({**JOINED, "kind": "binary"}, 'Task "about" joins columns, which is for several labels; received binary.'),
        ({**JOINED, "columns": ["a"]}, 'Task "about" needs two or more different columns to join.'),
        ({**JOINED, "columns": ["a", "a"]}, 'Task "about" needs two or more different columns to join.'),
        ({**JOINED, "columns": ["a", "a", "b"]}, 'Task "about" needs two or more different columns to join.'),
        ({**JOINED, "column": "c"}, 'The joined task "c" has the name of another column; give it its own.'),
        ({**JOINED, "columns": ["a", "y"]}, 'Task "y" is not a column of the table.'),
    ],
)
def test_columns_are_joined_under_a_name_of_their_own(task: dict[str, object], said: str) -> None:
    columns = {name: {"kind": "yes_no"} for name in ("a", "b", "c")}
    joined = parse_experiment({"columns": columns, "tasks": [JOINED]})
    assert (joined.task_names, joined.label_columns, joined.input_names) == (("about",), ("a", "b"), ("c",))
    with pytest.raises(ExperimentError) as caught:
        parse_experiment({"columns": columns, "tasks": [task]})
    assert str(caught.value) == said


def test_a_column_is_given_once_also_within_joined_ones() -> None:
    columns = {name: {"kind": "yes_no"} for name in ("a", "b", "c")}
    with pytest.raises(ExperimentError, match='Column "a" is given as a task twice; give it once'):
        parse_experiment({"columns": columns, "tasks": [JOINED, {"column": "a", "kind": "binary"}]})


def test_rows_are_dealt_by_the_tasks_to_learn_unless_others_are_named() -> None:
    found = parse_experiment(THREE)
    assert found.dealt == found.tasks
    alone = parse_experiment({**THREE, "tasks": THREE["tasks"][:1], "split": {"tasks": THREE["tasks"]}})
    assert [task.column for task in alone.dealt] == ["a", "b", "c"]


@pytest.mark.parametrize("written", ["-999, 98", "-999 98", "[-999,98]", [-999, 98], " -999,  98 "])
def test_numbers_that_mean_missing_are_written_as_a_person_would(written: object) -> None:
    assert Column.model_validate({"kind": "numeric", "missing": written}).missing == (-999.0, 98.0)


def test_ranks_are_of_single_tasks_where_it_is_not_that_of_all() -> None:
    sharing = parse_experiment({**THREE, "sharing": {"kind": "adapters", "rank": 4, "ranks": {"b": 7}}}).sharing
    assert [sharing.rank_of(task) for task in TASKS] == [4, 7, 4]
    assert sharing.with_rank("c", 2) == {"ranks": {"b": 7, "c": 2}}
    assert sharing.model_copy(update={"rank": 0}).rank_of("b") is None
    assert parse_experiment(THREE).sharing.rank_of("a") is None


def test_how_tasks_are_related_becomes_edges_that_are_given() -> None:
    graph = parse_experiment({**THREE, "sharing": {"kind": "task_graph"}}).sharing
    found = graph.with_strengths({("a", "b"): 0.12345, ("b", "a"): 1.5, ("c", "c"): 1.0})
    assert found.model_dump()["relations"] == "given"
    assert found.arrows(("a", "b")) == {("b", "a"): 0.123, ("a", "b"): 1.0}
    hard = parse_experiment(THREE).sharing
    assert hard.with_strengths({("a", "b"): 0.5}) == hard


def test_lists_may_come_as_json_text() -> None:
    text = '[{"source": "c", "target": "a"}]'
    found = parse_experiment(THREE).with_changes({"sharing.kind": "chain", "sharing.links": text})
    assert found.sharing.arrows(TASKS)["c", "a"] == 1
    assert found.sharing.arrows(TASKS)["a", "b"] == 0


def test_another_kind_leaves_what_it_cannot_take() -> None:
    wide = parse_experiment(THREE).with_changes({"sharing.units": 1024, "sharing.layers": 0, "sharing.l2": 0.5})
    tokens = wide.with_changes({"sharing.kind": "task_tokens"}).sharing  # of at most 512 units, and a layer or more
    assert (tokens.units, tokens.layers, tokens.l2) == (64, 2, 0.5)
