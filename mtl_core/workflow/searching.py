"""A search for better settings, and its best trial trained beside the person's own settings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.records.budget import Budget
from mtl_core.records.commands import Command, StopCommand
from mtl_core.records.events import Event, NoteEvent, PhaseEvent, ProgressEvent
from mtl_core.records.searches import Gain, Search
from mtl_core.records.summary import RunSummary
from mtl_core.search import kept
from mtl_core.search.searching import Clock, Follow, Searcher, StopError
from mtl_core.search.sentences import tell_end
from mtl_core.search.space import apply
from mtl_core.search.watching import Listener, Watch
from mtl_core.tables.dataset import Dataset
from mtl_core.training import Observer
from mtl_core.verdict.sharing import compare_with_alone
from mtl_core.workflow.learning import learn
from mtl_core.workflow.running import run

BEST, OWN = "best", "own"
_TRAINING = {
    OWN: "Your own settings are trained for the test rows.",
    BEST: "The best settings are trained beside them.",
}


@dataclass(frozen=True)
class Audience:
    """Who hears of a search: ``follow`` gets a sentence on each training that begins and says who listens to it,
    ``tell`` the search after each trial, ``leave`` the folder, settings and summary of the best settings' training."""

    follow: Follow
    tell: Callable[[Search], None]
    leave: Callable[[Path, Experiment, RunSummary], None]


def search(
    dataset_folder: Path,
    experiment: Experiment,
    folder: Path,
    budget: Budget,
    audience: Audience,
    clock: Clock = time.monotonic,
) -> Search:
    """Seek better settings for the experiment, judged by validation rows alone, then train the best ones and the
    person's own with the same seed and rows, and compare them on the test rows.

    ``folder`` gets search.json after each trial, and in the end the folders ``own`` and ``best`` with what ``run``
    leaves; where nothing better was found ``own`` alone. A second call with the same folder goes on. Raises MTLError,
    and StopError where the person ends it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dataset = Dataset.open(dataset_folder)

    def attempt(tried: Experiment, watch: Watch) -> None:
        learn(dataset, tried, None, watch)

    def keep(search: Search) -> None:
        kept.write(folder, search)
        audience.tell(search)

    searcher = Searcher(attempt, keep, audience.follow, clock)
    found = searcher.go_on(kept.begin(folder, dataset.id, experiment), budget)
    if not found.compared:
        found = _compare(found, dataset_folder, folder, audience)
    kept.write(folder, found)
    return found


def search_for(
    dataset_folder: Path, experiment: Experiment, folder: Path, observer: Observer, budget: Budget
) -> RunSummary:
    """``search`` as a run that a person follows: what the best settings' training comes to; of a search that the person
    ends, only that."""
    summaries = [RunSummary()]  # of a search that had only to be told of again

    @contextmanager
    def follow(sentence: str) -> Iterator[Listener]:
        observer.report(NoteEvent(epoch=0.0, sentence=sentence))
        yield _Progress(observer)

    def tell(search: Search) -> None:
        observer.report(NoteEvent(epoch=0.0, sentence=tell_end(search)))

    def leave(folder: Path, best: Experiment, summary: RunSummary) -> None:
        summaries.append(summary)

    try:
        search(dataset_folder, experiment, folder, budget, Audience(follow, tell, leave))
    except StopError:
        return RunSummary(stopped_by="command")
    return summaries[-1]


class _Progress:
    """Hands on how far a training is, and no curves: those of many trainings would be one muddle."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer

    def report(self, event: Event) -> None:
        """Take an event."""
        if isinstance(event, PhaseEvent | ProgressEvent):
            self._observer.report(event)

    def commands(self) -> Sequence[Command]:
        """The end alone: a trial that stood still, or whose weights changed, would be judged by another measure."""
        return [command for command in self._observer.commands() if isinstance(command, StopCommand)]


def best_of(search: Search) -> Experiment:
    """The settings of the best trial: the person's own where none is better."""
    own = parse_experiment(search.experiment)
    return own if search.best is None else apply(own, search.best.drawn)


def _compare(found: Search, dataset_folder: Path, folder: Path, audience: Audience) -> Search:
    """The search with what the test rows say of its best trial."""
    own = parse_experiment(found.experiment)
    wanted = [(OWN, own), *([(BEST, best_of(found))] if found.is_better else [])]
    for name, experiment in wanted:
        with audience.follow(_TRAINING[name]) as listener:
            summary = run(dataset_folder, experiment, folder / name, listener)
        if summary.stopped_by == "command":
            raise StopError
    gains = _measure_gains(folder, own) if found.is_better else ()
    audience.leave(folder / name, experiment, summary)
    return found.model_copy(update={"compared": True, "gains": gains})


def _measure_gains(folder: Path, own: Experiment) -> tuple[Gain, ...]:
    pairs = compare_with_alone(folder / BEST, dict.fromkeys(own.task_names, folder / OWN)).tasks
    return tuple(
        Gain(task=each.task, metric=each.metric, found=each.together, own=each.alone, difference=each.difference)
        for each in pairs
    )
