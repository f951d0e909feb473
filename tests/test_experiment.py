"""Tests of the experiment: limits, paths, JSON both ways, one sentence for each fault."""

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import (
    BALANCING,
    SHARING,
    WAYS,
    Column,
    EqualBalancing,
    Experiment,
    Settings,
    Split,
    Task,
    Text,
    Training,
    choosing,
    limits,
    parse_experiment,
    way_of,
)
from mtl_core.experiment.differences import find_differences


@pytest.fixture
def experiment() -> Experiment:
    return Experiment(
        columns={
            "age": Column(kind="numeric"),
            "a.b": Column(kind="category"),
            "note": Column(kind="text"),
            "sick": Column(kind="yes_no"),
            "days": Column(kind="numeric"),
        },
        tasks=(Task(column="sick", kind="binary"), Task(column="days", kind="regression")),
    )


def test_json_goes_both_ways(experiment: Experiment) -> None:
    changed = experiment.with_changes({"balancing.weights.days": 2.5, "split.by": "group", "split.column": "age"})
    assert Experiment.from_json(changed.to_json()) == changed


def test_inputs_are_the_usable_columns_that_are_no_tasks(experiment: Experiment) -> None:
    assert experiment.input_names == ("age", "a.b", "note")
    assert experiment.with_changes({"columns.age.use": False}).input_names == ("a.b", "note")
    assert experiment.with_changes({"columns.note.kind": "identifier"}).input_names == ("age", "a.b")


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("training.epochs", "5", 5),
        ("training.learning_rate", "0.01", 0.01),
        ("sharing.depth", "0", 0),
        ("sharing.kind", "hard", "hard"),
        ("split.test", "0", 0.0),
        ("text.encoder", "lstm", "lstm"),
        ("text.lowercase", "no", False),
        ("columns.a.b.kind", "numeric", "numeric"),
        ("columns.age.use", "false", False),
        ("columns.age.missing", "[-999, 98]", (-999.0, 98.0)),
        ("columns.age.missing", "[]", ()),
        ("columns.age.missing", "", ()),
        ("tasks.sick.head_depth", "2", 2),
    ],
)
def test_text_reaches_every_field(experiment: Experiment, path: str, text: str, expected: object) -> None:
    value: object = experiment.with_changes({path: text}).model_dump()
    group, _, rest = path.partition(".")
    assert isinstance(value, dict)
    owner = value[group]
    name, _, field = rest.rpartition(".")
    if group == "tasks":
        owner = next(task for task in owner if task["column"] == name)
    elif name:
        owner = owner[name]
    assert owner[field] == expected


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"training.epochs": "0"}, "training.epochs"),
        ({"training.epochs": "many"}, "training.epochs"),
        ({"training.nothing": "1"}, "training.nothing"),
        ({"nothing": "1"}, '"nothing"'),
        ({"columns.gone.kind": "numeric"}, "columns.gone.kind"),
        ({"columns.age.kind": "numbr"}, "columns.age.kind"),
        ({"sharing.depth": "9"}, "sharing.depth"),
        ({"text.encoder": "rnn"}, "text.encoder"),
        ({"sharing.dropout": "nan"}, "sharing.dropout"),
        ({"balancing.weights.age": "1"}, '"age"'),
        ({"balancing.weights.sick": "-1"}, "balancing.weights.sick"),
        ({"balancing.weights.sick": "0", "balancing.weights.days": "0"}, "weight is 0"),
        ({"split.column": "gone"}, '"gone"'),
        ({"split.test": "0.8", "split.validation": "0.2"}, "0.8"),
    ],
)
def test_a_fault_is_one_sentence(experiment: Experiment, changes: dict[str, str], part: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        experiment.with_changes(changes)
    message = str(caught.value)
    assert part in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_task_must_be_a_column_and_only_once(experiment: Experiment) -> None:
    data = experiment.model_dump()
    with pytest.raises(ExperimentError, match="twice"):
        parse_experiment(data | {"tasks": [{"column": "sick", "kind": "binary"}] * 2})
    with pytest.raises(ExperimentError, match='"gone" is not a column'):
        parse_experiment(data | {"tasks": [{"column": "gone", "kind": "binary"}]})
    with pytest.raises(ExperimentError, match="No task is chosen"):
        parse_experiment(data | {"tasks": []})


def test_the_weight_is_1_unless_set() -> None:
    balancing = EqualBalancing(weights={"days": 3.0})
    assert (balancing.weight("days"), balancing.weight("sick")) == (3.0, 1.0)


def test_some_rows_are_left_to_train() -> None:
    assert Split(test=0.8, validation=0.1).test == 0.8
    with pytest.raises(ValueError, match="tenth"):
        Split(test=0.8, validation=0.11)


def test_an_unknown_kind_names_the_known_ones(experiment: Experiment) -> None:
    with pytest.raises(ExperimentError, match=r"is not known; expected one of hard"):
        experiment.with_changes({"sharing.kind": "telepathy"})


def test_the_same_kind_keeps_its_fields_whatever_the_order(experiment: Experiment) -> None:
    changed = experiment.with_changes({"sharing.units": 12, "sharing.kind": "hard"})
    assert changed.sharing.units == 12


@pytest.mark.parametrize("kind", SHARING)
def test_another_kind_keeps_what_both_have(experiment: Experiment, kind: str) -> None:
    changed = experiment.with_changes({"sharing.units": 12, "sharing.depth": 3, "sharing.layers": 4}).with_changes(
        {"sharing.kind": kind}
    )
    assert (changed.sharing.kind, changed.sharing.units, changed.sharing.layers) == (kind, 12, 4)
    assert changed.sharing.depth_of("sick") == (3 if "depth" in SHARING[kind].particular() else None)


def test_a_task_leaves_alone_or_takes_all_along(experiment: Experiment) -> None:
    def left(kind: str) -> list[int | None]:
        of_kind = experiment.with_changes({"sharing.kind": kind})
        moved = of_kind.sharing.leaving("sick", 5)
        after = of_kind.with_changes({f"sharing.{name}": value for name, value in moved.items()}).sharing
        return [after.depth_of("sick"), after.depth_of("days")]

    assert left("hard") == [5, 5]
    assert left("branching") == [5, 1]  # where the trunk of this kind ends by itself


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("before", WAYS)
def test_every_entry_of_the_menu_can_be_chosen_from_every_other(experiment: Experiment, before: str, name: str) -> None:
    def chosen(present: Experiment, name: str) -> Experiment:
        changes = choosing(present.sharing, name)
        return present.with_changes({f"sharing.{field}": value for field, value in changes.items()})

    moved = chosen(chosen(experiment, before), name)
    assert way_of(moved.sharing) == name
    assert moved.sharing.kind == WAYS[name].kind
    assert moved.sharing.depth_of("sick") == chosen(experiment, name).sharing.depth_of("sick")


def test_separate_networks_are_hard_sharing_of_no_layer(experiment: Experiment) -> None:
    assert list(WAYS) == ["separate", *SHARING]
    assert way_of(experiment.sharing) == "hard"
    assert way_of(experiment.with_changes({"sharing.depth": 0}).sharing) == "separate"


def test_a_task_parts_from_hard_sharing_alone(experiment: Experiment) -> None:
    parting = experiment.sharing.parting(2, {"sick": 1})
    apart = experiment.with_changes({f"sharing.{field}": value for field, value in parting.items()}).sharing
    assert [apart.depth_of("sick"), apart.depth_of("days")] == [1, 2]
    assert not experiment.with_changes({"sharing.kind": "soft"}).sharing.parting(2, {"sick": 1})


GROUPS = [*SHARING.values(), Text, Task]


@pytest.mark.parametrize("group", GROUPS)
def test_every_setting_of_the_network_has_a_name_and_a_sentence(group: type[Settings]) -> None:
    told = {name: field for name, field in group.model_fields.items() if name != "kind"}
    set_elsewhere = {"column", "columns", "separator", "tokens"} if group is Task else set()
    for name, field in told.items():
        if name in set_elsewhere:
            continue
        assert field.title, name
        words = (field.description or "").split()
        assert len(words) >= 3, name
        assert words[-1].endswith("."), name


TAGGED = {
    "columns": {"said": {"kind": "text"}, "who": {"kind": "text", "use": False}},
    "tasks": [{"column": "who", "kind": "tags"}],
}


def test_tags_find_their_text_where_there_is_one() -> None:
    experiment = parse_experiment(TAGGED)
    assert experiment.tagged == {"who": "said"}
    assert parse_experiment({**TAGGED, "tasks": [{"column": "who", "kind": "binary", "tokens": "said"}]}).tagged == {}


@pytest.mark.parametrize(("tokens", "received"), [(None, "none of 2 texts"), ("age", '"age"'), ("who", '"who"')])
def test_tags_need_a_text_that_is_an_input(tokens: str | None, received: str) -> None:
    columns = {**TAGGED["columns"], "title": {"kind": "text"}, "age": {"kind": "numeric"}}
    words = (
        f"holds tags of tokens; expected in its field tokens the name of a text that is an input, received {received}"
    )
    with pytest.raises(ExperimentError, match=f'Task "who" {words}'):
        parse_experiment({"columns": columns, "tasks": [{"column": "who", "kind": "tags", "tokens": tokens}]})


@pytest.mark.parametrize("kind", SHARING)
def test_an_arrow_is_cut_and_drawn_again(experiment: Experiment, kind: str) -> None:
    start = experiment.with_changes({"sharing.kind": kind})
    names = start.task_names

    def with_arrow(present: Experiment, source: str, target: str, strength: float) -> Experiment:
        changes = present.sharing.with_arrow(names, source, target, strength)
        return present.with_changes({f"sharing.{field}": value for field, value in changes.items()})

    arrows = start.sharing.arrows(names)
    assert set(arrows) == ({("sick", "days"), ("days", "sick")} if kind in ("task_graph", "chain") else set())
    if arrows:
        turned = with_arrow(start, "days", "sick", 1).sharing.arrows(names)
        assert turned == {("sick", "days"): float(kind == "task_graph"), ("days", "sick"): 1}


def test_a_cut_edge_is_remembered_until_it_is_drawn_again(experiment: Experiment) -> None:
    start = experiment.with_changes({"sharing.kind": "task_graph"})
    cut = start.with_changes({"sharing.edges": start.sharing.with_arrow(start.task_names, "sick", "days", 0)["edges"]})
    assert cut.sharing.arrows(cut.task_names) == {("sick", "days"): 0, ("days", "sick"): 1}
    assert (
        cut.with_changes({"sharing.edges": cut.sharing.with_arrow(cut.task_names, "sick", "days", 1)["edges"]}) == start
    )


def test_the_last_link_of_a_chain_is_cut_and_drawn_again(experiment: Experiment) -> None:
    names = experiment.task_names
    start = experiment.with_changes({"sharing.kind": "chain"})
    for strength in (0.0, 1.0):
        changes = start.sharing.with_arrow(names, "sick", "days", strength)
        start = start.with_changes({f"sharing.{field}": value for field, value in changes.items()})
        assert start.sharing.arrows(names) == {("sick", "days"): strength, ("days", "sick"): 0}
        assert Experiment.from_json(start.to_json()) == start


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({"kind": "hard"}, ""),
        ({"kind": "task_graph"}, ""),
        ({"kind": "task_graph", "layers": 3, "depth": 2}, "at least 4 layers"),
        ({"kind": "task_graph", "layers": 3, "depth": 2, "coupling": "penalty"}, ""),
    ],
)
def test_settings_under_which_nothing_passes_are_told(
    experiment: Experiment, settings: dict[str, object], hint: str
) -> None:
    said = experiment.with_changes({f"sharing.{field}": value for field, value in settings.items()}).sharing.hint()
    assert hint in said
    assert bool(said) == bool(hint)


@pytest.mark.parametrize(
    ("settings", "idle"),
    [
        ({"kind": "branching"}, {"branch"}),
        ({"kind": "branching", "groups": {"sick": 1}}, set()),
        ({"kind": "soft", "strength": 0}, {"penalty"}),
        ({"kind": "mmoe", "experts": 1}, {"one_gate", "temperature", "balance"}),
        ({"kind": "mmoe"}, set()),
        ({"kind": "task_graph"}, {"strength"}),
        ({"kind": "adapters"}, set()),
        ({"kind": "adapters", "rank": 0}, {"ranks"}),
        ({"kind": "task_graph", "coupling": "penalty"}, {"relations"}),
    ],
)
def test_settings_that_change_nothing_are_known(
    experiment: Experiment, settings: dict[str, object], idle: set[str]
) -> None:
    sharing = parse_experiment(experiment.model_dump() | {"sharing": settings}).sharing
    assert set(sharing.idle()) == idle <= set(sharing.particular())


@pytest.mark.parametrize("group", [Split, Task, Text, Training, *SHARING.values(), *BALANCING.values()])
def test_every_setting_that_has_a_name_for_the_page_has_a_sentence(group: type[Settings]) -> None:
    for name, field in group.model_fields.items():
        assert not field.title or (field.description or "").endswith("."), name


def test_differences_are_told_by_the_paths_that_set_them(experiment: Experiment) -> None:
    """Setting what differs makes one of the other."""
    other = experiment.with_changes({"training.epochs": 7, "balancing.weights.days": 2.0, "columns.a.b.use": False})
    found = find_differences([experiment, other, experiment])
    assert set(found) == {"training.epochs", "balancing.weights.days", "columns.a.b.use"}
    assert experiment.with_changes({path: values[1] for path, values in found.items()}) == other
    assert find_differences([other, other]) == {}


def test_what_one_lacks_differs(experiment: Experiment) -> None:
    other = experiment.with_changes({"sharing.kind": "mmoe"})
    assert find_differences([experiment, other])["sharing.experts"] == (None, other.sharing.experts)


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


def test_limits_of_a_field_are_those_that_are_checked() -> None:
    fields = Training.model_fields
    assert limits(fields["epochs"]) == (1, 10_000)
    assert limits(fields["learning_rate"]) == (0, 10)
    assert limits(fields["optimizer"]) == (float("-inf"), float("inf"))


def test_another_kind_leaves_what_it_cannot_take() -> None:
    wide = parse_experiment(THREE).with_changes({"sharing.units": 1024, "sharing.layers": 0, "sharing.l2": 0.5})
    tokens = wide.with_changes({"sharing.kind": "task_tokens"}).sharing  # of at most 512 units, and a layer or more
    assert (tokens.units, tokens.layers, tokens.l2) == (64, 2, 0.5)


def test_settings_of_a_kind_are_named_from_the_rarest_to_the_commonest() -> None:
    assert SHARING["mmoe"].particular() == ("experts", "one_gate", "temperature", "balance")
    assert SHARING["hard"].particular() == ("depth",)
    assert BALANCING["equal"].particular() == ()
    assert set(BALANCING["upgrad"].particular()) == {"every", "gradients"}


def test_menus_have_their_order() -> None:
    assert list(SHARING) == [
        *("hard", "branching", "soft", "cross_stitch", "sluice", "mmoe", "cgc", "ple"),
        *("task_graph", "task_tokens", "adapters", "chain"),
    ]
    assert [each.place for each in BALANCING.values()] == sorted(each.place for each in BALANCING.values())
