"""Whose drafts a browser sees and which run is the current one: the ids in the address bar."""

from __future__ import annotations

import re
import secrets

import streamlit as st

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


def take_ids() -> None:
    """Take the ids from the address bar or from the session and write them back: a click in the menu drops them."""
    for name in ("w", "run"):
        value = st.query_params.get(name) or st.session_state.get(name)
        if name == "w" and not (value and _ID.fullmatch(value)):
            value = secrets.token_urlsafe(16)
        _go(name, value)


def query() -> dict[str, str]:
    """The ids as query parameters, for links."""
    return {name: st.session_state[name] for name in ("w", "run") if st.session_state.get(name)}


def workspace() -> str:
    """The id under which this browser's draft is kept."""
    return str(st.session_state["w"])


def run_id() -> str | None:
    """The run that is named, whether it is there or not."""
    return st.session_state.get("run") or None


def open_run(run_id: str | None) -> None:
    """Make this run the current one."""
    _go("run", run_id)


def is_dark() -> bool:
    """Whether the page is shown in the dark theme."""
    return st.context.theme.type == "dark"


def _go(name: str, value: str | None) -> None:
    st.session_state[name] = value
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value
