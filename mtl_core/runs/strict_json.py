"""JSON that is always valid: what to do with NaN and infinity, which JSON lacks."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any


def to_text(body: Mapping[str, Any]) -> str:
    """``body`` as JSON. A number that is not finite becomes null, and ``not_finite`` says where and which:
    ``{"train": {"t0": null}, "not_finite": {"train.t0": "nan"}}``. NumPy's numbers are taken too."""
    strange: dict[str, str] = {}
    plain = {str(key): _plain(value, str(key), strange) for key, value in body.items()}
    if strange:
        plain["not_finite"] = strange
    return json.dumps(plain, allow_nan=False, ensure_ascii=False)


def from_text(text: str) -> dict[str, Any]:
    """The body that ``to_text`` wrote."""
    body: dict[str, Any] = json.loads(text)
    return body


def _plain(value: Any, path: str, strange: dict[str, str]) -> Any:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        number = float(value)
        if math.isfinite(number):
            return number
        strange[path] = str(number)
        return None
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, f"{path}.{key}", strange) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, f"{path}.{index}", strange) for index, inner in enumerate(value)]
    raise TypeError(f"{path} is a {type(value).__name__}, which JSON cannot hold")
