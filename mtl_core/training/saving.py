"""When a training's state is saved, and how it is found again."""

from __future__ import annotations

import errno
import time
from pathlib import Path

from mtl_core import disk
from mtl_core.errors import TrainingError
from mtl_core.training.checkpoints import Checkpoints
from mtl_core.training.snapshot import Snapshot, pack, unpack

_SECONDS = 2.0  # between checkpoints, at least
_SHARE = 0.05  # of the time goes into saving, at most, unless that would take
_LONGEST = 10.0  # seconds from one to the next: what a kill may cost


class Saver:
    """The checkpoints of the run ``owner``; without a folder there are none."""

    def __init__(self, folder: Path | None, owner: str) -> None:
        self._checkpoints = Checkpoints(folder) if folder else None
        self._owner = owner
        self._due = time.monotonic() + _SECONDS

    @property
    def due(self) -> bool:
        """Whether the last checkpoint is old enough for the next."""
        return self._checkpoints is not None and time.monotonic() >= self._due

    def save(self, snapshot: Snapshot) -> None:
        """Write a checkpoint. Raises TrainingError if that is not possible; the earlier ones are then as they were.

        Raises FileNotFoundError where the folder is gone, which waiting does not mend.
        """
        if not self._checkpoints:
            return
        started = time.monotonic()
        arrays = pack(snapshot, self._owner)
        try:
            self._checkpoints.save(arrays)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise TrainingError(_refusal(error, sum(array.nbytes for array in arrays.values()))) from error
        done = time.monotonic()
        self._due = done + min(max(_SECONDS, (done - started) / _SHARE), _LONGEST)

    def require_folder(self) -> None:
        """Raise FileNotFoundError where the folder that holds that of the checkpoints is gone."""
        if self._checkpoints:
            self._checkpoints.folder.parent.stat()

    def load(self, like: Snapshot) -> tuple[Snapshot | None, int]:
        """The newest undamaged checkpoint, if any, and how many newer ones are damaged. Raises TrainingError."""
        arrays, damaged = self._checkpoints.load() if self._checkpoints else (None, 0)
        return (unpack(arrays, like, self._owner) if arrays else None), damaged


def _refusal(error: OSError, size: int) -> str:
    """What to say where ``size`` bytes could not be written."""
    full = (
        "The checkpoint could not be written ({reason}); make room for {megabytes:.0f} MB, then resume. "
        "What was saved before is intact."
    )
    other = "The checkpoint could not be written. {refused} What was saved before is intact."
    template = full if error.errno in (errno.ENOSPC, errno.EDQUOT) else other
    megabytes = max(1, size / 1e6)
    return template.format(reason=error.strerror, megabytes=megabytes, refused=disk.sentence(error))
