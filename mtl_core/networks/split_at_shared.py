"""A network cut in two where its tasks part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import keras

Calls = Mapping[int, tuple[Any, set[int]]]


class SplitNetwork(NamedTuple):
    """``trunk`` turns the inputs into what more than one task reads; ``own`` turns that, and the inputs that it reads
    itself, into the outputs. Both are of the very layers of the network that was cut."""

    trunk: keras.Model
    own: keras.Model


def split_at_shared(model: keras.Model) -> SplitNetwork | None:
    """The halves of ``model``; None if nothing is learnt for several tasks, or a weight would stand in both halves."""
    calls = _calls(model)
    learning: dict[int, bool] = {}
    trunk = {key for key, (call, outputs) in calls.items() if len(outputs) > 1 and _learns(call, learning)}
    border, raw = _read(model, trunk)
    if not border or not _apart(calls, trunk) or any(id(_call(output)) in trunk for output in model.outputs):
        return None
    return SplitNetwork(keras.Model(model.inputs, border), keras.Model([*border, *raw], model.outputs))


def _apart(calls: Calls, trunk: set[int]) -> bool:
    """Whether no layer with weights is called in both halves."""
    layers = {(id(call.operation), key in trunk) for key, (call, _) in calls.items() if _weights(call)}
    return len({layer for layer, _ in layers}) == len(layers)


def _call(tensor: keras.KerasTensor) -> Any:
    """The call of a layer that made ``tensor``."""
    operation, place, _ = tensor._keras_history
    return operation._inbound_nodes[place]


def _calls(model: keras.Model) -> Calls:
    """By id, each call of a layer and the outputs of ``model`` that it goes into."""
    calls: dict[int, tuple[Any, set[int]]] = {}
    for place, output in enumerate(model.outputs):
        waiting = [output]
        while waiting:
            call = _call(waiting.pop())
            _, outputs = calls.setdefault(id(call), (call, set()))
            if place not in outputs:
                outputs.add(place)
                waiting += call.input_tensors
    return calls


def _weights(call: Any) -> list[keras.Variable]:
    return getattr(call.operation, "trainable_variables", [])


def _learns(call: Any, known: dict[int, bool]) -> bool:
    """Whether a weight stands in or before this call."""
    if id(call) not in known:
        known[id(call)] = bool(_weights(call)) or any(_learns(_call(tensor), known) for tensor in call.input_tensors)
    return known[id(call)]


def _read(model: keras.Model, trunk: set[int]) -> tuple[list[keras.KerasTensor], list[keras.KerasTensor]]:
    """What the calls outside of ``trunk`` read of it, and of the inputs."""
    border: dict[int, keras.KerasTensor] = {}
    raw: dict[int, keras.KerasTensor] = {}
    seen, waiting = set(), list(model.outputs)
    while waiting:
        tensor = waiting.pop()
        call = _call(tensor)
        if id(call) in trunk or call.is_input:
            (border if id(call) in trunk else raw)[id(tensor)] = tensor
        elif id(call) not in seen:
            seen.add(id(call))
            waiting += call.input_tensors
    return list(border.values()), list(raw.values())
