"""A training as a bar of epochs on stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tqdm import tqdm

from mtl_core.cli import interrupts
from mtl_core.errors import TrainingError
from mtl_core.records.commands import Command
from mtl_core.records.events import EpochEvent, Event, NoteEvent, PhaseEvent, ProgressEvent, StateEvent
from mtl_core.wording import printable


class ProgressBar:
    """The observer of a training that nobody commands; it keeps the epochs and notes that it was told."""

    def __init__(self, epochs: int) -> None:
        bar = "{desc} {percentage:3.0f}%|{bar}| {n:.1f}/{total_fmt} epochs [{elapsed}<{remaining}]{postfix}"
        self._bar = tqdm(total=epochs, desc="preparing", bar_format=bar, file=sys.stderr)
        self.epochs: list[EpochEvent] = []
        self.notes: list[NoteEvent] = []

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def report(self, event: Event) -> None:
        """Show an event. Raises TrainingError where training would wait for a person."""
        match event:
            case StateEvent(state="paused", sentence=sentence):
                raise TrainingError(sentence)
            case PhaseEvent(phase=phase):
                self._bar.set_description_str(phase)
            case ProgressEvent(epoch=epoch):
                self._bar.update(max(0.0, epoch - self._bar.n))
            case EpochEvent(epoch=epoch):
                self._bar.update(max(0.0, epoch - self._bar.n))
                self.epochs.append(event)
            case NoteEvent(sentence=sentence):
                self._bar.write(printable(sentence), file=sys.stderr)
                self.notes.append(event)

    def commands(self) -> Sequence[Command]:
        """Nobody commands it but Ctrl-C. Raises KeyboardInterrupt where that came and was lost."""
        interrupts.check()
        return ()
