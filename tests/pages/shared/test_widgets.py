"""Limits of widgets come from the fields."""

from mtl_core.experiment import HardSharing, Training
from pages.shared import widgets


def test_limits_are_those_of_the_field() -> None:
    assert widgets.limits(HardSharing.model_fields["depth"]) == (0, 8)
    assert widgets.limits(Training.model_fields["learning_rate"]) == (0.0, 10.0)


def test_index_of() -> None:
    assert widgets.index_of(["a", "b"], "b") == 1
    assert widgets.index_of(["a", "b"], None) == 0
