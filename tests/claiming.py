"""A queued run in the hands of this process, as a worker has it."""

from __future__ import annotations

import os
import secrets

from mtl_core.runs import process_control
from mtl_core.runs.leases import Lease
from mtl_core.runs.store import Store


def claim_run(store: Store, worker: str = "") -> Lease:
    """The first run of the queue, claimed by a worker of that name or of one of its own."""
    start = process_control.start_of(os.getpid())
    assert start is not None
    name = worker or secrets.token_hex(8)
    store.enrol(name, os.getpid(), start)
    held = store.claim(name, 9)
    assert held is not None
    return held
