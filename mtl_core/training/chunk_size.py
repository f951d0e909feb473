"""How many steps make a chunk, so that a person hears of it about four times a second."""

from __future__ import annotations

_SECONDS = 0.25
_GROWTH = 8


class ChunkSize:
    """The length of the next chunk, learnt from how long the last ones took."""

    def __init__(self) -> None:
        self.steps = 1
        self._compiled = False

    def took(self, steps: int, seconds: float) -> None:
        """Learn from a chunk; the first one tells nothing, as it was compiled first."""
        if self._compiled:
            self.steps = max(1, min(round(steps * _SECONDS / seconds), steps * _GROWTH))
        self._compiled = True
