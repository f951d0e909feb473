"""Blocks as earlier plans were written: with ``pace``, and before kinds had fields of their own, all with the same and
``options`` besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtl_core.plan.blocks.block import Block
from mtl_core.text_encoders import TEXT_ENCODERS

_RENAMED = {"tokens": "column_tokens"}
_UNUSED: Mapping[str, Any] = {
    "activation": "linear",
    "dropout": 0.0,
    "l2": 0.0,
    "column": None,
    "sizes": None,
    "states": False,
    "told": False,
}  # what a field said that a kind had no use for


def translate(value: Any, blocks: Mapping[str, type[Block]]) -> Any:
    """A block's JSON as it is written now; ``value`` itself if it is none at all."""
    if not isinstance(value, Mapping):
        return value
    value = {"learning_rate_factor" if name == "pace" else name: said for name, said in value.items()}
    if "options" not in value:
        return value
    told = {name: said for name, said in value.items() if name != "options"}
    if told.get("kind") in TEXT_ENCODERS:
        told |= {"kind": "text_encoder", "encoder": told["kind"]}
    told["kind"] = _RENAMED.get(str(told.get("kind")), told.get("kind"))
    kind = blocks.get(str(told["kind"]))
    if kind is None or not isinstance(value["options"], Mapping):
        return value
    idle = {name for name in _UNUSED.keys() - kind.model_fields.keys() if told.get(name) == _UNUSED[name]}
    return {name: said for name, said in told.items() if name not in idle} | kind.from_options(value["options"])
