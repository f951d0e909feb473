"""A plan becomes a keras.Model whose layers bear the names of the plan's blocks; it knows neither data nor training."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Protocol

import keras

from mtl_core.errors import TrainingError
from mtl_core.networks.ahead import STATES, frozen_outputs
from mtl_core.networks.encoders import ENCODERS
from mtl_core.networks.sharing import SHARING, TOGETHER
from mtl_core.networks.site import COUNTED, Blocks, Site, Together, Values
from mtl_core.networks.wide import beside_each_word, beside_words
from mtl_core.plan import Block, OutputTask, Plan


class Scale(Protocol):
    """What a regression target was standardised by."""

    @property
    def mean(self) -> float: ...

    @property
    def std(self) -> float: ...


def build(plan: Plan, seed: int, ahead: bool = False) -> keras.Model:
    """The network of ``plan``: inputs "numbers" [n, F], "categories" [n, C] and a text's tokens [n, length] by its id
    (those it needs), a raw output per task. A task whose answers it may be told (``plan.told``) has an input for them,
    ``told_name``: the answers [n, outputs] and, in a last column, 1 where they are to be used. Where it must know which
    rows count (``plan.counts_rows``) it has an input ``COUNTED`` [n, 1] for that.

    Output ``t`` has shape [n, tasks[t].outputs]: logits, or a standardised number; of tags [n, length, outputs].
    Called, Keras gives them as a list, but a single one bare. ``ahead``: what ``read_ahead`` gives is an input, and the
    encoders that gave it are left out. Raises TrainingError.
    """
    model = _model(plan, seed, training=True, ahead=ahead)
    _start_alike(plan, variables(model))
    return model


def serving(plan: Plan, model: keras.Model, targets: Sequence[Scale]) -> keras.Model:
    """A copy of ``model`` for use elsewhere: plain Keras layers, one output per task, named by its id.

    binary: the probability of yes [n, 1]; multiclass and multilabel: probabilities [n, K], tags: [n, length, K];
    regression: the number itself [n, 1].
    """
    plain = _model(plan, seed=0, training=False)
    trained = variables(model)
    for name, variable in variables(plain).items():
        variable.assign(trained[name])
    outputs = [_finish(task, target)(raw) for task, target, raw in zip(plan.tasks, targets, plain.outputs, strict=True)]
    return keras.Model({tensor.name: tensor for tensor in plain.inputs}, outputs)


def told_name(task: str) -> str:
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


def _finish(task: OutputTask, target: Scale) -> keras.layers.Layer:
    if task.traits.activation == "linear":
        return keras.layers.Rescaling(target.std, target.mean, name=task.id)
    return keras.layers.Activation(task.traits.activation, name=task.id)


def _model(plan: Plan, seed: int, training: bool, ahead: bool = False) -> keras.Model:
    inputs = _inputs(plan) | (_read_inputs(plan) if ahead else {})
    if training and plan.counts_rows:
        inputs[COUNTED] = keras.Input((1,), name=COUNTED)
    told = {task: keras.Input((units + 1,), name=told_name(task)) for task, units in plan.told.items() if training}
    site = Site(inputs, plan.inputs, seed, training, told=told)
    values: dict[str, keras.KerasTensor] = {}
    for blocks in _at_once(plan.blocks):
        sources = [[values[source] for source in block.sources] for block in blocks]
        found = (_TOGETHER.get(blocks[0].kind) or _each)(blocks, sources, site)
        values |= zip((block.id for block in blocks), found, strict=True)
    heads = {block.owners[0]: values[block.id] for block in plan.blocks if block.role == "head"}
    told_inputs = {tensor.name: tensor for tensor in told.values()}
    return keras.Model(inputs | told_inputs, [heads[task.id] for task in plan.tasks])


def _at_once(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks in their order, those side by side together that are alike but for their sources."""
    for _, row in itertools.groupby(blocks, _likeness):
        yield list(row)


def _likeness(block: Block) -> Hashable:
    """Equal for blocks that can be computed at once; layers that different tasks train are, if it is sharing that
    brings them together."""
    if block.kind not in _TOGETHER:
        return block.id
    alike = () if block.kind in TOGETHER else (block.tasks, *block.arrays.values())
    return block.kind, block.level, block.units, block.borrows, alike


def _each(blocks: Blocks, sources: Sequence[Values], site: Site) -> list[keras.KerasTensor]:
    return [_KINDS[block.kind](block, given, site) for block, given in zip(blocks, sources, strict=True)]


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
    return inputs | {name: keras.Input((length,), name=name, dtype="int32") for name, length in texts.items()}


def _read_inputs(plan: Plan) -> dict[str, keras.KerasTensor]:
    """What frozen encoders give, as inputs of the same names as their layers."""
    shapes = {name: shape for block in plan.blocks for name, shape in frozen_outputs(block).items()}
    return {name: keras.Input(shape, name=name) for name, shape in shapes.items()}


def _encode(block: Block, texts: Values, site: Site) -> keras.KerasTensor:
    """Numbers, embeddings and encoded texts side by side: [n, block.units]."""
    parts = [site.inputs["numbers"]] if "numbers" in site.inputs else []
    categories = [column for column in site.columns if column.vocabulary]
    for place, column in enumerate(categories):
        table = site.table(f"{block.id}_{column.id}", column.vocabulary, column.embedding)
        parts.append(table(site.inputs["categories"][:, place]))
    return keras.layers.Concatenate(name=block.id)(parts + texts)


def _text(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """A text read by its encoder: [n, block.units]."""
    assert block.column is not None
    if block.states:
        site.tokens[block.id] = site.inputs[block.column]
        site.present[block.id] = keras.ops.not_equal(site.inputs[block.column], 0)
    if block.id in site.inputs:  # it was read ahead
        site.states[block.id] = site.inputs.get(f"{block.id}{STATES}")
        return site.inputs[block.id]
    read = ENCODERS[block.kind](block, site.inputs[block.column], site)
    if block.states:
        site.states[block.id] = read.states
    if block.states and block.frozen:
        site.states[block.id] = keras.layers.Identity(name=f"{block.id}{STATES}")(read.states)
    return keras.layers.Identity(name=block.id)(read.vector)


def _dense(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """Dense with activation, then dropout while training: [n, block.units]."""
    penalty = keras.regularizers.L2(block.l2) if block.l2 else None
    values = site.dense(block.id, block.units, block.activation, kernel_regularizer=penalty)(*sources)
    return site.dropout(f"{block.id}_dropout", block.dropout, values)


def _output(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """A linear layer over what the layers give, and beside it what the words of texts say: [n, block.units]."""
    return beside_words(_dense(block, sources, site), block, site)


def _denses(blocks: Blocks, sources: Sequence[Values], site: Site) -> list[keras.KerasTensor]:
    """Dense layers of one shape: [n, units] each."""
    if len(blocks) == 1 or not site.training:
        return [_dense(block, given, site) for block, given in zip(blocks, sources, strict=True)]
    layers = [site.bare(block) for block in blocks]
    values = keras.ops.stack([value for [value] in sources])
    return site.ended(blocks, site.side_by_side(layers, values))


def _tags(block: Block, sources: Values, site: Site) -> keras.KerasTensor:
    """A Dense layer over each token's state beside the row's vector, and what the word itself says: [n, length,
    block.units].

    It is written as a sum, so that the row's share is computed once and not at each token.
    """
    penalty = keras.regularizers.L2(block.l2) if block.l2 else None
    row, _ = sources
    tokens = site.dense(f"{block.id}_tokens", block.units, kernel_regularizer=penalty)
    of_row = site.dense(f"{block.id}_row", block.units, use_bias=False, kernel_regularizer=penalty)
    text = block.sources[1]
    said = tokens(site.states[text]) + of_row(row)[:, None, :]
    return keras.layers.Identity(name=block.id)(beside_each_word(said, block, site.tokens[text]))


_KINDS: dict[str, Callable[[Block, Values, Site], keras.KerasTensor]] = {
    "encode": _encode,
    "output": _output,
    "tag_output": _tags,
    **dict.fromkeys(ENCODERS, _text),
    **SHARING,
}
_TOGETHER: Mapping[str, Together] = {"dense": _denses, **TOGETHER}
