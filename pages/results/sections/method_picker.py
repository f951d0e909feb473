"""Which methods are compared over how many seeds, and the button that queues the runs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mtl_core.comparison import comparing
from mtl_core.comparison.comparing import Entry
from mtl_core.errors import MTLError
from mtl_core.experiment import BALANCING, Experiment
from mtl_core.runs.store import Comparison
from pages.results.sections import trainings_beside
from pages.shared import text, widgets
from pages.shared.session import comparisons, current_run

_ALWAYS = (
    "Always beside them: {lines}, and each task alone in a network of its own. All get the same rows, epochs and "
    "seeds, and steps of one length."
)


def choose(experiment: Experiment, before: Sequence[Comparison]) -> None:
    """Methods to tick, seeds, how many trainings that makes, and the button."""
    with st.expander("What to compare", expanded=not before, key="compare_setup"):
        kinds = [*_tick(research=False)]
        with st.expander("Research", key="compare_research"):
            kinds += _tick(research=True)
        lines = text.list_names([f"“{comparing.title(kind)}”" for kind in comparing.LINES])
        st.caption(_ALWAYS.format(lines=lines))
        seeds = st.slider(
            "Seeds",
            1,
            5,
            3,
            key="compare_seeds",
            persist_state="session",
            help="Each seed deals the rows anew and starts the network anew; several tell luck from merit.",
        )
        _start(experiment, kinds, seeds, working=any(found.ended < found.runs for found in before))


def _tick(research: bool) -> list[str]:
    """The methods that are ticked among those of one sort; those that stand beside anyway are not offered."""
    offered = {k: v for k, v in BALANCING.items() if v.research == research and k not in comparing.LINES}
    with st.grid("auto", min_column_width=220):
        ticks = {
            kind: st.checkbox(
                settings.title, not research, key=f"compare_{kind}", help=settings.sentence, persist_state="session"
            )
            for kind, settings in offered.items()
        }
    return [kind for kind, ticked in ticks.items() if ticked]


def _start(experiment: Experiment, kinds: Sequence[str], seeds: int, working: bool) -> None:
    fault = comparisons.AT_WORK if working else ""
    sentence = ""
    asked: Sequence[Entry] = ()
    try:
        sentence = _sentence(experiment, kinds, seeds)
        asked = comparing.entries(experiment, kinds, range(seeds))
    except MTLError as error:
        fault = fault or str(error)
    with widgets.spread_row():
        st.markdown(text.esc_md(fault, 300) if fault else sentence, width="content")
        st.button(
            "Compare",
            key="compare_start",
            type="primary",
            icon=":material/play_arrow:",
            on_click=comparisons.start,
            args=(asked,),
            disabled=bool(fault),
        )


def _sentence(experiment: Experiment, kinds: Sequence[str], seeds: int) -> str:
    """What that makes in trainings, and how long they take. Raises ExperimentError where it cannot be compared."""
    each = len(comparing.entries(experiment, kinds, [0]))
    tasks = len(experiment.tasks)
    template = "**{all}** of at most {epochs:,} epochs{time}: {methods} and {tasks} tasks alone, {seeds}."
    return template.format(
        all=text.format_count(each * seeds, "training", "trainings"),
        epochs=experiment.training.epochs,
        time=trainings_beside.tell_time(current_run.find(), each * seeds),
        methods=text.format_count(each - tasks, "method", "methods"),
        tasks=tasks,
        seeds=f"with {text.format_count(seeds, 'seed', 'seeds')}",
    )
