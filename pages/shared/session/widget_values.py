"""What widgets show, what they were set to and when, and values of this tab that no widget holds."""

from __future__ import annotations

import time
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")
_ECHO = 0.6  # seconds in which a browser may still tell what a widget showed before it was set


def default(key: str, value: T) -> T | None:
    """What to give the widget of that key as its default, so that it shows ``value``.

    A widget that is new in the browser starts from its default, whatever order messages arrive in; one that is there
    already and shows something else is set.
    """
    if key not in st.session_state or st.session_state[key] == value:
        return value
    now = time.monotonic()
    st.session_state[f"_echoes_{key}"] = [*_echoes(key), (st.session_state[key], now), (value, now)]
    st.session_state[key] = value
    return None


def was_moved(key: str) -> bool:
    """Whether a person changed the widget of that key. Where something else is done before the browser has heard what
    the widget was set to, it tells with it what the widget showed before, which is nobody's choice."""
    return all(value != st.session_state[key] for value, _ in _echoes(key))


def _echoes(key: str) -> list[tuple[Any, float]]:
    """What the browser may still show in the widget of that key, and since when."""
    values = st.session_state.get(f"_echoes_{key}", [])
    return [(value, since) for value, since in values if time.monotonic() - since < _ECHO]


def keep(key: str, value: Any) -> None:
    """Remember a value of this tab that no widget holds."""
    st.session_state[key] = value


def shown_value(key: str, default: Any = None) -> Any:
    """What the widget of that key shows."""
    return st.session_state.get(key, default)


def hear(key: str, name: str) -> Any:
    """What the component of that key tells by that name; None where it has nothing to tell, or is shown no more: a page
    can be left before its last click is heard."""
    return (st.session_state.get(key) or {}).get(name)
