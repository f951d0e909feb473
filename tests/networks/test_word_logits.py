"""What words say to a task past all layers."""

import numpy as np
import pytest

from mtl_core.experiment import parse_experiment
from mtl_core.networks import build, weigh_words
from mtl_core.plan import InputColumn, OutputTask, Plan, plan

pytestmark = pytest.mark.engine

TEXTS = np.array([[3, 11, 11, 0], [3, 0, 0, 0], [0, 0, 0, 0]], np.int32)


def planned(tokens: int) -> Plan:
    """A yes-no task about a text of ``tokens`` known ones (0: there is no text) with a number beside it."""
    age = InputColumn(id="c1", name="age", kind="numeric", numbers=1)
    note = InputColumn(id="c0", name="note", kind="text", tokens=tokens, length=4)
    experiment = parse_experiment(
        {
            "columns": {"age": {"kind": "numeric"}, "a": {"kind": "numeric"}},
            "tasks": [{"column": "a", "kind": "binary"}],
            "sharing": {"units": 4},
            "text": {"embedding": 4},
        }
    )
    task = OutputTask(id="t0", name="a", kind="binary", outputs=1)
    return plan(experiment, [note, age] if tokens else [age], [task])


def test_rare_words_say_more_and_long_texts_are_no_louder() -> None:
    model = build(planned(tokens=12), seed=0)
    head, said = model.get_layer("t0_head"), np.zeros((12, 1), np.float32)
    head.set_weights([np.zeros_like(weight) for weight in head.get_weights()])
    said[3], said[11] = 1, 2
    model.get_layer("t0_head_c0").set_weights([said])
    found = model({"c0": TEXTS, "numbers": np.ones((3, 1), np.float32)}, training=False)
    common, rare = np.log(4), np.log(12)
    loud = (common + 2 * rare * 2) / np.sqrt(common**2 + 2 * rare**2)
    np.testing.assert_allclose(np.asarray(found)[:, 0], [64 * loud, 64, 0], rtol=1e-5)
    np.testing.assert_allclose((weigh_words(TEXTS) * said[TEXTS, 0]).sum(axis=1), [64 * loud, 64, 0], rtol=1e-5)


def test_words_say_nothing_before_training() -> None:
    model = build(planned(tokens=12), seed=0)
    assert not np.any(model.get_layer("t0_head_c0").get_weights()[0])


def test_without_texts_the_layers_alone_answer() -> None:
    model = build(planned(tokens=0), seed=0)
    assert model.outputs[0] is model.get_layer("t0_head").output


def test_a_word_speaks_to_its_own_tag_alone() -> None:
    note = InputColumn(id="c0", name="note", kind="text", tokens=12, length=4)
    experiment = parse_experiment(
        {
            "columns": {"note": {"kind": "text"}, "a": {"kind": "text"}},
            "tasks": [{"column": "a", "kind": "tags", "tokens": "note"}],
            "text": {"embedding": 4, "units": 4, "encoder": "lstm"},
        }
    )
    task = OutputTask(id="t0", name="a", kind="tags", outputs=2, classes=("x", "y"), text="c0")
    model = build(plan(experiment, [note], [task]), seed=0)
    table = model.get_layer("t0_head_words")
    assert not np.any(table.get_weights()[0])
    before = np.asarray(model({"c0": TEXTS}, training=False))
    said = np.zeros((12, 2), np.float32)
    said[11] = [1, -1]
    table.set_weights([said])
    found = np.asarray(model({"c0": TEXTS}, training=False)) - before
    np.testing.assert_allclose(found[0], [[0, 0], [8, -8], [8, -8], [0, 0]], atol=1e-5)
    assert not np.any(found[1:])
