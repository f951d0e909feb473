from __future__ import annotations

import pytest

from mtl_core.errors import StoreError
from mtl_core.records.commands import Command, PauseCommand, StepCommand, StopCommand, WeightsCommand
from mtl_core.runs.states import ENDS


def test_orders_arrive_once_and_in_order(store, lease):
    assert lease.take_commands() == []
    orders = [WeightsCommand(weights={"t0": 2.5}), PauseCommand(), StepCommand()]
    for order in orders:
        store.send(lease.run.id, order)
    assert lease.take_commands() == orders
    assert lease.take_commands() == []


def test_orders_to_a_waiting_run_wait_with_it(store, queue, enrol, claim):
    run = queue()
    store.send(run.id, PauseCommand())
    assert claim(store, enrol()).take_commands() == [PauseCommand()]


def test_stop_takes_a_waiting_run_out_of_the_queue(store, queue, enrol):
    run = queue()
    store.send(run.id, StopCommand())
    stopped = store.run(run.id)
    assert (stopped.state, stopped.sentence) == ("stopped", "Stopped before it began.")
    assert store.claim(enrol()) is None


@pytest.mark.parametrize("end", sorted(ENDS))
def test_after_the_end_stop_does_nothing_and_the_rest_is_refused(store, lease, end):
    store.send(lease.run.id, StopCommand())
    lease.finish(end)
    store.send(lease.run.id, StopCommand())
    with pytest.raises(StoreError, match=f"Run 1 is {end} and takes no more orders"):
        store.send(lease.run.id, PauseCommand())
    assert store.run(lease.run.id).state == end


def test_orders_that_nobody_obeyed_end_with_the_run(store, lease, enrol, claim):
    store.send(lease.run.id, StopCommand())
    lease.finish("interrupted")
    store.resume_run(lease.run.id)
    assert claim(store, enrol()).take_commands() == []


def test_orders_of_another_version_are_told_and_passed_over(store, lease, capsys):
    class LaterCommand(Command):
        kind = "dance"

    class OddCommand(Command):
        kind = "weights"
        weights: str = "all"

    for order in (LaterCommand(), OddCommand(), StopCommand()):
        store.send(lease.run.id, order)
    assert lease.take_commands() == [StopCommand()]
    assert lease.take_commands() == []
    told = capsys.readouterr().out.splitlines()
    assert told == [
        f"An order of kind {kind!r} is not known here and was passed over." for kind in ("dance", "weights")
    ]
