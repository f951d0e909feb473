"""Which settings are compared, every combination of the chosen values a candidate, and the button that queues them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import streamlit as st

from mtl_core.comparison import comparing
from mtl_core.comparison.candidates import combine, read_values
from mtl_core.comparison.comparing import Entry
from mtl_core.errors import MTLError
from mtl_core.experiment import SHARING, Experiment
from mtl_core.runs.store import Comparison
from mtl_core.text_encoders import EncoderKind
from pages.results.sections import trainings_beside
from pages.shared import text, widgets
from pages.shared.session import comparisons, current_run

_EACH = "Every combination of the values is a candidate, 2 to 8 of them; what is left empty stays as in the draft."
_TITLES = {
    "sharing.kind": "Ways of sharing",
    "sharing.depth": "Shared layers",
    "sharing.units": "Width",
    "sharing.dropout": "Dropout",
    "text.encoder": "Text encoders",
}
_VALUES: Mapping[str, Sequence[str]] = {
    "sharing.kind": tuple(SHARING),
    "sharing.depth": ("0", "1", "2", "3"),
    "sharing.units": ("16", "32", "64", "128", "256"),
    "sharing.dropout": ("0", "0.1", "0.2", "0.3", "0.5"),
    "text.encoder": get_args(EncoderKind),
}
_WORDS = {kind: way.title for kind, way in SHARING.items()}


def choose(experiment: Experiment, before: Sequence[Comparison]) -> None:
    """Values to pick, seeds, how many trainings that makes, and the button."""
    with st.expander("Compare other settings", key="compare_settings"):
        st.caption(_EACH)
        with st.grid("auto", min_column_width=220):
            picked = {path: _pick(path) for path in _list_offers(experiment)}
        typed = st.text_input(
            "Any other setting",
            placeholder="training.batch_size=16,64",
            key="compare_vary",
            help="The path of a field of the experiment, and its values; several settings are set apart by blanks.",
        )
        seeds = st.slider(
            "Seeds for each",
            1,
            comparing.MOST_SEEDS,
            5,
            key="compare_settings_seeds",
            persist_state="session",
            help="Each seed deals the rows anew and starts the network anew; with few only large differences show.",
        )
        _start(experiment, {path: values for path, values in picked.items() if values}, typed, seeds, before)


def _list_offers(experiment: Experiment) -> list[str]:
    return [path for path in _VALUES if experiment.reads_texts or not path.startswith("text.")]


def _pick(path: str) -> list[str]:
    return st.multiselect(
        _TITLES[path],
        _VALUES[path],
        format_func=lambda value: _WORDS.get(value, value),
        key=f"compare_vary_{path.replace('.', '_')}",
        persist_state="session",
        placeholder="as in the draft",
    )


def _start(
    experiment: Experiment, picked: Mapping[str, Sequence[str]], typed: str, seeds: int, before: Sequence[Comparison]
) -> None:
    sentence, notes = "", list[str]()
    asked: Sequence[Entry] = ()
    try:
        found = combine(experiment, {**picked, **read_values(typed.split())})
        notes, asked = found.notes, comparing.vary(experiment, found.candidates, range(seeds))
        sentence = _tell_cost(asked, len(found.candidates), seeds)
    except MTLError as error:
        sentence = str(error)
    if any(found.ended < found.runs for found in before):
        sentence, asked = comparisons.AT_WORK, ()
    for note in notes:
        st.caption(text.esc_md(note, 400))
    with widgets.spread_row():
        st.markdown(text.esc_md(sentence, 400), width="content")
        st.button(
            "Compare settings",
            key="compare_settings_start",
            icon=":material/play_arrow:",
            on_click=comparisons.start,
            args=(asked,),
            disabled=not asked,
        )


def _tell_cost(asked: Sequence[Entry], candidates: int, seeds: int) -> str:
    """How many trainings that makes, and how long they take if each takes as long as the run that is open."""
    template = "{candidates} candidates with {seeds}: {cost}."
    cost = trainings_beside.tell_cost(current_run.find(), len(asked))
    return template.format(candidates=candidates, seeds=text.format_count(seeds, "seed", "seeds"), cost=cost)
