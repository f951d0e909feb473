from __future__ import annotations

from typing import Any, NamedTuple

import pytest
import tensorflow as tf

from mtl_core.training.chunks import Chunks

pytestmark = pytest.mark.engine


class Steps(NamedTuple):
    """A state that knows its number only."""

    step: tf.Tensor


class Way:
    """One way of taking steps, which writes down what it was asked for."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.asked: list[tuple[int, int]] = []
        self._fault = fault

    def __call__(
        self, state: Steps, data: Any, order: Any, start: tf.Tensor, stop: tf.Tensor, *rest: Any
    ) -> tuple[Any, Any]:
        if self._fault:
            raise self._fault
        self.asked.append((int(start), int(stop)))
        return Steps(state.step + int(stop - start)), rest[-1]


def ways(steps: int, compiled: bool, fault: Exception | None = None) -> tuple[Chunks, Way, Way, Way]:
    """Chunks of epochs of ``steps`` steps, with the eager way, the graph's and XLA's."""
    chunks, eager, graph, xla = Chunks(Way(), steps, compiled), Way(), Way(), Way(fault)
    chunks._eager, chunks._graph, chunks._xla = eager, graph, xla  # type: ignore[assignment]
    return chunks, eager, graph, xla


def take(chunks: Chunks, step: int, start: int, stop: int) -> int:
    state, _ = chunks.take(Steps(tf.constant(step)), (), (), start, stop, (), tf.constant(0.0))  # type: ignore[arg-type]
    return int(state.step)


def test_the_first_epoch_waits_for_no_compiling() -> None:
    chunks, eager, graph, xla = ways(10, compiled=True)
    assert take(chunks, 0, 0, 10) == 10
    assert (eager.asked, graph.asked) == ([(0, 1)], [(1, 10)])
    assert take(chunks, 10, 0, 4) == 14
    assert xla.asked == [(0, 0), (0, 4)]  # compiled by taking no step at all


def test_a_resumed_run_takes_each_step_as_it_would_have_been_taken() -> None:
    chunks, eager, graph, xla = ways(2_000, compiled=True)
    take(chunks, 998, 998, 1_003)
    assert (eager.asked, graph.asked, xla.asked) == ([], [(998, 1_000)], [(0, 0), (1_000, 1_003)])
    chunks, eager, graph, xla = ways(10, compiled=True)
    take(chunks, 25, 5, 10)
    assert (eager.asked, graph.asked, xla.asked) == ([], [], [(5, 10)])


def test_short_trainings_are_never_compiled() -> None:
    chunks, eager, graph, xla = ways(1, compiled=False)
    for step in range(3):
        take(chunks, step, 0, 1)
    assert (eager.asked, graph.asked, xla.asked) == ([(0, 1)], [(0, 1), (0, 1)], [])


def test_what_goes_wrong_while_compiling_is_told_when_the_steps_are_needed() -> None:
    chunks, *_ = ways(10, compiled=True, fault=tf.errors.ResourceExhaustedError(None, None, "no memory"))
    take(chunks, 0, 0, 10)
    with pytest.raises(tf.errors.ResourceExhaustedError, match="no memory"):
        take(chunks, 10, 0, 1)
