"""One contract for every text encoder; what only some can do is told of each."""

from typing import Any

import keras
import numpy as np
import pytest

from mtl_core.experiment import SHARING, parse_experiment
from mtl_core.exporting.members.keras_network import to_keras
from mtl_core.exporting.members.weights import from_npz, to_npz
from mtl_core.exporting.trained import weights_of
from mtl_core.networks import build, predict, serving
from mtl_core.networks.encoders import ENCODERS
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock
from mtl_core.text_encoders import TEXT_ENCODERS, Backbone

pytestmark = pytest.mark.engine

TOKENS, LENGTH = 12, 7
BACKBONE = Backbone(units=8, layers=2, heads=2, wide=12)  # for the pretrained one alone
EACH = pytest.mark.parametrize("encoder", sorted(TEXT_ENCODERS))
TEXTS = np.array(
    [[2, 3, 4, 5, 6, 7, 8], [5, 3, 0, 0, 0, 0, 0], [9, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0]], dtype=np.int32
)


class Scale:
    mean = 0.0
    std = 1.0


def planned(encoder: str, length: int = LENGTH, columns: int = 1, depth: int = 1, **text: Any) -> Plan:
    """Texts, and one number beside them, for two tasks."""
    inputs = [
        InputColumn(id=f"c{place}", name=f"note {place}", kind="text", tokens=TOKENS, length=length, backbone=BACKBONE)
        for place in range(columns)
    ] + [InputColumn(id=f"c{columns}", name="age", kind="numeric", numbers=1)]
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in ("age", "a", "b")},
            "tasks": [{"column": "a", "kind": "binary"}, {"column": "b", "kind": "multiclass"}],
            "sharing": {"units": 8, "depth": depth},
            "text": {"encoder": encoder, "units": 8, "embedding": 6, "fine_tune": True, **text},
        }
    )
    tasks = [
        OutputTask(id="t0", name="a", kind="binary", outputs=1),
        OutputTask(id="t1", name="b", kind="multiclass", outputs=3),
    ]
    return plan(experiment, inputs, tasks)


def tagging(encoder: str, length: int = LENGTH, depth: int = 1, sharing: str = "hard", members: int = 1) -> Plan:
    """Texts with a number beside them, for tags of three kinds and one yes-no task."""
    inputs = [
        InputColumn(id="c0", name="note", kind="text", tokens=TOKENS, length=length, backbone=BACKBONE),
        InputColumn(id="c1", name="age", kind="numeric", numbers=1),
    ]
    experiment = parse_experiment(
        {
            "columns": {"note": {"kind": "text"}, **{name: {"kind": "numeric"} for name in ("age", "a", "b")}},
            "tasks": [{"column": "a", "kind": "tags"}, {"column": "b", "kind": "binary"}],
            "sharing": SHARING[sharing]().model_dump()
            | {"units": 8, "members": members}
            | ({"depth": depth} if sharing == "hard" else {}),
            "text": {"encoder": encoder, "units": 8, "embedding": 6, "fine_tune": True},
        }
    )
    tasks = [
        OutputTask(id="t0", name="a", kind="tags", outputs=3, classes=("A", "B", "O"), text="c0"),
        OutputTask(id="t1", name="b", kind="binary", outputs=1),
    ]
    return plan(experiment, inputs, tasks)


def tagged(model: keras.Model, texts: np.ndarray, age: float = 0.0) -> np.ndarray:
    """What the tags' head says of each token that is there."""
    inputs = {"c0": texts, "numbers": np.full((len(texts), 1), age, np.float32)}
    return np.asarray(model(inputs, training=False)[0])[texts > 0]


def encoded(model: keras.Model, texts: np.ndarray) -> np.ndarray:
    """What the encoder makes of ``texts``."""
    inputs = {"c0": texts, "numbers": np.zeros((len(texts), 1), np.float32)}
    return np.asarray(keras.Model(model.inputs, model.get_layer("inputs_c0").output)(inputs))


def padded(texts: np.ndarray, length: int) -> np.ndarray:
    return np.pad(texts, [(0, 0), (0, length - texts.shape[1])])


def give(one: keras.Model, other: keras.Model) -> None:
    """Set the weights of a network for texts that are 5 tokens longer."""
    for layer in one.layers:
        weights = layer.get_weights()
        if layer.name.endswith("_places"):  # a longer text has more places
            weights = [np.vstack([weights[0], np.ones((5, weights[0].shape[1]))])]
        other.get_layer(layer.name).set_weights(weights)


def test_every_encoder_of_the_plan_can_be_built() -> None:
    assert set(ENCODERS) == set(TEXT_ENCODERS)


@EACH
@pytest.mark.parametrize(("depth", "columns"), [(0, 1), (1, 2)])
def test_model_is_the_plan(encoder: str, depth: int, columns: int) -> None:
    drawn = planned(encoder, depth=depth, columns=columns)
    model = build(drawn, seed=0)
    assert model.count_params() == drawn.parameters
    assert drawn.shared_parameters == (0 if depth == 0 else sum(b.parameters for b in drawn.path("t0") if b.shared))
    for block in drawn.blocks:
        assert model.get_layer(block.id).output.shape == (None, block.units)
    encoders = [block for block in drawn.blocks if isinstance(block, TextEncoderBlock)]
    assert len(encoders) == (columns if depth else 2)
    assert [len(block.tasks) for block in encoders] == [2 if depth else 1] * len(encoders)


@EACH
def test_padding_changes_nothing(encoder: str) -> None:
    short, long = planned(encoder), planned(encoder, length=LENGTH + 5)
    one, other = build(short, seed=3), build(long, seed=4)
    give(one, other)
    longer = encoded(other, padded(TEXTS, LENGTH + 5))
    np.testing.assert_allclose(encoded(one, TEXTS), longer, atol=1e-5)
    assert np.isfinite(longer).all()  # an empty text has no token to take from


@EACH
@pytest.mark.parametrize("depth", [0, 1])
def test_tags_have_a_head_over_each_token_and_the_row(encoder: str, depth: int) -> None:
    drawn = tagging(encoder, depth=depth)
    model = build(drawn, seed=0)
    assert model.count_params() == drawn.parameters
    assert model.get_layer("t0_head").output.shape == (None, LENGTH, 3)
    weights = weights_of(model, drawn)
    assert {name: array.shape for name, array in weights.items()} == drawn.arrays
    said = tagged(model, TEXTS)
    assert np.abs(said[0] - said[1]).max() > 1e-4  # tokens differ
    assert np.abs(tagged(model, TEXTS, age=3.0) - said).max() > 1e-4  # and so do rows


@pytest.mark.parametrize("sharing", sorted(SHARING))
def test_tags_are_shared_in_every_way(sharing: str) -> None:
    drawn = tagging("bilstm", sharing=sharing)
    model = build(drawn, seed=0)
    assert model.count_params() == drawn.parameters
    served = serving(drawn, model, [Scale()] * 2)
    tags, _ = predict(served, {"c0": TEXTS, "numbers": np.ones((4, 1), np.float32), "categories": np.zeros((4, 0))})
    assert tags.shape == (4, LENGTH, 3)
    np.testing.assert_allclose(tags.sum(axis=2), 1, atol=1e-5)


@EACH
def test_padding_changes_no_tag(encoder: str) -> None:
    one, other = build(tagging(encoder), seed=3), build(tagging(encoder, length=LENGTH + 5), seed=4)
    give(one, other)
    np.testing.assert_allclose(tagged(one, TEXTS), tagged(other, padded(TEXTS, LENGTH + 5)), atol=1e-5)


def test_tags_are_handed_on_as_their_shares_without_the_padding() -> None:
    one, other = (build(tagging("bilstm", length, sharing="chain"), seed=3) for length in (LENGTH, LENGTH + 5))
    give(one, other)
    age = np.ones((len(TEXTS), 1), np.float32)
    short, long = (
        np.asarray(model({"c0": texts, "numbers": age}, training=False)[1])
        for model, texts in ((one, TEXTS), (other, padded(TEXTS, LENGTH + 5)))
    )
    np.testing.assert_allclose(short, long, atol=1e-5)


@pytest.mark.parametrize("encoder", ["bilstm", "cnn", "transformer"])
def test_tags_see_both_neighbours(encoder: str) -> None:
    model = build(tagging(encoder), seed=0)
    after, before = TEXTS[:1].copy(), TEXTS[:1].copy()
    before[0, 2], after[0, 4] = 11, 11
    middle = tagged(model, TEXTS[:1])[3]
    for other in (before, after):
        assert np.abs(tagged(model, other)[3] - middle).max() > 1e-5


@EACH
def test_texts_are_read_apart_from_each_other(encoder: str) -> None:
    model = build(planned(encoder), seed=0)
    alone = np.vstack([encoded(model, TEXTS[row : row + 1]) for row in range(len(TEXTS))])
    np.testing.assert_allclose(encoded(model, TEXTS), alone, atol=1e-5)


@pytest.mark.parametrize("encoder", sorted(set(TEXT_ENCODERS) - {"average"}))
def test_order_of_the_words_counts(encoder: str) -> None:
    model = build(planned(encoder), seed=0)
    ahead, back = encoded(model, TEXTS[:1]), encoded(model, TEXTS[:1, ::-1].copy())
    assert np.abs(ahead - back).max() > 1e-4


@EACH
def test_every_weight_learns_and_only_training_silences_words(encoder: str) -> None:
    import tensorflow as tf

    model = build(planned(encoder, dropout=0.5), seed=0)
    inputs = {"c0": TEXTS, "numbers": np.ones((len(TEXTS), 1), np.float32)}
    with tf.GradientTape() as tape:
        loss = sum(tf.reduce_sum(output**2) for output in model(inputs, training=False))
    gradients = tape.gradient(loss, model.trainable_variables)
    for variable, gradient in zip(model.trainable_variables, gradients, strict=True):
        assert gradient is not None, variable.path
        assert np.isfinite(tf.convert_to_tensor(gradient)).all(), variable.path
    reader = keras.Model(model.inputs, model.get_layer("inputs_c0").output)
    still, again = (np.asarray(reader(inputs, training=False)) for _ in range(2))
    np.testing.assert_array_equal(still, again)
    moved = np.abs(np.asarray(reader(inputs, training=True)) - still).max()
    assert moved == 0 if TEXT_ENCODERS[encoder].preset else moved > 1e-4  # what was trained elsewhere hears all words


@EACH
def test_start_depends_on_the_seed_alone(encoder: str) -> None:
    first, same, other = (build(planned(encoder), seed).get_weights() for seed in (3, 3, 4))
    assert all(np.array_equal(one, two) for one, two in zip(first, same, strict=True))
    assert not all(np.array_equal(one, two) for one, two in zip(first, other, strict=True))


@EACH
def test_weights_travel_under_their_own_names(encoder: str) -> None:
    drawn = planned(encoder)
    found = weights_of(build(drawn, seed=0), drawn)
    assert {name: array.shape for name, array in found.items()} == drawn.arrays
    for name, array in from_npz(to_npz(found), drawn).items():
        np.testing.assert_array_equal(array, found[name])


@EACH
def test_keras_reads_the_served_network_by_itself(encoder: str, tmp_path: Any) -> None:
    drawn = planned(encoder, depth=0, columns=2)
    served = serving(drawn, build(drawn, seed=0), [Scale()] * 2)
    inputs = {"c0": TEXTS, "c1": TEXTS[::-1].copy(), "numbers": np.ones((len(TEXTS), 1), np.float32)}
    assert all(type(layer).__module__.startswith("keras.") for layer in served.layers)
    path = tmp_path / "model.keras"
    path.write_bytes(to_keras(served))
    loaded = keras.saving.load_model(path, compile=False)
    for one, other in zip(predict(served, inputs), predict(loaded, inputs), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)
