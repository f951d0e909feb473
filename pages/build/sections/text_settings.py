"""How texts are read, on the Network page: the encoder, what is kept of a text, what was learnt."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from mtl_core.errors import MTLError
from mtl_core.experiment import Experiment
from mtl_core.preparation.preparing import TextStats
from mtl_core.pretrained import presets
from mtl_core.text_encoders import TEXT_ENCODERS, Sizes
from pages.shared import draft_plan, text, widgets
from pages.shared.components import html_parts

_WIDTHS = (4, 8, 16, 32, 64, 128, 256, 512, 1024)
_VOCABULARIES = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)
_LENGTHS = (16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
_NO_PRESET = (
    "No pretrained encoder is here yet. On the machine that serves this page, run "
    "`python -m mtl_core fetch bert_tiny_en_uncased`, or copy the folder of a BERT preset of KerasHub into `presets` "
    "in the workspace; then choose it here."
)
_TOKENS = {
    "auto": "as the script needs",
    "words": "words",
    "characters": "characters",
    "spaces": "what spaces set apart",
}
_IN_ALL = {"words": "words, beginnings and pairs", "characters": "characters and pairs"}


def card(dataset_id: str, experiment: Experiment) -> None:
    """Controls and facts side by side; nothing where no text is an input."""
    if not any(experiment.columns[name].traits.is_text for name in experiment.input_names):
        return
    with st.container(border=True, key="card_texts"):
        st.markdown("**How texts are read**", help="Each text column gets an encoder of its own, shared by all tasks.")
        reading, learnt = st.columns([3, 2], gap="large")
        with reading:
            _encoder(experiment)
            _cutting(experiment)
        with learnt:
            _draw_learnt(dataset_id, experiment)


def _draw_learnt(dataset_id: str, experiment: Experiment) -> None:
    """What each text column became; where the columns cannot be read the drawing's place says why."""
    with suppress(MTLError):
        for column in draft_plan.fit_columns(dataset_id, experiment).texts:
            st.html(html_parts.facts(text.plain(column.column, 40), _facts(column)))
        st.caption("Learnt from the training rows; measured on the rows that pick the best epoch.")


def _facts(column: TextStats) -> list[tuple[str, str]]:
    cutting = "words" if column.tokens == "spaces" else column.tokens
    tokens = _IN_ALL[cutting] if column.pairs else cutting
    return [
        (f"Known {tokens}", f"{column.vocabulary:,}"),
        (f"Unknown among new {cutting}", text.percent(column.unseen_share)),
        ("Kept of a text", f"{column.length:,} {tokens}"),
        ("Texts that are longer", text.percent(column.cut_share)),
    ]


def _encoder(experiment: Experiment) -> None:
    """The encoder and its sizes; below an expander how texts are cut."""
    encoder = experiment.text.encoder
    titles = {name: each.title for name, each in TEXT_ENCODERS.items()}
    widgets.choice(experiment, "text.encoder", key="network_encoder", words=titles)
    st.caption(TEXT_ENCODERS[encoder].about)
    if TEXT_ENCODERS[encoder].pairs and experiment.tagged:
        st.caption("For tags it knows each word alone, not those beside it; choose an LSTM from both ends instead.")
    if TEXT_ENCODERS[encoder].preset:
        _preset(experiment)
        return
    widgets.steps(experiment, "text.embedding", _WIDTHS, key="network_embedding", written="{:g} numbers".format)
    if _has_width(encoder):
        widgets.steps(experiment, "text.units", _WIDTHS, key="network_text_units", written="{:g} units".format)
    if experiment.tagged:
        widgets.switch(experiment, "text.spelling", key="network_spelling")
    widgets.slider(experiment, "text.dropout", key="network_text_dropout", step=0.05)


def _preset(experiment: Experiment) -> None:
    """Which pretrained encoder, and whether it learns; what to do where there is none."""
    names = presets.list_presets()
    if not names:
        st.info(_NO_PRESET)
        return
    widgets.name_choice(experiment, "text.preset", names, key="network_text_preset")
    widgets.switch(experiment, "text.fine_tune", key="network_fine_tune")


def _cutting(experiment: Experiment) -> None:
    """How a text becomes tokens, and how many of them are kept."""
    with st.expander("How texts are cut", key="network_cutting"):
        if not TEXT_ENCODERS[experiment.text.encoder].preset:  # which brings its own vocabulary
            widgets.choice(experiment, "text.tokens", key="network_tokens", words=_TOKENS)
            widgets.switch(experiment, "text.lowercase", key="network_lowercase")
            widgets.steps(experiment, "text.vocabulary", _VOCABULARIES, key="network_vocabulary", written="{:,}".format)
            widgets.number(experiment, "text.min_count", key="network_min_count")
        widgets.slider(experiment, "text.percentile", key="network_percentile", step=0.5, format="%g%%")
        widgets.steps(experiment, "text.longest", _LENGTHS, key="network_longest", written="{:,}".format)


def _has_width(encoder: str) -> bool:
    """Whether the encoder has layers of its own, whose width can be set."""
    narrow, wide = (TEXT_ENCODERS[encoder].parameters(Sizes(2, 1, 1, units)) for units in (1, 2))
    return narrow != wide
