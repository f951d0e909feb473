"""What networks show of themselves while training."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest

from mtl_core.networks import build, variables
from mtl_core.plan import OutputTask, Plan, View
from mtl_core.records.events import Event
from mtl_core.training.data import Arrays
from mtl_core.training.network_views import Views, groups
from mtl_core.training.trainer import Trainer
from tests.networks.shared_plans import CASES, as_single, inputs_of, planned, shaken

pytestmark = pytest.mark.engine

SHOWING = {
    "soft": {"distances"},
    "trace": {"distances"},
    "graph penalty": {"distances"},
    "adapters": {"changes"},
    "cross_stitch": {"stitch_1", "stitch_2"},
    "sluice": {"stitch_1", "stitch_2", "depths"},
    "mmoe": {"gates"},
    "omoe": {"gates"},
    "cgc": {"gates_stage_1"},
    "ple": {"gates_stage_1", "gates_stage_2"},
    "task_graph": {"relations"},
    "given graph": {"relations"},
    "task_tokens": {"attention_1", "attention_2"},
}


def rows_of(drawn: Plan, count: int = 40) -> Arrays:
    random = np.random.default_rng(3)
    values = tuple(random.integers(0, max(2, task.outputs), count).astype(np.float32) for task in drawn.tasks)
    return Arrays(inputs_of(drawn, count), values, tuple(random.random(count) < 0.8 for _ in values))


def looked(drawn: Plan, model: keras.Model) -> dict[str, View]:
    weights = tuple(variable.value for variable in model.trainable_variables)
    return {view.id: view for view in Views(drawn, model, rows_of(drawn)).look(weights)}


def _named(model: keras.Model) -> list[tuple[str, np.ndarray]]:
    return [(name, variable.numpy()) for name, variable in variables(model).items()]


@pytest.mark.parametrize("case", CASES)
def test_every_way_of_sharing_shows_what_it_has(case: str) -> None:
    drawn = planned(CASES[case], text=True)
    views = looked(drawn, shaken(build(drawn, seed=1)))
    assert {view.id for view in views.values() if view.of is None} == SHOWING.get(case, set())
    for view in views.values():
        values = np.array(view.values, float)
        assert values.shape == (len(view.rows), len(view.columns))
        if view.unit == "share":
            assert (np.nan_to_num(values) >= 0).all()
            assert (np.nansum(values, axis=1) <= 1 + 1e-3).all()
        if view.kind == "bars":
            np.testing.assert_allclose(values.sum(axis=1), 1, atol=1e-3)
        if view.of is not None:
            assert view.columns == views[view.of].columns
            assert view.task in {task.id for task in drawn.tasks}


def test_use_of_experts_is_the_mean_share_over_all_rows_and_over_those_of_each_class() -> None:
    drawn = planned(CASES["mmoe"])
    model = shaken(build(drawn, seed=1))
    views, rows = looked(drawn, model), rows_of(drawn)
    gates = [keras.Model(model.inputs, model.get_layer(f"t{task}_gate").output)(rows.inputs) for task in range(3)]
    np.testing.assert_allclose(views["gates"].values, [np.mean(gate, axis=0) for gate in gates], rtol=1e-3)
    assert views["gates"].rows == ("a", "b", "c")
    detail = views["gates/t1"]
    assert (detail.of, detail.task, detail.rows) == ("gates", "t1", ("0", "1", "2", "3"))
    expected = [np.asarray(gates[1])[rows.mask[1] & (rows.values[1] == label)].mean(axis=0) for label in range(4)]
    np.testing.assert_allclose(detail.values, expected, rtol=1e-3)


def test_stitches_show_what_each_task_takes_over() -> None:
    drawn = planned({"kind": "cross_stitch", "own": 0.8})
    view = looked(drawn, build(drawn, seed=1))["stitch_2"]
    np.testing.assert_allclose(view.values, np.full((3, 3), 0.1) + np.eye(3) * 0.7, rtol=1e-3)
    assert (view.kind, view.unit, view.rows, view.columns) == ("heatmap", "weight", ("a", "b", "c"), ("a", "b", "c"))


def test_relations_show_the_arrows_that_are_not_cut() -> None:
    drawn = planned(CASES["given graph"])
    view = looked(drawn, build(drawn, seed=1))["relations"]
    assert view.values == ((None, 1.0, None), (1.0, None, None), (0.5, 0.5, None))


def test_attention_is_from_tasks_to_columns() -> None:
    drawn = planned(CASES["task_tokens"], text=True)
    model = shaken(build(drawn, seed=1))
    views, rows = looked(drawn, model), rows_of(drawn)
    for level in (1, 2):
        shares = keras.Model(model.inputs, model.get_layer(f"t0_asking_{level}_shares").output)(rows.inputs)
        expected = np.asarray(shares).mean(axis=1)
        np.testing.assert_allclose(views[f"attention_{level}"].values, expected, rtol=1e-3)
        assert views[f"attention_{level}"].columns == ("age", "city", "note")


def test_networks_held_together_show_how_far_they_are_apart() -> None:
    drawn = planned({"kind": "soft"})
    model = build(drawn, seed=1)
    assert np.max(looked(drawn, model)["distances"].values) == 0  # they start alike
    view = looked(drawn, shaken(model))["distances"]
    rows = [
        np.concatenate(
            [array.ravel() for name, array in _named(model) if name.startswith((f"t{task}_in", f"t{task}_trunk"))]
        )
        for task in range(3)
    ]
    expected = np.linalg.norm(rows[0] - rows[2]) / np.mean([np.linalg.norm(row) for row in rows])
    assert view.values[0][0] == 0
    assert view.values[0][2] == view.values[2][0] == pytest.approx(expected, rel=1e-3)


def test_adapters_show_how_much_they_change() -> None:
    drawn = planned(CASES["adapters"])
    model = build(drawn, seed=1)
    assert np.max(looked(drawn, model)["changes"].values) == 0  # they start as hard sharing
    view = looked(drawn, shaken(model))["changes"]
    weights = dict(_named(model))
    change = weights["t1_adapted_2_down/kernel"] @ weights["t1_adapted_2_up/kernel"]
    expected = np.linalg.norm(change) / np.linalg.norm(weights["trunk_2/kernel"])
    assert view.values[1][1] == pytest.approx(expected, rel=1e-3)
    assert (view.rows, view.columns) == (("a", "b", "c"), ("Layer 1", "Layer 2"))


def test_a_picture_keeps_the_largest_of_too_many_columns() -> None:
    drawn = planned({"kind": "sluice", "subspaces": 4}, count=9)
    view = looked(drawn, build(drawn, seed=1))["stitch_1"]
    assert (len(view.rows), len(view.columns), view.left_out) == (32, 32, 4)


def test_classes_are_told_by_name_and_numbers_by_thirds() -> None:
    labels, mask = np.array([0.0, 1, 1, 0, 1]), np.array([True, True, True, False, True])

    def told(kind: Any, values: np.ndarray, known: np.ndarray, **made: Any) -> dict[str, list[int]]:
        task = OutputTask(id="t0", name="y", kind=kind, **made)
        return {label: np.flatnonzero(rows).tolist() for label, rows in groups(task, values, known)}

    assert told("binary", labels, mask, outputs=1, classes=("no", "yes")) == {"no": [0], "yes": [1, 2, 4]}
    many = np.arange(40) % 20
    assert len(told("multiclass", many, many < 18, outputs=20)) == 8
    sets = np.array([[1.0, 0], [1, 1]])
    assert told("multilabel", sets, sets == sets, outputs=2, classes=("p", "q")) == {"p": [0, 1], "q": [1]}
    tags = np.array([[0.0, 1, 0], [1, 1, 0], [0, 0, 0]])
    seen = np.array([[1, 1, 0], [1, 0, 0], [0, 0, 0]], bool)
    assert told("tags", tags, seen, outputs=2, classes=("p", "q")) == {"p": [0], "q": [0, 1]}
    thirds = told("regression", np.arange(6.0), np.ones(6, bool), outputs=1)
    assert thirds == {"lowest third": [0, 1], "middle third": [2, 3], "highest third": [4, 5]}
    assert told("regression", np.zeros(3), np.zeros(3, bool), outputs=1) == {}


class Heard:
    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        if kind == "views":
            self.bodies.append(body)

    def commands(self) -> tuple[()]:
        return ()


def test_a_training_shows_its_network_and_at_last_the_one_it_keeps(problem: Callable[..., Any]) -> None:
    given = problem(sharing__kind="mmoe")
    heard = Heard()
    trainer = Trainer(given.plan, given.experiment, given.train, given.validation)
    outcome = trainer.run(heard)
    first, *_, last = heard.bodies
    assert (first["epoch"], first["kept"], last["epoch"], last["kept"]) == (1, False, outcome.kept_epoch, True)
    weights = tuple(variable.value for variable in trainer.model.trainable_variables)
    kept = Views(given.plan, trainer.model, given.validation).look(weights)
    assert [View.model_validate(view) for view in last["views"]] == kept


def test_hard_sharing_has_nothing_to_show(problem: Callable[..., Any]) -> None:
    given = problem()
    heard = Heard()
    Trainer(given.plan, given.experiment, given.train, given.validation).run(heard)
    assert heard.bodies == []


@pytest.mark.parametrize("case", ["mmoe", "task_graph", "task_tokens"])
def test_of_members_the_mean_is_shown(case: str) -> None:
    drawn, many = (planned(CASES[case], members=count) for count in (1, 3))
    single = shaken(build(drawn, seed=1))
    alike = looked(many, as_single(single, build(many, seed=1)))
    for name, view in looked(drawn, single).items():
        np.testing.assert_allclose(np.array(alike[name].values, float), np.array(view.values, float), atol=2e-4)
