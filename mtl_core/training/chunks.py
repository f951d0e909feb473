"""Many training steps in one call: the first ones ready at once, the later ones as fast as XLA makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import tensorflow as tf

from mtl_core.training.state import State

Taken = tuple[State, tf.Tensor]  # the state after some steps, and the totals [3, T] with theirs
Take = Callable[..., Taken]

MOST_PLAIN = 1_000  # steps: XLA has compiled by then (1.3 s), and what they cost more than compiled ones is not felt


class Chunks:
    """Takes steps in the way that suits their number, which alone decides, so that a resumed run repeats each bit.

    ``take`` (state, data, order, start, stop, preferences, totals) trains the batches from ``start`` to before
    ``stop``. The very first step runs uncompiled: the curves begin 0.1 s after the network stands. The others of the
    first epoch run as a plain graph, which is ready in half a second, and XLA compiles beside them; from then on, and
    only where ``compiled``, XLA's steps are taken.
    """

    def __init__(self, take: Take, steps_per_epoch: int, compiled: bool) -> None:
        self._eager = take
        self._graph = tf.function(take, autograph=False)
        # Not of the graph: XLA cannot compile the gradient of a recurrent layer that it meets inside another function.
        self._xla = tf.function(take, jit_compile=True, autograph=False)
        self._plain = min(steps_per_epoch, MOST_PLAIN) if compiled else None
        self._compiling: Future[Taken] | None = None

    def take(
        self, state: State, data: Any, order: tf.Tensor, start: int, stop: int, preferences: Any, totals: Any
    ) -> Taken:
        """Train the batches from ``start`` to before ``stop``; how they are cut into calls changes no bit."""
        for take, begin, end in self._cut(int(state.step), start, stop):
            state, totals = take(state, data, order, tf.constant(begin), tf.constant(end), preferences, totals)
        return state, totals

    @property
    def tracings(self) -> int:
        """How often the steps were read: once, and once more for XLA."""
        return sum(int(take.experimental_get_tracing_count()) for take in (self._graph, self._xla))

    def _cut(self, step: int, start: int, stop: int) -> Iterator[tuple[Take, int, int]]:
        """The batches by the way in which they are taken; ``step`` is the number of the first."""
        last = step + stop - start
        bounds = (0, 1, last if self._plain is None else max(self._plain, 1), last)
        for take, low, high in zip((self._eager, self._plainly, self._fast), bounds, bounds[1:], strict=False):
            begin, end = max(low, step), min(high, last)
            if begin < end:
                yield take, start + begin - step, start + end - step

    def _plainly(self, *arguments: Any) -> Taken:
        taken: Taken = self._graph(*arguments)
        if self._plain is not None and self._compiling is None:
            self._compiling = _beside(lambda: self._none(arguments))
        return taken

    def _fast(self, *arguments: Any) -> Taken:
        if self._compiling is not None:
            self._compiling.result()
        taken: Taken = self._xla(*arguments)
        return taken

    def _none(self, arguments: tuple[Any, ...]) -> Taken:
        """No step at all, which is enough to have them compiled."""
        state, data, order, _, _, preferences, totals = arguments
        taken: Taken = self._xla(state, data, order, tf.constant(0), tf.constant(0), preferences, totals)
        return taken


def _beside(call: Callable[[], Taken]) -> Future[Taken]:
    """Run ``call`` in a thread of its own."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="compiling")
    future = pool.submit(call)
    pool.shutdown(wait=False)
    return future
