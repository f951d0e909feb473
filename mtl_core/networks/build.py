"""A plan becomes a keras.Model whose layers bear the names of the plan's blocks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

import keras

from mtl_core.errors import TrainingError
from mtl_core.networks.blocks import BUILDERS
from mtl_core.networks.build_context import COUNTED, BuildContext
from mtl_core.networks.members import average
from mtl_core.plan import Block, OutputTask, Plan
from mtl_core.text_encoders import SPELT, spelling_name


class Scale(Protocol):
    """What a regression target was standardised by."""

    @property
    def mean(self) -> float: ...

    @property
    def std(self) -> float: ...


@runtime_checkable
class BentScale(Scale, Protocol):
    """And by which scale, as ``features.targets.bent_scale`` says; ``bend`` is 0 where numbers are as they are."""

    @property
    def bend(self) -> float: ...

    @property
    def top(self) -> float: ...

    @property
    def rise(self) -> float: ...

    @property
    def fall(self) -> float: ...


@runtime_checkable
class Tempered(Protocol):
    """By what the logits of classes are divided; None where there is no such thing."""

    @property
    def temperature(self) -> float | None: ...


def build(plan: Plan, seed: int, ahead: bool = False) -> keras.Model:
    """The network of ``plan``: inputs "numbers" [n, F], "categories" [n, C], a text's tokens [n, length] by its id and
    how they are spelt by ``spelling_name`` (those it needs), a raw output per task. A task whose answers it may be told
    (``plan.told``) has an input for them, ``true_answers_name``: the answers [n, outputs] and, in a last column, 1
    where they are to be used. Where it must know which rows count (``plan.counts_rows``) it has an input ``COUNTED``
    [n, 1] for that.

    Output ``t`` has shape [n, tasks[t].outputs]: logits, or a standardised number; of tags [n, length, outputs].
    Called, Keras gives them as a list, but a single one bare. ``ahead``: what ``read_ahead`` gives is an input, and the
    encoders that gave it are left out. Of a network that is many, outputs are [k · n, …], member by member. Raises
    TrainingError.
    """
    model = _model(plan, seed, training=True, ahead=ahead)
    _start_alike(plan, variables(model))
    return model


def serving(plan: Plan, model: keras.Model, targets: Sequence[Scale]) -> keras.Model:
    """A copy of ``model`` for use elsewhere: plain Keras layers, one output per task, named by its id.

    binary: the probability of yes [n, 1]; multiclass and multilabel: probabilities [n, K], tags: [n, length, K];
    regression: the number itself [n, 1]. Of a network that is many, the mean of what its members answer.
    """
    plain = _model(plan, seed=0, training=False)
    trained = variables(model)
    for name, variable in variables(plain).items():
        variable.assign(trained[name])
    means = [
        average(output, task.traits.activation, plan.members)
        for task, output in zip(plan.tasks, plain.outputs, strict=True)
    ]
    outputs = [_finish(task, target, mean) for task, target, mean in zip(plan.tasks, targets, means, strict=True)]
    return keras.Model({tensor.name: tensor for tensor in plain.inputs}, outputs)


def true_answers_name(task: str) -> str:
    """The name of the input by which the network is told a task's true answers."""
    return f"{task}_told"


def variables(model: keras.Model) -> dict[str, keras.Variable]:
    """The weights of a plan's network by LAYER/WEIGHT, in the order of ``model.trainable_variables``."""
    layers = (part for layer in model.layers for part in getattr(layer, "parts", [layer]))
    return {f"{layer.name}/{weight.name}": weight for layer in layers for weight in layer.weights}


def _start_alike(plan: Plan, weights: dict[str, keras.Variable]) -> None:
    """Arrays that are held close begin as one."""
    for coupling in plan.couplings:
        for first, *others in coupling.arrays:
            for other in others:
                weights[other].assign(weights[first])


def _finish(task: OutputTask, target: Scale, raw: keras.KerasTensor) -> keras.KerasTensor:
    if task.traits.activation != "linear":
        return keras.layers.Activation(task.traits.activation, name=task.id)(_temper(task.id, target, raw))
    if isinstance(target, BentScale) and target.bend:
        return _straighten(task.id, target, raw)
    return keras.layers.Rescaling(target.std, target.mean, name=task.id)(raw)


def _temper(name: str, target: Scale, raw: keras.KerasTensor) -> keras.KerasTensor:
    temperature = target.temperature if isinstance(target, Tempered) else None
    if temperature in (None, 1.0):
        return raw
    return keras.layers.Rescaling(1 / temperature, name=f"{name}_tempered")(raw)


def _straighten(name: str, target: BentScale, raw: keras.KerasTensor) -> keras.KerasTensor:
    """A standardised value of a bent scale (``features.targets.bent_scale``) as a number."""
    layers = keras.layers
    value = layers.Rescaling(target.std, target.mean, name=f"{name}_bent")(raw)
    value = layers.ReLU(target.top, name=f"{name}_within")(value)
    up = layers.Activation("exponential", name=f"{name}_up")(value)
    down = layers.Activation("exponential", name=f"{name}_down")(layers.Rescaling(-1.0, name=f"{name}_turned")(value))
    rising = layers.Rescaling(target.bend * target.rise / 2, name=f"{name}_rising")(up)
    falling = layers.Rescaling(-target.bend * target.fall / 2, name=f"{name}_falling")(down)
    return layers.ReLU(name=name)(layers.Add(name=f"{name}_straight")([rising, falling]))


def _model(plan: Plan, seed: int, training: bool, ahead: bool = False) -> keras.Model:
    inputs = _inputs(plan) | (_read_inputs(plan) if ahead else {})
    if training and plan.counts_rows:
        inputs[COUNTED] = keras.Input((1,), name=COUNTED)
    told = {
        task: keras.Input((units + 1,), name=true_answers_name(task)) for task, units in plan.told.items() if training
    }
    context = BuildContext(inputs, plan.inputs, seed, training, plan.members, plan.adapt_dropout, told=told)
    values: dict[str, keras.KerasTensor] = {}
    for blocks in _at_once(plan.blocks):
        sources = [[values[source] for source in block.sources] for block in blocks]
        found = BUILDERS[blocks[0].kind].build(blocks, sources, context)
        values |= zip((block.id for block in blocks), found, strict=True)
    heads = {block.owners[0]: values[block.id] for block in plan.blocks if block.role == "head"}
    told_inputs = {tensor.name: tensor for tensor in told.values()}
    return keras.Model(inputs | told_inputs, [heads[task.id] for task in plan.tasks])


def _at_once(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks in their order, those side by side together that are alike but for their sources."""
    for _, row in itertools.groupby(blocks, lambda block: BUILDERS[block.kind].likeness(block)):
        yield list(row)


def _inputs(plan: Plan) -> dict[str, keras.KerasTensor]:
    numbers = sum(column.numbers for column in plan.inputs)
    categories = sum(column.vocabulary > 0 for column in plan.inputs)
    texts = {column.id: column.length for column in plan.inputs if column.length}
    if numbers + categories + len(texts) == 0:  # TensorFlow would abort the process
        raise TrainingError(
            "The network has no input; at least one column to learn from is needed, so use another column."
        )
    inputs = {}
    if numbers:
        inputs["numbers"] = keras.Input((numbers,), name="numbers")
    if categories:
        inputs["categories"] = keras.Input((categories,), name="categories", dtype="int32")
    inputs |= {name: keras.Input((length,), name=name, dtype="int32") for name, length in texts.items()}
    return inputs | dict(_spellings(plan))


def _spellings(plan: Plan) -> Iterator[tuple[str, keras.KerasTensor]]:
    """The inputs that say how words are spelt."""
    for column in plan.inputs:
        if column.spellings:
            name = spelling_name(column.id)
            yield name, keras.Input((column.length, SPELT), name=name, dtype="int32")


def _read_inputs(plan: Plan) -> dict[str, keras.KerasTensor]:
    """What frozen encoders give, as inputs of the same names as their layers."""
    shapes = {name: shape for block in plan.blocks for name, shape in block.frozen_outputs.items()}
    return {name: keras.Input(shape, name=name) for name, shape in shapes.items()}
