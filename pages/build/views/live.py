"""A run on the Train page, from its records: status, curves, mixing desk, feed; the live part polls while it trains."""

from __future__ import annotations

import time
from collections.abc import Sequence

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.runs.store import Event, Run
from pages.build.views import starting
from pages.shared import frame, places, session, text
from pages.shared.components import pieces
from pages.shared.components.curves import Curve, Touch, curves
from pages.shared.components.mixing_desk import Strip, mixing_desk
from pages.shared.components.status_bar import Action, Stat, clock, status_bar

_PULSE = 0.5  # seconds between two looks at the records
_POINTS = 400  # of a curve; more than a card has pixels for
_PHASES = {
    "preparing": "Preparing the table",
    "building": "Building the network",
    "training": "Training",
    "evaluating": "Judging on the test rows",
    "exporting": "Packing the model",
}


def show(run: Run) -> None:
    """The run, live while it is active; what can follow it once it is not."""
    active = run.state in session.ACTIVE
    if not active:
        _after(run)
    st.fragment(_look, run_every=_PULSE if active else None)(run.id, run.state)


def _look(run_id: str, drawn_as: str) -> None:
    """One look at the records; one full rerun when the run has come to rest."""
    run = session.store().run(run_id)
    if run.state != drawn_as and run.state not in session.ACTIVE:
        st.rerun()
    experiment = Experiment.from_json(run.experiment)
    _status(run)
    epochs = session.store().decimate(run.id, "epoch", _POINTS)
    touched = session.store().events(run.id, kinds=("weights",))
    _curves(run, experiment, epochs, touched)
    desk, feed = st.columns([1, 1], gap="medium")
    with desk:
        _desk(run, experiment, touched)
    with feed:
        notes = session.store().events(run.id, kinds=("note", "state"))
        st.html(pieces.event_feed(_happenings(experiment, [*notes, *touched])))


def _status(run: Run) -> None:
    stats = [Stat(f"{run.epoch:.0f}", "epoch", f"of {run.epochs}")]
    ended = run.finished or time.time()
    if run.started:
        stats.append(Stat(clock(ended - run.started), "elapsed"))
    if run.state == "running" and run.started and run.epoch >= 1:
        each = (ended - run.started) / run.epoch
        stats.append(Stat(clock(each * (run.epochs - run.epoch)), "left at most"))
    if run.kept_epoch is not None:
        stats.append(Stat(str(run.kept_epoch), "best epoch"))
    status_bar(
        _state(run),
        f"Run {run.number}",
        stats,
        key="status_bar",
        progress=run.epoch / run.epochs if run.epochs and run.epoch else None if run.state == "starting" else 0.0,
        live=run.state in ("starting", "running"),
        actions=_actions(run),
        on_action=lambda action: session.command(run.id, action),
    )


def _state(run: Run) -> str:
    if run.state == "queued":
        ahead = session.store().ahead(run.id)
        return f"Waiting, {text.counted(ahead, 'training', 'trainings')} ahead" if ahead else "Waiting"
    if run.state == "running":
        return _PHASES.get(run.phase, "Training")
    return text.STATES[run.state]


def _actions(run: Run) -> list[Action]:
    if run.state not in session.ACTIVE:
        return []
    paused = run.state == "paused"
    waiting = run.state in ("queued", "starting")
    pause = Action("resume", "Resume", "resume") if paused else Action("pause", "Pause", "pause", disabled=waiting)
    step = Action("step", "Step one epoch", "step", disabled=waiting)
    return [pause, step, Action("stop", "Stop and keep best", "flag", primary=True)]


def _curves(run: Run, experiment: Experiment, epochs: Sequence[Event], touched: Sequence[Event]) -> None:
    steps = session.store().decimate(run.id, "progress", _POINTS)
    curves(
        [
            Curve(
                slot=slot,
                name=text.plain(task.column, 40),
                validation=[(e.body["epoch"], e.body["validation"].get(f"t{slot}")) for e in epochs],
                train=[(e.body["epoch"], e.body["train"].get(f"t{slot}")) for e in steps],
                best=epochs[-1].body["best"].get(f"t{slot}") if epochs else None,
                touches=_touches(touched, f"t{slot}"),
            )
            for slot, task in enumerate(experiment.tasks)
        ],
        key="curves",
        epochs=run.epochs,
    )


def _touches(touched: Sequence[Event], task: str) -> list[Touch]:
    moved = [(e.body["epoch"], e.body["from"][task], e.body["to"][task]) for e in touched]
    return [
        Touch(epoch, f"turned {'up' if new > old else 'down'} {old:.1f} → {new:.1f}")
        for epoch, old, new in moved
        if new != old
    ]


def _desk(run: Run, experiment: Experiment, touched: Sequence[Event]) -> None:
    """The faders at the weights in force; a moved one sends a command, the records then say when it took effect."""
    ids = {f"t{slot}": task.column for slot, task in enumerate(experiment.tasks)}
    in_force = touched[-1].body["to"] if touched else {t: experiment.balancing.weight(name) for t, name in ids.items()}
    mixing_desk(
        [Strip(t, slot, text.plain(name, 40)) for slot, (t, name) in enumerate(ids.items())],
        in_force,
        key="desk",
        disabled=run.state not in ("running", "paused", "starting"),
        on_change=lambda weights: session.weigh(run.id, {ids[t]: weight for t, weight in weights.items()}),
    )


def _happenings(experiment: Experiment, events: Sequence[Event]) -> list[pieces.Happening]:
    """What happened, in words, the newest first."""
    return [
        pieces.Happening(event.body.get("epoch"), sentence)
        for event in sorted(events, key=lambda event: event.seq, reverse=True)
        if (sentence := _in_words(experiment, event))
    ]


def _in_words(experiment: Experiment, event: Event) -> str:
    if event.kind != "weights":
        return text.plain(event.body.get("sentence") or "", 400)
    old, new = event.body["from"], event.body["to"]
    moved = [slot for slot in range(len(experiment.tasks)) if new[f"t{slot}"] != old[f"t{slot}"]]
    turned = [
        f"{pieces.letter(slot)} {'up' if new[f't{slot}'] > old[f't{slot}'] else 'down'} to {new[f't{slot}']:.2g}"
        for slot in moved
    ]
    return f"You turned {text.listed(turned)}." if turned else ""


def _after(run: Run) -> None:
    """What the run came to, and the one thing to do next."""
    sentence = text.esc_md(run.sentence or "", 1_000)
    if run.state in ("failed", "interrupted"):
        st.error(sentence or text.STATES[run.state], icon=":material/error:")
    with st.container(horizontal=True, key="train_after"):
        if run.state in ("finished", "stopped"):
            frame.link_button("See how good it is", places.EVALUATE, key="train_next", primary=True)
        if run.state in ("interrupted", "failed"):
            st.button(
                "Resume",
                key="train_resume",
                type="primary",
                on_click=session.resume,
                args=(run.id,),
                help="Goes on from the last checkpoint.",
                disabled=run.state == "failed",
            )
        st.button(
            "Train again",
            key="train_start",
            icon=":material/play_arrow:",
            on_click=session.train,
            help="Trains the network as it stands in the draft now.",
        )
    draft = session.draft()
    if draft and draft.experiment:
        starting.settings(draft.experiment)
