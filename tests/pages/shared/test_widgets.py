"""Widgets fit the field that they stand for: its limits, its values, and the present one among them."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import HardSharing, Training, limits
from pages.shared import widgets


def test_limits_are_those_of_the_field() -> None:
    assert limits(HardSharing.model_fields["depth"]) == (0, 8)
    assert limits(Training.model_fields["learning_rate"]) == (0.0, 10.0)


def test_index_of() -> None:
    assert widgets.index_of(["a", "b"], "b") == 1
    assert widgets.index_of(["a", "b"], None) == 0


def page() -> None:
    """The widgets of the fields that are asked for; one task's column has a dot in its name."""
    import streamlit as st

    from mtl_core.experiment import parse_experiment
    from pages.shared import widgets

    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in ("x", "y", "a.b")},
            "tasks": [{"column": name, "kind": "regression"} for name in ("y", "a.b")],
            "sharing": {"kind": "adapters", "ranks": {"a.b": 3}, "units": 48},
            "training": {"epochs": 200},
        }
    )
    path, draw = st.session_state["asked"]
    if draw == "setting":
        st.write(str(widgets.has_widget(experiment, path)))
    if draw != "setting" or widgets.has_widget(experiment, path):
        getattr(widgets, draw)(experiment, path, key="widget")


def drawn(path: str, draw: str = "setting") -> AppTest:
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state["asked"] = (path, draw)
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("path", "low", "high", "step", "value"),
    [
        ("sharing.layers", 0, 8, 1, 2),
        ("sharing.dropout", 0.0, 0.9, 0.05, 0.1),
        ("tasks.a.b.head_depth", 0, 4, 1, 1),
    ],
)
def test_few_values_are_a_slider_in_even_steps(path: str, low: float, high: float, step: float, value: float) -> None:
    (slider,) = drawn(path).slider
    assert (slider.min, slider.max, slider.step, slider.value) == (low, high, step, value)


@pytest.mark.parametrize(
    ("path", "options", "value"),
    [
        ("sharing.units", "1 2 4 8 16 32 48 64 128 256 512 1024 2048", 48),
        ("training.epochs", "1 2 4 8 16 32 64 128 200 256 512 1024 2048", 200),
        ("sharing.rank", "0 1 2 4 8 16 32 64 128 256", 16),
        ("training.weight_decay", "0 0.001 0.002 0.004 0.005 0.01 0.02 0.05 0.1 0.2 0.5 1", 0.004),
    ],
)
def test_orders_of_magnitude_are_a_slider_with_the_present_value_among_them(
    path: str, options: str, value: float
) -> None:
    (slider,) = drawn(path).select_slider
    assert (slider.options, slider.value) == (options.split(), value)


def test_a_value_by_task_is_a_slider_for_each_which_may_be_left_open() -> None:
    app = drawn("sharing.ranks")
    assert [(slider.label, slider.value) for slider in app.select_slider] == [("y", "–"), ("a.b", 3)]
    assert app.select_slider[0].options == ["–", *map(str, range(1, 257))]


def test_a_choice_a_switch_and_a_task_show_what_is_set() -> None:
    (choice,) = drawn("sharing.activation").selectbox
    assert (choice.options, choice.value) == (["relu", "gelu", "silu", "tanh", "elu"], "silu")
    (switch,) = drawn("numbers.linear").toggle
    assert switch.value is False
    (number,) = drawn("training.epochs", "number").number_input
    assert (number.min, number.max, number.value) == (1, 10_000, 200)


@pytest.mark.parametrize(("path", "known"), [("split.column", False), ("sharing.units", True)])
def test_what_has_no_widget_is_known_to_have_none(path: str, known: bool) -> None:
    app: Any = drawn(path)
    assert app.markdown[0].value == str(known)
    assert bool(app.select_slider) is known


@pytest.mark.parametrize("path", ["sharing.units", "sharing.dropout", "numbers.linear", "sharing.activation"])
def test_a_widget_has_the_title_and_the_sentence_of_its_field(path: str) -> None:
    app: Any = drawn(path)
    kinds: list[Any] = [app.slider, app.select_slider, app.toggle, app.selectbox]
    (widget,) = [each for kind in kinds for each in kind]
    assert widget.label[:1].isupper()
    assert widget.help.endswith(".")
