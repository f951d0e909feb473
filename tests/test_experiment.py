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


def test_limits_of_a_field_are_those_that_are_checked() -> None:
    fields = Training.model_fields
    assert limits(fields["epochs"]) == (1, 10_000)
    assert limits(fields["learning_rate"]) == (0, 10)
    assert limits(fields["optimizer"]) == (float("-inf"), float("inf"))


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
