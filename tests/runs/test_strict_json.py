from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.runs import strict_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def strict(text):
    def refuse(name):
        raise AssertionError(name)

    return json.loads(text, parse_constant=refuse)


@given(st.dictionaries(st.text().filter(lambda key: key != "not_finite"), values, max_size=4))
def test_it_is_valid_json_and_nothing_is_lost_in_silence(body):
    read = strict(strict_json.to_text(body))
    assert strict_json.from_text(strict_json.to_text(body)) == read
    strange = read.pop("not_finite", {})
    assert len(strange) <= sum(1 for number in numbers(body) if not math.isfinite(number))
    assert bool(strange) == any(not math.isfinite(number) for number in numbers(body))
    if not strange:
        assert read == body


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for inner in value for number in numbers(inner)]
    return [value] if isinstance(value, float) else []


def test_what_is_not_finite_is_null_and_named():
    body = {"epoch": 1.5, "train": {"t0": math.nan, "t1": 0.25}, "list": [math.inf, -math.inf]}
    assert strict_json.from_text(strict_json.to_text(body)) == {
        "epoch": 1.5,
        "train": {"t0": None, "t1": 0.25},
        "list": [None, None],
        "not_finite": {"train.t0": "nan", "list.0": "inf", "list.1": "-inf"},
    }


def test_numbers_of_numpy_are_taken():
    assert strict_json.from_text(strict_json.to_text({"a": np.float32(0.5), "b": np.int64(3)})) == {"a": 0.5, "b": 3}


def test_what_json_cannot_hold_is_refused():
    with pytest.raises(TypeError, match=r"a\.b is a set"):
        strict_json.to_text({"a": {"b": {1}}})
