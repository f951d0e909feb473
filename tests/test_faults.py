"""A contract of all settings: whatever is wrong with any of them is one sentence in the user's words."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import BALANCING, SHARING, Experiment, parse_experiment

WRONG = ["many", "", -1e9, 1e12, float("nan"), float("inf"), 1.5, [], {}, None, [{"column": 3}], {"x": {}}, {1: 2}]
WRONG += [True, object(), b"\xff"]
NOT_OURS = ("Input should", "validation error", "type=", "Value error", "a valid ", "pydantic", "another value", "\n")
BASE = {
    "columns": {"age": {"kind": "numeric"}, "a.b": {"kind": "category"}, "sick": {"kind": "yes_no"}},
    "tasks": [{"column": "sick", "kind": "binary"}, {"column": "a.b", "kind": "multiclass"}],
}
SETTINGS = [f"sharing.{kind}" for kind in SHARING] + [f"balancing.{kind}" for kind in BALANCING]


def whole(settings: str) -> dict[str, Any]:
    """An experiment of that kind as plain data, no field left out."""
    group, _, kind = settings.partition(".")
    found: dict[str, Any] = json.loads(parse_experiment(BASE | {group: {"kind": kind}}).to_json())
    return found


def paths(data: object, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every field, and to every group of them."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in items:
        yield (*way, step)
        yield from paths(value, (*way, step))


def replaced(data: dict[str, Any], way: tuple[Any, ...], value: object) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    owner: Any = changed
    for step in way[:-1]:
        owner = owner[step]
    owner[way[-1]] = value
    return changed


def fault(data: dict[str, Any]) -> str:
    """The sentence that refuses these settings; nothing where they are fine."""
    try:
        parse_experiment(data)
    except ExperimentError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("settings", SETTINGS)
def test_every_fault_of_every_field_is_a_sentence(settings: str) -> None:
    data, group = whole(settings), settings.partition(".")[0]
    ways = [way for way in paths(data) if way[0] == group or settings == SETTINGS[0]]
    assert len(ways) > 5
    for way in ways:
        said = {fault(replaced(data, way, wrong)) for wrong in WRONG} - {""}
        assert said, way
        for sentence in said:
            assert not [words for words in NOT_OURS if words in sentence], sentence
            assert sentence.endswith("."), sentence
        field = way[-1]
        if isinstance(field, str) and field not in ("kind", "column"):
            assert any(field in sentence for sentence in said), way


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("training", "epochs"), "0", 'training.epochs: expected at least 1, received "0".'),
        (("training", "epochs"), "many", 'training.epochs: expected a whole number, received "many".'),
        (("training", "learning_rate"), 0, "training.learning_rate: expected more than 0.0, received 0."),
        (("training", "optimizer"), "sgd", 'training.optimizer: expected one of adam, adamw, received "sgd".'),
        (("training", "speed"), 3, "training.speed: expected no setting of this name, received 3."),
        (("sharing", "depth"), 9, "sharing.depth: expected at most 8, received 9."),
        (("tasks", 1, "head_depth"), 9, "tasks.a.b.head_depth: expected at most 4, received 9."),
        (("columns", "age", "use"), "maybe", 'columns.age.use: expected yes or no, received "maybe".'),
        (("columns", "age"), {}, "columns.age.kind: it is missing; give it a value."),
        (("text", "preset"), "x" * 2_000, f'text.preset: expected at most 1000 characters, received "{"x" * 79}.'),
        (("tasks",), [], "No task is chosen; choose at least one column to predict."),
    ],
)
def test_sentences(path: tuple[Any, ...], value: object, said: str) -> None:
    assert fault(replaced(whole("sharing.hard"), path, value)) == said


@pytest.mark.parametrize(("count", "surplus"), [(17, "one"), (20, "4")])
def test_too_many_tasks(count: int, surplus: str) -> None:
    names = [f"c{place}" for place in range(count)]
    columns = {name: {"kind": "yes_no"} for name in names}
    tasks = [{"column": name, "kind": "binary"} for name in names]
    assert fault({"columns": columns, "tasks": tasks}) == (
        f"{count} tasks are chosen, expected at most 16; take {surplus} away."
    )


@pytest.mark.parametrize("text", ["", "[", "3", '"x"', "\x00", "{}", '{"tasks": 3}', "[" * 10_000])
def test_text_that_is_no_experiment(text: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_json(text)
    assert not [words for words in NOT_OURS if words in str(caught.value)]
