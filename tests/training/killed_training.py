"""A script: trains in child processes that are killed at random moments, until one comes to its end.

``python killed_training.py FOLDER KILLS SEED`` prints one line of JSON: the final weights' hash and what happened.
TensorFlow is imported, but not used, before the children are forked: they start at once, and none inherits its threads.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import runpy
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from mtl_core.records.commands import Command, WeightsCommand
from mtl_core.records.events import Event
from mtl_core.training import Trainer, checkpoints, saving

problem = runpy.run_path(str(Path(__file__).with_name("conftest.py")))["problem"]


class Person:
    """Moves a weight after epoch 4, and never hurries."""

    def __init__(self) -> None:
        self._waiting: list[Command] = []

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        # "note" is what a resumed training says first: the kill may have fallen between epoch 4 and the weight.
        if kind in ("epoch", "note") and body["epoch"] == 4:
            self._waiting = [WeightsCommand(weights={"t0": 3.0})]

    def commands(self) -> Sequence[Command]:
        time.sleep(0.002)
        taken, self._waiting = self._waiting, []
        return taken


def train(folder: Path) -> None:
    """The child's life: train on, saving all the time and slowly, and leave the final hash."""
    saving._SECONDS, saving._SHARE = 0.0, 1e9
    fsync = os.fsync
    checkpoints.os.fsync = lambda descriptor: (time.sleep(0.01), fsync(descriptor))
    case = problem(training__epochs=30, training__patience=0)
    trainer = Trainer(case.plan, case.experiment, case.train, case.validation, folder)
    outcome = trainer.run(Person())
    weights = b"".join(weight.tobytes() for weight in trainer.model.get_weights())
    history = [{name: value for name, value in body.to_body().items() if name != "seconds"} for body in outcome.history]
    found = {"hash": hashlib.sha256(weights).hexdigest(), "history": history, "kept": outcome.kept_epoch}
    (folder / "found.json").write_text(json.dumps(found))


def attempt(folder: Path, moment: Callable[[], bool] | None) -> bool:
    """One child, killed at the ``moment`` after its first checkpoint, if any; True if it came to its end."""
    child = os.fork()
    if not child:
        train(folder)
        os._exit(0)
    index = folder / "latest.json"
    known = index.read_bytes() if index.exists() else b""
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended and status:
            raise RuntimeError("the training failed")
        if ended:
            return True
        if moment and index.exists() and index.read_bytes() != known and moment():
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.001)


def main(folder: Path, kills: int, seed: int) -> None:
    folder.mkdir(parents=True)
    chance = random.Random(seed)
    moments: list[Callable[[], bool]] = [
        lambda: time.sleep(chance.uniform(0, 0.3)) is None,
        lambda: bool(list(folder.glob(".tmp-*"))),  # amid a write
    ]
    killed = torn = 0
    while not attempt(folder, moments[killed % 2] if killed < kills else None):
        killed, torn = killed + 1, torn + bool(list(folder.glob(".tmp-*")))
    print(json.dumps({**json.loads((folder / "found.json").read_text()), "killed": killed, "torn": torn}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
