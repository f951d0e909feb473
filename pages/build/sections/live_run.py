"""A run on the Train page, from its records: status, curves, mixing desk, feed; the live part polls while it trains."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from mtl_core import endings
from mtl_core.experiment import Experiment
from mtl_core.figures import palette
from mtl_core.records.events import (
    BalanceEvent,
    EpochEvent,
    Event,
    NoteEvent,
    ProgressEvent,
    StateEvent,
    ViewsEvent,
    WeightsEvent,
)
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Entry, Run
from pages.build.sections import (
    alone_curves,
    balancing,
    conflict_card,
    conflicts,
    desk,
    moves,
    run_settings,
    sharing_alarm,
)
from pages.shared import page_layout, places, server, text
from pages.shared.components import html_parts
from pages.shared.components.curves import Curve, Points, curves
from pages.shared.components.network_views import network_views
from pages.shared.components.status_bar import Action, Stat, clock, status_bar
from pages.shared.session import drafts, run_orders

E = TypeVar("E", bound=Event)
_PULSE = 0.5  # seconds between two looks at the records
_SLOW_PULSE = 2.0  # for what is drawn anew as a whole
_EAGER = 0.05  # until there is a first point to see, which a look waits for:
_BLINK, _BLINKS = 0.03, 13  # seconds between two glances at the records, and how many of them a look takes
_MOMENTS = 24  # of a run that has ended, to look back at
_LOOKS = 200  # at how the tasks stand to each other
_PHASES = {
    "preparing": "Preparing the table",
    "building": "Building the network",
    "training": "Training",
    "evaluating": "Judging on the test rows",
    "comparing": "Fitting reference models",
    "exporting": "Packing the model",
}


def next_steps(run: Run) -> None:
    """The buttons that follow a run which has come to rest."""
    if run.state in ACTIVE:
        return
    st.button(
        "Train again",
        key="train_start",
        icon=":material/play_arrow:",
        on_click=run_orders.train,
        help="Trains the network as it stands in the draft now.",
    )
    if run.state == "interrupted":
        st.button("Resume", key="train_resume", type="primary", on_click=run_orders.resume, args=(run.id,))
    elif run.state in ("finished", "stopped"):
        page_layout.link_button("See how good it is", places.EVALUATE, key="train_next", primary=True)


def show(run: Run) -> None:
    """The run, live while it is active; the settings of the next one once it is not."""
    active = run.state in ACTIVE
    with st.container():  # always there, so that what follows keeps its place, and the curves their zoom
        st.fragment(_faults, run_every=_SLOW_PULSE if active else None)(run)
        sharing_alarm.show(run)
    alone = alone_curves.find(run)
    if active:
        eager = not run.epoch
        looks = itertools.count() if eager else None
        st.fragment(_look, run_every=_EAGER if eager else _PULSE)(run.id, run.state, alone, looks)
        st.fragment(conflicts.where, run_every=_SLOW_PULSE)(run)
    else:  # both at once, so that both follow the epoch looked at; each in a container as a fragment is
        with st.container():
            _look(run.id, run.state, alone, None)
        with st.container():
            conflicts.where(run)
        alone_curves.follow(run, len(alone))
    draft = drafts.current()
    if not active and draft and draft.experiment:
        run_settings.settings(draft.experiment)
        balancing.method(draft.experiment)


def _faults(run: Run) -> None:
    """What went wrong, in one sentence."""
    problem = server.launcher().problem if run.state in ACTIVE else None
    if run.state in ("failed", "interrupted"):
        problem = run.sentence or text.STATES[run.state]
    if problem:
        st.error(text.esc_md(problem, 1_000), icon=":material/error:")


def _look(run_id: str, drawn_as: str, alone: Mapping[str, Points], looks: Iterator[int] | None) -> None:
    """One look at the records; one full rerun after the first epoch, and one when the run has come to rest. ``looks``
    counts those before that."""
    if looks is not None and next(looks):
        _await_point(run_id)
    run = server.store().run(run_id)
    if run.state != drawn_as and run.state not in ACTIVE:
        st.rerun()
    experiment = Experiment.from_json(run.experiment)
    _status(run)
    known = server.store().decimate(run.id, EpochEvent, alone_curves.POINTS)
    epochs = [entry.event for entry in known]
    touched = _events(server.store().events(run.id, kinds=(WeightsEvent,)))
    slots = _learning(run, experiment)
    steps = _under_way(run, known[-1].seq if known else 0)
    _curves(run, experiment, slots, epochs, steps, touched, alone)
    _draw_views(run, experiment)
    several = len(slots) > 1
    balance = _events(server.store().decimate(run.id, BalanceEvent, _LOOKS))
    faders, *between, feed = st.columns(3 if several else 2, gap="small")
    with faders:
        desk.of_run(run, experiment, slots, touched, [*epochs, *steps])
    for column in between:
        with column:
            conflict_card.card(run, balance)
    with feed:
        lines = _happenings(run, slots, epochs, _tell(run, slots, touched), conflict_card.happenings(balance))
        st.html(html_parts.event_feed(lines))
    if looks is not None and epochs:
        st.rerun()


def _await_point(run_id: str) -> None:
    """Wait a moment for news: to draw again what stands takes from the training the processor that it needs now."""
    known = _place(run_id)
    for _ in range(_BLINKS):
        time.sleep(_BLINK)
        if _place(run_id) != known:
            return


def _place(run_id: str) -> tuple[str, str, float]:
    run = server.store().run(run_id)
    return run.state, run.phase, run.epoch


def _events(entries: Sequence[Entry[E]]) -> list[E]:
    return [entry.event for entry in entries]


def _under_way(run: Run, after: int) -> list[ProgressEvent]:
    """What the steps of the epoch under way tell already; one that was broken off says little of itself."""
    if run.state not in ACTIVE:
        return []
    return _events(server.store().events(run.id, after=after, kinds=(ProgressEvent,)))


def _status(run: Run) -> None:
    stats = [Stat(f"{run.epoch:.0f}", "epoch", f"of {run.epochs}")]
    ended = run.finished or time.time()
    if run.started:
        stats.append(Stat(clock(ended - run.started), "elapsed"))
    if run.state == "running" and run.started and run.epoch >= 1:
        each = (ended - run.started) / run.epoch
        stats.append(Stat(clock(each * (run.epochs - run.epoch)), "left at most"))
    if run.kept_epoch is not None:
        stats.append(Stat(str(run.kept_epoch), "kept epoch"))
    status_bar(
        _state(run),
        _detail(run),
        stats,
        key="status_bar",
        progress=run.epoch / run.epochs if run.epochs and run.epoch else None if run.state == "starting" else 0.0,
        live=run.state in ("starting", "running"),
        actions=_actions(run),
        on_action=lambda action: run_orders.command(run.id, action),
    )


def _detail(run: Run) -> str:
    """Which run it is, and why it ended."""
    found = f"Run {run.number}" + (", adds a task" if run.parent else "")
    end = run.summary
    if end is None or end.stopped_by is None or end.kept_epoch is None or end.epochs_done is None:
        return found
    return f"{found}: {endings.brief(end.stopped_by, end.kept_epoch, end.epochs_done)}"


def _state(run: Run) -> str:
    if run.state == "queued":
        ahead = server.store().ahead(run.id)
        return f"Waiting, {text.format_count(ahead, 'training', 'trainings')} ahead" if ahead else "Waiting"
    if run.state == "running":
        return _PHASES.get(run.phase, "Training")
    return text.STATES[run.state]


def _actions(run: Run) -> list[Action]:
    if run.state not in ACTIVE:
        return []
    paused = run.state == "paused"
    waiting = run.state in ("queued", "starting")
    pause = Action("resume", "Resume", "resume") if paused else Action("pause", "Pause", "pause", disabled=waiting)
    step = Action("step", "Step one epoch", "step", disabled=waiting)
    return [pause, step, Action("stop", "Stop and keep best", "flag", primary=True)]


def _learning(run: Run, experiment: Experiment) -> range:
    """The slots of the tasks that learn: the last alone, where a task was added to a network that stays as it is."""
    last = len(experiment.tasks) - 1
    return range(last if run.parent and run.parent.frozen else 0, last + 1)


def _curves(
    run: Run,
    experiment: Experiment,
    slots: range,
    epochs: Sequence[EpochEvent],
    steps: Sequence[ProgressEvent],
    touched: Sequence[WeightsEvent],
    alone: Mapping[str, Points],
) -> None:
    """Whole epochs, and of the one under way what its steps tell already; behind them each task learnt ``alone``."""
    both: list[EpochEvent | ProgressEvent] = [*epochs, *steps]
    curves(
        [
            Curve(
                slot=slot,
                name=text.plain(experiment.task_names[slot], 40),
                validation=[(e.epoch, e.validation.get(f"t{slot}")) for e in epochs],
                train=[(e.epoch, e.train.get(f"t{slot}")) for e in both],
                best=epochs[-1].best.get(f"t{slot}") if epochs else None,
                headline=_headline(epochs, f"t{slot}"),
                touches=moves.touches(touched, f"t{slot}"),
                alone=alone.get(experiment.task_names[slot], ()),
            )
            for slot in slots
        ],
        key="curves",
        epochs=run.epochs,
    )


def _draw_views(run: Run, experiment: Experiment) -> None:
    """What the network shows of itself: as it is now, or once it has come to rest, how it came to be so."""
    told = _events(server.store().decimate(run.id, ViewsEvent, 2 if run.state in ACTIVE else _MOMENTS))
    moments = told[-1:] if run.state in ACTIVE else told
    with st.container():  # always there, so that what follows keeps its place
        if moments:
            network_views(moments, experiment.task_names, key="views")


def _headline(epochs: Sequence[EpochEvent], task: str) -> str:
    """That the curve has turned, if it has; runs of an earlier version say nothing of it."""
    turned = epochs[-1].turned if epochs else {}
    return f"by heart since epoch {turned[task]}" if task in turned else ""


def _happenings(
    run: Run,
    slots: range,
    epochs: Sequence[EpochEvent],
    told: Sequence[html_parts.Happening],
    between: Sequence[html_parts.Happening],
) -> list[html_parts.Happening]:
    """What happened, ``between`` tasks too, in words, the newest first."""
    lines = [*told, *between]
    if epochs:
        lines += _bests(slots, epochs)
        lines.append(html_parts.Happening(0, "Training started."))
    if run.state not in ACTIVE:
        lines.append(html_parts.Happening(run.epoch, text.plain(run.sentence, 400)))
    known = [line for line in lines if line.sentence]
    newest = reversed(known)  # of one epoch, too
    return sorted(newest, key=lambda line: -1 if line.epoch is None else line.epoch, reverse=True)


def _bests(slots: range, epochs: Sequence[EpochEvent]) -> list[html_parts.Happening]:
    """The best epoch of each task so far."""
    losses: dict[int | None, Mapping[str, float | None]] = {event.epoch: event.validation for event in epochs}
    found = []
    for slot in slots:
        best = epochs[-1].best.get(f"t{slot}")
        loss = losses.get(best, {}).get(f"t{slot}")
        if loss is not None:
            template = "Best for {letter} so far: {loss}, where guessing is 1."
            letter = palette.TASKS[slot].letter
            found.append(html_parts.Happening(best, template.format(letter=letter, loss=text.brief(loss))))
    return found


def _tell(run: Run, slots: range, touched: Sequence[WeightsEvent]) -> list[html_parts.Happening]:
    """What the run said, and what the person did at the desk."""
    notes: list[Entry[NoteEvent | StateEvent]] = server.store().events(run.id, kinds=(NoteEvent, StateEvent))
    said = [html_parts.Happening(note.epoch, text.plain(note.sentence, 400)) for note in _events(notes)]
    done = [html_parts.Happening(move.epoch, moves.describe_move(slots, move.before, move.after)) for move in touched]
    return said + done
