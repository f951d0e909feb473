"""Whatever a search draws is a valid experiment, and its own settings are among what may be drawn."""

from __future__ import annotations

import pytest
from optuna.distributions import CategoricalDistribution

from mtl_core.experiment import BALANCING, SHARING, Experiment, limits, parse_experiment
from mtl_core.search import space
from mtl_core.search.study import Study
from tests.search.cheap import COLUMNS, TASKS, experiment

ODD = {
    "training.learning_rate": 5.0,
    "sharing.units": 400,
    "sharing.layers": 8,
    "sharing.dropout": 0.9,
}
"""Far from what is drawn unasked."""


def draw(asked: Experiment, number: int) -> space.Drawn:
    return Study(space.span(asked), (), asked.training.epochs, seed=number).suggest()[0]


@pytest.mark.parametrize("kind", SHARING)
@pytest.mark.parametrize("changes", [{}, ODD], ids=["defaults", "odd"])
def test_every_value_drawn_gives_a_valid_experiment(kind: str, changes: dict[str, object]) -> None:
    asked = experiment(**{"sharing.kind": kind, **changes})
    for number in range(8):
        drawn = draw(asked, number)
        tried = space.apply(asked, drawn)
        assert space.holds(asked, drawn)
        assert Experiment.from_json(tried.to_json()) == tried
        assert (tried.sharing.kind, tried.balancing.kind) == (drawn["sharing.kind"], drawn["balancing.kind"])
        assert (tried.sharing.units, tried.training.learning_rate) == (
            drawn["sharing.units"],
            drawn["training.learning_rate"],
        )
        assert getattr(tried.sharing, "depth", drawn["sharing.depth"]) == drawn["sharing.depth"]


@pytest.mark.parametrize("kind", SHARING)
@pytest.mark.parametrize("changes", [{}, ODD], ids=["defaults", "odd"])
def test_own_settings_are_in_the_space_and_change_nothing(kind: str, changes: dict[str, object]) -> None:
    asked = experiment(**{"sharing.kind": kind, "balancing.kind": "pcgrad", **changes})
    own = space.own_values(asked)
    assert space.holds(asked, own)
    assert space.list_changes(asked, own) == {}
    assert space.apply(asked, own) == asked
    assert space.format_settings(asked, own) == ""


def test_a_depth_of_another_way_of_sharing_is_set_though_it_is_equal() -> None:
    asked = experiment(**{"sharing.kind": "branching", "sharing.depth": 1})
    tried = space.apply(asked, {**space.own_values(asked), "sharing.kind": "hard"})
    assert tried.sharing.depth_of("y") == 1


def test_what_the_person_said_of_the_tasks_stays() -> None:
    asked = experiment(**{"balancing.weights.y": 3.0, "training.seed": 7, "split.test": 0.3})
    tried = space.apply(asked, draw(asked, 1))
    assert tried.balancing.weight("y") == 3.0
    assert (tried.training.seed, tried.split) == (7, asked.split)


def test_ranges_lie_within_the_limits_of_every_way_that_may_be_drawn() -> None:
    [ways] = [each for each in space.span(experiment()) if each.path == "sharing.kind"]
    assert isinstance(ways, space.Choice)
    for each in space.span(experiment()):
        group, name = each.path.split(".")
        if isinstance(each, space.Range) and group == "sharing":
            for kind in ways.titles:
                if field := SHARING[kind].model_fields.get(name):
                    low, high = limits(field)
                    assert low <= each.low < each.high <= high, (kind, each.path)


def test_one_task_has_nothing_to_share_or_to_balance() -> None:
    alone = parse_experiment({"columns": COLUMNS, "tasks": TASKS[:1]})
    paths = {each.path for each in space.span(alone)}
    assert paths == {"training.learning_rate", "sharing.units", "sharing.layers", "sharing.dropout"}
    assert space.apply(alone, draw(alone, 0)).sharing.kind == alone.sharing.kind


def test_methods_drawn_are_those_that_everybody_sees() -> None:
    asked = experiment(**{"balancing.kind": "nash"})
    [balancing] = [each for each in space.span(asked) if each.path == "balancing.kind"]
    assert isinstance(balancing, space.Choice)
    assert set(balancing.titles) == {kind for kind, each in BALANCING.items() if not each.research} | {"nash"}


def test_settings_in_words() -> None:
    asked = experiment()
    drawn = {
        **space.own_values(asked),
        "training.learning_rate": 0.0123456,
        "sharing.kind": "mmoe",
        "sharing.units": 96,
    }
    assert space.format_settings(asked, drawn) == "Learning rate 0.0123, Width 96, Way of sharing Experts (MMoE)"


def test_values_of_another_space_are_noticed() -> None:
    asked = experiment()
    own = dict(space.own_values(asked))
    assert not space.holds(asked, {**own, "sharing.units": 4096})
    assert not space.holds(asked, {**own, "sharing.kind": "task_graph"})
    assert not space.holds(asked, {path: value for path, value in own.items() if path != "sharing.units"})
    assert isinstance(Study(space.span(asked), (), 5, 0)._distributions["sharing.kind"], CategoricalDistribution)


def test_a_usual_experiment_is_searched_between_these_ends() -> None:
    ranges = {each.path: each for each in space.span(experiment()) if isinstance(each, space.Range)}
    assert {path: (each.low, each.high, each.log) for path, each in ranges.items()} == {
        "training.learning_rate": (0.0005, 0.03, True),
        "sharing.units": (16, 256, True),
        "sharing.layers": (1, 4, False),
        "sharing.dropout": (0.0, 0.5, False),
        "sharing.depth": (0, 4, False),
    }
    assert [path for path, each in ranges.items() if each.whole] == ["sharing.units", "sharing.layers", "sharing.depth"]
    assert [each.title for each in ranges.values()] == [
        "Learning rate",
        "Width",
        "Layers to the heads",
        "Dropout",
        "Shared depth",
    ]


def test_ranges_widen_as_far_as_the_own_value() -> None:
    asked = experiment(**{"training.learning_rate": 0.0001, "sharing.units": 300, "sharing.dropout": 0.7})
    ends = {each.path: (each.low, each.high) for each in space.span(asked) if isinstance(each, space.Range)}
    assert ends["training.learning_rate"] == (0.0001, 0.03)
    assert ends["sharing.units"] == (16, 300)
    assert ends["sharing.dropout"] == (0.0, 0.7)


def test_a_logarithm_has_no_place_for_zero() -> None:
    wide = space.Range("sharing.units", 16, 256, log=True)
    assert (wide.reaching(0.0).low, wide.reaching(0.0).log) == (0.0, False)
    assert wide.reaching(1.0) == space.Range("sharing.units", 1.0, 256, log=True)
    assert wide.reaching(20.0) == wide
    assert [wide.holds(value) for value in (15, 16, 256, 257, "16")] == [False, True, True, False, False]


def test_as_many_values_are_drawn_below_the_geometric_mean_as_above() -> None:
    """64 of 16 to 256, and 0.0039 of 0.0005 to 0.03; of 60 fair draws 18 to 42 are on a side, but for one in 850."""
    asked = experiment()
    drawn = [draw(asked, number) for number in range(60)]
    for path, middle in (("sharing.units", 64), ("training.learning_rate", 0.00387)):
        assert 18 <= sum(float(each[path]) <= middle for each in drawn) <= 42
    assert 18 <= sum(float(each["sharing.dropout"]) <= 0.25 for each in drawn) <= 42
