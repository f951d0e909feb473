"""Words by how they are spelt, beside what is known of each by itself."""

from typing import Any

import keras
import numpy as np
import pytest

from mtl_core.experiment import parse_experiment
from mtl_core.exporting.members.keras_network import to_keras
from mtl_core.exporting.trained import weights_of
from mtl_core.networks import build, predict, serving
from mtl_core.plan import InputColumn, OutputTask, Plan, plan
from mtl_core.text_encoders import SPELT, TEXT_ENCODERS

pytestmark = pytest.mark.engine

ENCODERS = sorted(name for name, encoder in TEXT_ENCODERS.items() if not encoder.preset)
LENGTH, KNOWN, UNSEEN = 4, 9, 1
TOKENS = np.array([[2, UNSEEN, UNSEEN, 0], [3, 2, 0, 0]], np.int32)


class Scale:
    mean = 0.0
    std = 1.0


def planned(encoder: str = "bilstm", spellings: int = KNOWN, dropout: float = 0.5, members: int = 1) -> Plan:
    """Texts whose words get one of two tags."""
    experiment = parse_experiment(
        {
            "columns": {"note": {"kind": "text"}, "a": {"kind": "text"}},
            "tasks": [{"column": "a", "kind": "tags", "tokens": "note"}],
            "sharing": {"units": 4, "members": members, "dropout": 0},
            "text": {"embedding": 4, "units": 4, "encoder": encoder, "dropout": dropout},
        }
    )
    note = InputColumn(id="c0", name="note", kind="text", tokens=6, length=LENGTH, spellings=spellings)
    task = OutputTask(id="t0", name="a", kind="tags", outputs=2, classes=("x", "y"), text="c0")
    return plan(experiment, [note], [task])


def spelt(first: int = 0, second: int = 0) -> dict[str, np.ndarray]:
    """The inputs; the two unseen words have one feature each."""
    features = np.zeros((2, LENGTH, SPELT), np.int32)
    features[0, 1, 5], features[0, 2, 5] = first, second
    return {"c0": TOKENS, "c0_spelling": features}


@pytest.mark.parametrize("encoder", ENCODERS)
@pytest.mark.parametrize("members", [1, 2])
def test_model_is_the_plan_and_tells_unseen_words_apart(encoder: str, members: int) -> None:
    drawn = planned(encoder, members=members)
    model = build(drawn, seed=0)
    assert model.count_params() == drawn.parameters
    assert {name: array.shape for name, array in weights_of(model, drawn).items()} == drawn.arrays
    served = serving(drawn, model, [Scale()])
    alike, differ = (predict(served, spelt(*features), members)[0][0] for features in ((4, 4), (4, 5)))
    assert np.abs(alike[2] - differ[2]).max() > 1e-4


def test_a_vector_is_the_sum_of_the_words_own_and_of_its_features() -> None:
    model = build(planned("average"), seed=0)
    own, features = (model.get_layer(f"inputs_c0_{name}").get_weights()[0] for name in ("embedding", "spelling"))
    inputs = spelt(4, 5)
    features[0] = 0  # no feature says nothing
    expected = own[TOKENS[0]] + features[inputs["c0_spelling"][0]].sum(axis=1)
    expected = expected[:3].sum(axis=0) / np.sqrt(3)
    found = keras.Model(model.inputs, model.get_layer("inputs_c0").output)(inputs)
    np.testing.assert_allclose(np.asarray(found)[0], expected, atol=1e-6)


def test_a_forgotten_word_is_an_unseen_one_of_its_spelling_also_to_its_tag() -> None:
    model = build(planned(dropout=0.5), seed=0)
    model.get_layer("inputs_c0_spelling_dropout").rate = 0.0
    words = model.get_layer("t0_head_words")
    words.set_weights([np.random.default_rng(0).normal(size=(6, 2))])
    inputs = spelt(4, 5)
    unseen = np.asarray(model(inputs | {"c0": np.minimum(TOKENS, UNSEEN)}, training=False))
    drawn = [np.asarray(model(inputs, training=True)) for _ in range(40)]
    assert any(np.allclose(found, unseen, atol=1e-6) for found in drawn)  # an eighth of them, since three are known
    assert not all(np.allclose(found, unseen, atol=1e-6) for found in drawn)


def test_only_training_silences_features_each_by_itself() -> None:
    model = build(planned("average", dropout=0.0), seed=0)
    reader = keras.Model(model.inputs, model.get_layer("inputs_c0").output)
    own = model.get_layer("inputs_c0_embedding").get_weights()[0][TOKENS[0, :3]].sum(axis=0)
    features = model.get_layer("inputs_c0_spelling").get_weights()[0]
    sums = np.stack([np.zeros(4), features[4], features[5], features[4] + features[5]])
    found = np.stack([np.asarray(reader(spelt(4, 5), training=True))[0] for _ in range(60)])
    distances = np.abs((found * np.sqrt(3) - own)[:, None] - sums / 0.8).max(axis=2)
    assert distances.min(axis=1).max() < 1e-5
    assert set(distances.argmin(axis=1)) == {0, 1, 2, 3}


def test_what_is_spelt_is_said() -> None:
    drawn = planned()
    said = " ".join(drawn.blocks[0].tell(drawn.around(drawn.blocks[0])))
    assert "first and last letters and their shape, 8 of them known." in said
    before = planned(spellings=0)
    assert "letters" not in " ".join(before.blocks[0].tell(before.around(before.blocks[0])))


def test_keras_reads_the_served_network_by_itself(tmp_path: Any) -> None:
    drawn = planned()
    served = serving(drawn, build(drawn, seed=0), [Scale()])
    assert all(type(layer).__module__.startswith("keras.") for layer in served.layers)
    path = tmp_path / "model.keras"
    path.write_bytes(to_keras(served))
    loaded = keras.saving.load_model(path, compile=False)
    np.testing.assert_allclose(predict(served, spelt(4, 5))[0], predict(loaded, spelt(4, 5))[0], atol=1e-6)
