"""A menu of all members of a family of settings, each with its title and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from pages.shared.session import drafts, widget_values


class Entry(NamedTuple):
    """One member in the menu."""

    title: str
    sentence: str
    changes: Mapping[str, Any]  # what a choice of it sets in the draft, by dotted path


def menu(label: str, present: str, sections: Mapping[str, Mapping[str, Entry]], *, key: str, menu_key: str) -> None:
    """A popover in which one of the entries is chosen, which closes it; ``label`` says what they are.

    ``sections`` are the entries by name under each heading; those under a heading other than "" are folded away until
    one of them is chosen.
    """
    titles = {name: entry.title for entries in sections.values() for name, entry in entries.items()}
    with st.popover(titles[present], width="stretch", key=menu_key, on_change="rerun"):
        for place, (heading, entries) in enumerate(sections.items()):
            own = key if place == 0 else f"{key}_{place}"
            with st.expander(heading, expanded=present in entries) if heading else st.container():
                _radio(label, present, entries, key=own, menu_key=menu_key)


def _radio(label: str, present: str, entries: Mapping[str, Entry], *, key: str, menu_key: str) -> None:
    names = list(entries)
    shown = widget_values.default(key, present if present in entries else None)
    st.radio(
        label,
        names,
        None if shown is None else names.index(shown),
        format_func=lambda name: entries[name].title,
        captions=[entry.sentence for entry in entries.values()],
        key=key,
        label_visibility="collapsed",
        on_change=_choose,
        args=(entries, key, menu_key),
    )


def _choose(entries: Mapping[str, Entry], key: str, menu_key: str) -> None:
    if widget_values.was_moved(key):
        drafts.set_fields(entries[widget_values.shown_value(key)].changes)
    widget_values.keep(menu_key, False)
