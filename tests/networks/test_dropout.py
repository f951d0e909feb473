from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks.dropout import AdaptiveDropout, HashDropout, find_shares, read_share, write_share

pytestmark = pytest.mark.engine

SHAPE = (64, 100)


def masks(layer: HashDropout, steps: int, compiled: bool = False) -> np.ndarray:
    """Which units are kept: bool [steps, 64, 100]."""
    call = tf.function(lambda values: layer(values, training=True), jit_compile=compiled, autograph=False)
    return np.array([np.asarray(call(tf.ones(SHAPE))) > 0 for _ in range(steps)])


@pytest.mark.parametrize("kind", [HashDropout, AdaptiveDropout])
@pytest.mark.parametrize("rate", [0.05, 0.1, 0.5, 0.9])
def test_rate_holds_at_every_step_unit_and_row(rate: float, kind: type[HashDropout]) -> None:
    kept = masks(kind(rate, seed=1), 200)
    for axes in [(1, 2), (0, 1), (0, 2), (0, 1, 2)]:  # by step, by unit, by row, in all
        shares = kept.mean(axis=axes)
        drawn = kept.size / shares.size
        worst = np.abs(shares - (1 - rate)).max() / np.sqrt(rate * (1 - rate) / drawn)
        assert worst < 4.8, f"{worst:.1f} standard errors from the rate over axes {axes}"


def test_steps_layers_units_and_rows_are_independent() -> None:
    one, other = (masks(HashDropout(0.5, seed), 100) for seed in (1, 2))
    signs = np.where(one, 1.0, -1.0)
    pairs = {
        "next step": (signs[:-1], signs[1:]),
        "other layer": (signs, np.where(other, 1.0, -1.0)),
        "next unit": (signs[..., :-1], signs[..., 1:]),
        "next row": (signs[:, :-1], signs[:, 1:]),
        "next step, shifted": (signs[:-1, :, 1:], signs[1:, :, :-1]),
    }
    for name, (left, right) in pairs.items():
        assert abs((left * right).mean()) * np.sqrt(left.size) < 4.8, name


def test_no_two_steps_share_a_mask_even_shifted() -> None:
    flat = np.where(masks(HashDropout(0.5, seed=7), 60), 1.0, -1.0).reshape(60, -1)
    spectra = np.fft.fft(flat)
    strongest = max(
        np.abs(np.fft.ifft(spectra[a] * spectra[b].conj()).real).max() / flat.shape[1]
        for a in range(60)
        for b in range(a)
    )
    assert strongest < 7 / np.sqrt(flat.shape[1])  # the largest of 11 million correlations by chance: 5.4


@pytest.mark.parametrize("kind", [HashDropout, AdaptiveDropout])
def test_xla_and_plain_graph_draw_the_same_mask(kind: type[HashDropout]) -> None:
    plain, compiled = (masks(kind(0.3, seed=5), 3, compiled) for compiled in (False, True))
    np.testing.assert_array_equal(plain, compiled)


def test_kept_units_are_scaled_and_prediction_is_left_alone() -> None:
    layer = HashDropout(0.2, seed=0)
    values = tf.ones(SHAPE)
    assert set(np.unique(layer(values, training=True))) == {np.float32(0), np.float32(1.25)}
    np.testing.assert_array_equal(layer(values), values)
    assert int(layer.seed_generator.state[1]) == 1


def test_counter_is_saved_but_no_parameter() -> None:
    layer = HashDropout(0.2, seed=3)
    layer(tf.ones(SHAPE), training=True)
    assert layer.count_params() == 0
    [state] = layer.variables
    saved = state.numpy()
    following = masks(layer, 2)
    again = HashDropout(0.2, seed=3)
    again.variables[0].assign(saved)
    np.testing.assert_array_equal(masks(again, 2), following)
    assert HashDropout.from_config(layer.get_config()).get_config() == layer.get_config()


def test_a_share_that_falls_silences_fewer_of_the_same_units() -> None:
    before, after = AdaptiveDropout(0.4, seed=3), AdaptiveDropout(0.4, seed=3)
    after.share.state.assign(write_share(0.1))
    more, fewer = masks(before, 20), masks(after, 20)
    assert np.all(fewer[more])
    assert fewer.mean() == pytest.approx(0.9, abs=0.01)
    assert set(np.unique(after(tf.ones(SHAPE), training=True))) == {np.float32(0), np.float32(1 / 0.9)}
    after.share.state.assign(write_share(0.0))
    np.testing.assert_array_equal(after(tf.ones(SHAPE), training=True), tf.ones(SHAPE))


def test_a_share_is_state_that_is_found_but_no_parameter() -> None:
    inputs = keras.Input((5,))
    layer = AdaptiveDropout(0.25, seed=1)
    model = keras.Model(inputs, layer(HashDropout(0.5, seed=2)(inputs)))
    assert model.count_params() == 0
    [(place, start)] = find_shares(model).items()
    assert start == 0.25
    assert float(read_share(model.non_trainable_variables[place][0])) == 0.25
    assert AdaptiveDropout.from_config(layer.get_config()).get_config() == layer.get_config()
