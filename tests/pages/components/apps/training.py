"""Curves, desk and status bar of a pretended run: ?tasks=3&live=1 lets data arrive three times a second; with deaf=1
the run takes no weights, with by_hand=1 one choice at each press of "Answer one"; with alone=1 each
task has been learnt alone, too."""

import math

import streamlit as st

from pages.shared.components.curves import Curve, Touch, curves
from pages.shared.components.html_parts import Happening, event_feed
from pages.shared.components.mixing_desk import Strip, mixing_desk
from pages.shared.components.status_bar import Action, Stat, clock, status_bar
from pages.shared.theme import shell

st.set_page_config(layout="wide")
st.html(shell())
NAMES = ["Doctor visits", "Physical limitation", "Self-rated health", "A <i>fourth</i> task"]
HEADLINES = ["off by 2.05 visits", "79 of 100 pairs in order", "61 of 100 right", ""]
TOUCHES = ["turned up 1.0 → 1.4", "A up, C down", "turned down 1.0 → 0.6", ""]
count = int(st.query_params.get("tasks", 3))
live = "live" in st.query_params
state = st.session_state
state.setdefault("epoch", int(st.query_params.get("epoch", 27)))
state.setdefault("weights", {"t0": 1.4, "t1": 1.0, "t2": 0.6})
state.setdefault("turn", None)
state.setdefault("calls", 0)
state.setdefault("coming", [])


def point(task: int, epoch: int, end: float) -> float:
    """A loss curve with some noise, the same at every call."""
    noise = math.sin(12.9 * epoch + 7.1 * task) * 0.02 * min(epoch, 5) / 5
    return end + (1 - end) * math.exp(-epoch / (5 + task)) + noise


def curve(task: int) -> Curve:
    """All points up to the present epoch."""
    epochs = range(state["epoch"] + 1)
    validation = [(epoch, point(task, epoch, 0.76 - 0.06 * (task % 4))) for epoch in epochs]
    train = [(epoch, point(task, epoch, 0.7 - 0.06 * (task % 4)) - 0.01) for epoch in epochs]
    best = min(validation, key=lambda each: each[1])[0]
    alone = [(epoch, point(task, epoch, 0.8)) for epoch in range(36)] if "alone" in st.query_params else []
    touches = [Touch(14, TOUCHES[task % 4])] if state["epoch"] >= 14 and TOUCHES[task % 4] else []
    return Curve(task, NAMES[task % 4], validation, train, best, HEADLINES[task % 4], touches, alone)


def weigh(weights: dict[str, float], turn: int) -> None:
    """What a page does: hand the weights on. The run answers a tick later."""
    state["asked"] = weights
    state["coming"].append((weights, turn))
    state["calls"] += 1


def answer() -> None:
    """What a run does: take the choices in the order in which they came."""
    state["weights"], state["turn"] = state["coming"].pop(0)


def act(action: str) -> None:
    """Remember the button."""
    state["pressed"] = action


@st.fragment(run_every=0.3 if live else None)
def board() -> None:
    """What arrives while a network trains."""
    if live:
        state["epoch"] += 1
    by_hand = "by_hand" in st.query_params
    if by_hand and st.button("Answer one"):
        answer()
    status_bar(
        "Training",
        "Run 7",
        [
            Stat(f"{state['epoch']}", "epoch", "of 80"),
            Stat(clock(52), "elapsed"),
            Stat(clock(102), "left at most"),
            Stat("1.9", "per epoch", "s"),
        ],
        key="bar",
        progress=state["epoch"] / 80,
        live=True,
        actions=[
            Action("pause", "Pause", "pause"),
            Action("step", "Step one epoch", "step", disabled=True),
            Action("stop", "Stop and keep best", "flag", primary=True),
        ],
        on_action=act,
    )
    curves([curve(task) for task in range(count)], key="curves", scale=st.query_params.get("scale", "loss"), epochs=80)
    left, middle, right = st.columns(3)
    with left:
        force = [1.38 + state["calls"] / 1000, 0.7, 0.0, None]  # a desk whose data stay the same is not drawn anew
        strips = [Strip(f"t{task}", task, NAMES[task % 4], force[task % 4]) for task in range(count)]
        off = "disabled" in st.query_params
        turn = state["turn"]
        mixing_desk(strips, state["weights"], key="desk", note="How loud.", turn=turn, on_change=weigh, disabled=off)
    middle.markdown(
        f"epoch {state['epoch']} · calls {state['calls']} · coming {len(state['coming'])} · "
        f"asked {state.get('asked')} · pressed {state.get('pressed')}"
    )
    while state["coming"] and not by_hand and "deaf" not in st.query_params:
        answer()
    happenings = [
        Happening(27, "C has not improved for 7 epochs."),
        Happening(26, "New best for A: off by 2.05 <b>visits</b> on average."),
        Happening(14, "You turned C down to 0.6 and A up to 1.4."),
        Happening(0, "Training started on 14,133 rows; 2,019 more are held back to check it."),
    ]
    right.html(event_feed(happenings))


board()
