"""A plan becomes a keras.Model whose layers bear the names of the plan's blocks; it knows neither data nor training."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import keras

from mtl_core.errors import TrainingError
from mtl_core.networks.dropout import HashDropout
from mtl_core.plan import Block, InputColumn, OutputTask, Plan


class Scale(Protocol):
    """What a regression target was standardised by."""

    @property
    def mean(self) -> float: ...

    @property
    def std(self) -> float: ...


@dataclass(frozen=True)
class _Site:
    """Where a block is built: the model's inputs, the columns they hold, and the seed."""

    inputs: Mapping[str, keras.KerasTensor]
    columns: tuple[InputColumn, ...]
    seed: int
    training: bool  # with the layers that act only while training

    def draw(self, name: str) -> int:
        """The seed of one layer: by its name, so that a further task leaves the other layers' start as it was."""
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{name}".encode()).digest()[:4], "big") >> 1


def build(plan: Plan, seed: int) -> keras.Model:
    """The network of ``plan``: inputs "numbers" [n, F] and "categories" [n, C] (those it needs), a raw output per task.

    Output ``t`` has shape [n, tasks[t].outputs]: logits, or a standardised number. Called, Keras gives them as a list,
    but a single one bare. Raises TrainingError.
    """
    return _model(plan, seed, training=True)


def serving(plan: Plan, model: keras.Model, targets: Sequence[Scale]) -> keras.Model:
    """A copy of ``model`` for use elsewhere: plain Keras layers, one output per task, named by its id.

    binary: the probability of yes [n, 1]; multiclass: probabilities [n, K]; regression: the number itself [n, 1].
    """
    plain = _model(plan, seed=0, training=False)
    for layer in plain.layers:
        layer.set_weights(model.get_layer(layer.name).get_weights())
    outputs = [_finish(task, target)(raw) for task, target, raw in zip(plan.tasks, targets, plain.outputs, strict=True)]
    return keras.Model({tensor.name: tensor for tensor in plain.inputs}, outputs)


def _finish(task: OutputTask, target: Scale) -> keras.layers.Layer:
    if task.kind == "regression":
        return keras.layers.Rescaling(target.std, target.mean, name=task.id)
    return keras.layers.Activation("sigmoid" if task.kind == "binary" else "softmax", name=task.id)


def _model(plan: Plan, seed: int, training: bool) -> keras.Model:
    inputs = _inputs(plan)
    site = _Site(inputs, plan.inputs, seed, training)
    values: dict[str | None, keras.KerasTensor] = {None: None}
    for block in plan.blocks:
        values[block.id] = _KINDS[block.kind](block, values[block.source], site)
    heads = {block.tasks[0]: values[block.id] for block in plan.blocks if block.kind == "output"}
    return keras.Model(inputs, [heads[task.id] for task in plan.tasks])


def _inputs(plan: Plan) -> dict[str, keras.KerasTensor]:
    numbers = sum(column.numbers for column in plan.inputs)
    categories = sum(column.vocabulary > 0 for column in plan.inputs)
    if numbers + categories == 0:  # TensorFlow would abort the process
        raise TrainingError(
            "The network has no input; at least one column to learn from is needed, so use another column."
        )
    inputs = {}
    if numbers:
        inputs["numbers"] = keras.Input((numbers,), name="numbers")
    if categories:
        inputs["categories"] = keras.Input((categories,), name="categories", dtype="int32")
    return inputs


def _encode(block: Block, source: keras.KerasTensor | None, site: _Site) -> keras.KerasTensor:
    """Numbers and embeddings side by side: [n, block.units]."""
    parts = [site.inputs["numbers"]] if "numbers" in site.inputs else []
    categories = [column for column in site.columns if column.vocabulary]
    for place, column in enumerate(categories):
        name = f"{block.id}_{column.id}"
        # The usual start of embeddings beside standardised numbers: Gorishniy et al., arXiv 2106.11959.
        bound = column.embedding**-0.5
        table = keras.layers.Embedding(
            column.vocabulary,
            column.embedding,
            embeddings_initializer=keras.initializers.RandomUniform(-bound, bound, seed=site.draw(name)),
            name=name,
        )
        parts.append(table(site.inputs["categories"][:, place]))
    return keras.layers.Concatenate(name=block.id)(parts)


def _dense(block: Block, source: keras.KerasTensor | None, site: _Site) -> keras.KerasTensor:
    """Dense with activation, then dropout while training: [n, block.units]."""
    values = keras.layers.Dense(
        block.units,
        block.activation,
        kernel_initializer=_start(block, site),
        kernel_regularizer=keras.regularizers.L2(block.l2) if block.l2 else None,
        name=block.id,
    )(source)
    if not (block.dropout and site.training):
        return values
    name = f"{block.id}_dropout"
    return HashDropout(block.dropout, site.draw(name), name=name)(values)


def _start(block: Block, site: _Site) -> keras.Initializer:
    """He et al. (arXiv 1502.01852) for the family of relu, Glorot & Bengio (AISTATS 2010) for the others."""
    glorot = block.activation in {"linear", "tanh"}
    start = keras.initializers.GlorotUniform if glorot else keras.initializers.HeUniform
    return start(seed=site.draw(block.id))


_KINDS: dict[str, Callable[[Block, keras.KerasTensor | None, _Site], keras.KerasTensor]] = {
    "encode": _encode,
    "dense": _dense,
    "output": _dense,
}
