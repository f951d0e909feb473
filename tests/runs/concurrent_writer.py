"""A process that writes to a store while others do; which deed and where stand on the command line."""

from __future__ import annotations

import os
import secrets
import sys
import time

from mtl_core.runs import process_control
from mtl_core.runs.store import Store
from tests.told import told


def create(url: str, dataset_id: str, text: str, count: str) -> None:
    """Queue runs: each reads the highest number, then writes the next."""
    store = Store(url)
    store.add_dataset(dataset_id, "", 1, 1)
    for _ in range(int(count)):
        print(store.create_run(dataset_id, text, "", secrets.token_hex(8)).id)


def claim(url: str) -> None:
    """Claim until there is nothing left."""
    store = Store(url)
    while True:
        worker_id = secrets.token_hex(8)
        store.enrol(worker_id, os.getpid(), process_control.start_of(os.getpid()) or "")
        lease = store.claim(worker_id, slots=10_000)
        if lease is None:
            return
        print(lease.run.id)


def write(url: str, worker_id: str) -> None:
    """Claim the one run and write until killed; say each number once it is safe."""
    store = Store(url)
    store.enrol(worker_id, os.getpid(), process_control.start_of(os.getpid()) or "")
    lease = store.claim(worker_id)
    assert lease is not None
    for number in range(10_000):
        lease.append([told("note", {"epoch": number, "sentence": str(part)}, time.time()) for part in (0, 1)])
        print(number, flush=True)


if __name__ == "__main__":
    {"create": create, "claim": claim, "write": write}[sys.argv[1]](*sys.argv[2:])
