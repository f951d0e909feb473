"""Sentences for the top of the next page that is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from mtl_core.errors import MTLError


def say(sentence: str, level: Literal["error", "warning", "success"] = "error") -> None:
    """A sentence for the top of the page, shown once."""
    notices = st.session_state.setdefault("_said", [])
    if (level, sentence) not in notices:
        notices.append((level, sentence))


def take() -> list[tuple[str, str]]:
    """What there is to tell, taken off the list."""
    notices: list[tuple[str, str]] = st.session_state.pop("_said", [])
    return notices


def attempt(action: Callable[..., Any], *arguments: Any) -> bool:
    """Do it; where it is refused, say why. Whether it was done."""
    try:
        action(*arguments)
    except MTLError as error:
        say(str(error))
        return False
    return True
