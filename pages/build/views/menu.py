"""A menu of all members of a family of settings, each with its title and a sentence; knows no family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from pages.shared import session


class Entry(NamedTuple):
    """One member in the menu."""

    title: str
    sentence: str


def menu(path: str, present: str, sections: Mapping[str, Mapping[str, Entry]], *, key: str, menu_key: str) -> None:
    """A popover that sets the field at ``path`` to one of the kinds; a choice closes it.

    ``sections`` are the entries by kind under each heading; those under a heading other than "" are folded away until
    one of them is chosen.
    """
    titles = {kind: entry.title for entries in sections.values() for kind, entry in entries.items()}
    with st.popover(titles[present], width="stretch", key=menu_key, on_change="rerun"):
        for place, (heading, entries) in enumerate(sections.items()):
            own = key if place == 0 else f"{key}_{place}"
            with st.expander(heading, expanded=present in entries) if heading else st.container():
                _radio(path, present, entries, key=own, menu_key=menu_key)


def _radio(path: str, present: str, entries: Mapping[str, Entry], *, key: str, menu_key: str) -> None:
    kinds = list(entries)
    shown = session.default(key, present if present in entries else None)
    st.radio(
        path,
        kinds,
        None if shown is None else kinds.index(shown),
        format_func=lambda kind: entries[kind].title,
        captions=[entry.sentence for entry in entries.values()],
        key=key,
        label_visibility="collapsed",
        on_change=_choose,
        args=(path, key, menu_key),
    )


def _choose(path: str, key: str, menu_key: str) -> None:
    session.commit(path, key)
    session.keep(menu_key, False)
