"""Dropout falls while the network could do more, and grows again where rows are learnt by heart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.training.dropout_control import adapt, tell_changes

LOSSES = st.floats(1e-6, 1e6)


@given(st.floats(0.01, 0.9), st.floats(0.0, 1.0), LOSSES, LOSSES)
def test_a_share_falls_where_validation_rows_are_answered_better_and_never_rises_above_what_was_set(
    start: float, left: float, train: float, validation: float
) -> None:
    share = max(left * start, 0.005)
    found = adapt(share, start, train, validation)
    assert 0.005 <= found <= start
    assert found <= share if validation <= train else found >= share


def test_the_further_apart_the_faster_it_falls() -> None:
    assert adapt(0.1, 0.1, 1.0, 0.5) == pytest.approx(0.1 * 0.8607, rel=1e-4)  # exp(-.3 · .5)
    assert adapt(0.1, 0.1, 1.0, 0.0) < adapt(0.1, 0.1, 1.0, 0.5) < adapt(0.1, 0.1, 1.0, 0.9) < 0.1
    assert adapt(0.05, 0.1, 1.0, 1.5) == pytest.approx(0.05 * 1.1618, rel=1e-4)
    assert adapt(0.05, 0.1, 1.0, 1e9) == adapt(0.05, 0.1, 0.0, 0.0) == pytest.approx(0.05 * 1.3499, rel=1e-4)


def test_a_share_set_below_the_least_stays() -> None:
    assert adapt(0.001, 0.001, 1.0, 0.5) == 0.001


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([(0.1, 0.016), (0.1, 0.016)], "Dropout fell as far as validation rows allowed, from 10% to 1.6%."),
        (
            [(0.1, 0.1), (0.5, 0.0000123)],
            "Dropout fell as far as validation rows allowed, from 10% to 10% and from 50% to 0.0012%.",
        ),
        ([(0.1, 0.1)], "Dropout ended at 10%, as it was set: validation rows allowed no less."),
    ],
)
def test_what_is_said(changes: list[tuple[float, float]], said: str) -> None:
    assert tell_changes(changes) == said
