"""Pictures of what a network has learnt so far, of whatever its plan says there is to see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import keras
import numpy as np
import tensorflow as tf

from mtl_core.networks import rows_at_once, variables
from mtl_core.plan import OutputTask, Plan, View, Watch
from mtl_core.plan.views import Measure, ViewUnit
from mtl_core.training.adam import Tensors
from mtl_core.training.data import Arrays
from mtl_core.training.losses import LOSSES
from mtl_core.training.scheduled_sampling import silent
from mtl_core.training.weight_views import OF_WEIGHTS

_ROWS = 512  # of data, at most, over which is averaged
_MOST = 32  # rows and columns of a picture
_MOST_CLASSES = 8
_UNITS: Mapping[Measure, ViewUnit] = {
    "outputs": "share",
    "kernels": "weight",
    "distances": "ratio",
    "changes": "ratio",
}
_THIRDS = ("lowest third", "middle third", "highest third")

Groups = list[tuple[str, np.ndarray]]  # what a person calls them, and their rows of data [n]


class Views:
    """The pictures of one network over some of ``arrays``' rows, evenly spread."""

    def __init__(self, plan: Plan, model: keras.Model, arrays: Arrays) -> None:
        self._plan = plan
        self._names = tuple(variables(model))
        spread = np.linspace(
            0, arrays.rows - 1, min(_ROWS, arrays.rows, rows_at_once(model, plan.members)) if plan.watches else 0
        )
        rows = spread.round().astype(int)
        watched = {layer for watch in plan.watches if watch.measure == "outputs" for layer in watch.layers if layer}
        outputs = {name: model.get_layer(name).output for name in sorted(watched)}
        self._model = keras.Model(model.inputs, outputs) if outputs else None
        known = {name: tf.constant(values[rows]) for name, values in arrays.inputs.items()}
        given = silent(plan, known)
        self._inputs = {tensor.name: given[tensor.name] for tensor in model.inputs}
        self._groups = [
            groups(task, values[rows], mask[rows])
            for task, values, mask in zip(plan.tasks, arrays.values, arrays.mask, strict=True)
        ]
        self._forward = tf.function(self._outputs, autograph=False)

    def look(self, weights: Tensors) -> list[View]:
        """What there is to see with ``weights``, in the order of the model's; nothing changes."""
        named = dict(zip(self._names, weights, strict=True))
        given = {name: output.numpy() for name, output in self._forward(named).items()} if self._model else {}
        views = []
        for watch in self._plan.watches:
            if watch.measure == "outputs":
                each = _each(watch, given)
                views += [_view(watch, each.mean(axis=0)), *self._by_class(watch, each)]
            else:
                views.append(_view(watch, OF_WEIGHTS[watch.measure](watch, named)))
        return views

    def _outputs(self, weights: Mapping[str, tf.Tensor]) -> dict[str, tf.Tensor]:
        """Of each watched layer [n, columns], or [rows, n, columns] with all axes before averaged, and members too."""
        assert self._model is not None
        trained = [weights[name] for name in variables(self._model)]
        counters = [variable.value for variable in self._model.non_trainable_variables]
        outputs, _ = self._model.stateless_call(trained, counters, self._inputs, training=False)
        means = {name: tf.reduce_mean(output, list(range(output.ndim - 3))) for name, output in outputs.items()}
        return {name: self._of_rows(mean) for name, mean in means.items()}

    def _of_rows(self, values: tf.Tensor) -> tf.Tensor:
        """[…, n, columns], the mean over the members of […, k · n, columns]; what is the same in every row is so for
        every member."""
        *before, rows, columns = values.shape
        members = min(self._plan.members, rows)
        return tf.reduce_mean(tf.reshape(values, [*before, members, -1, columns]), axis=-3)

    def _by_class(self, watch: Watch, each: np.ndarray) -> Iterator[View]:
        if not watch.by_class:
            return
        for place, (task, found) in enumerate(zip(self._plan.tasks, self._groups, strict=True)):
            if found:
                labels, rows = zip(*found, strict=True)
                values = np.stack([each[chosen, place].mean(axis=0) for chosen in rows])
                detail = {
                    "id": f"{watch.id}/{task.id}",
                    "title": f"{watch.title}, by {task.name}",
                    "rows": labels,
                }
                made = _view(watch.model_copy(update=detail), values)
                yield made.model_copy(update={"of": watch.id, "task": task.id})


def groups(task: OutputTask, values: np.ndarray, mask: np.ndarray) -> Groups:
    """The rows of the most frequent classes of ``task`` that there are, of a number by thirds; ``values`` and ``mask``
    as in Arrays."""
    if task.traits.numeric:
        bounds = np.quantile(values[mask], [1 / 3, 2 / 3]) if mask.any() else np.zeros(2)
        found = [mask & (np.digitize(values, bounds) == third) for third in range(3)]
        return [(label, rows) for label, rows in zip(_THIRDS, found, strict=True) if rows.any()]
    labels = task.classes or [str(place) for place in range(max(2, task.outputs))]
    found = [LOSSES[task.kind].having(values, mask, k) for k in range(len(labels))]
    common = sorted(range(len(found)), key=lambda k: -found[k].sum())[:_MOST_CLASSES]
    return [(labels[k], found[k]) for k in sorted(common) if found[k].any()]


def _each(watch: Watch, given: Mapping[str, np.ndarray]) -> np.ndarray:
    """What a watch shows, for each row of data: [n, rows, columns]."""
    if all(layer and given[layer].ndim == 3 for layer in watch.layers):
        [layer] = watch.layers
        return given[str(layer)].swapaxes(0, 1)
    count = max(len(values) for values in given.values())
    found = np.full((count, len(watch.rows), len(watch.columns)), np.nan)
    for row, layer in enumerate(watch.layers):
        if layer:
            found[:, row, list(watch.places[row]) if watch.places else slice(None)] = given[layer]
    return found


def _view(watch: Watch, values: np.ndarray) -> View:
    """``values`` [rows, columns] as a picture; of too many columns those of the largest values."""
    size = np.abs(np.nan_to_num(values)).mean(axis=0)
    shown = sorted(np.argsort(-size, kind="stable")[:_MOST].tolist())
    return View(
        id=watch.id,
        kind=watch.kind,
        title=watch.title,
        unit=_UNITS[watch.measure],
        rows=watch.rows[:_MOST],
        columns=tuple(watch.columns[column] for column in shown),
        values=tuple(tuple(map(_number, row)) for row in values[:_MOST, shown]),
        left_out=len(watch.columns) - len(shown),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(f"{value:.4g}")
