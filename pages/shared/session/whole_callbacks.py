"""Callbacks that run to their end, one after another, however fast a person is.

When a newer click is there, Streamlit ends the older run at its next look at the session, in the middle of a callback
too, and begins the newer one beside it: the rest of what was asked for would be lost without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequest, ScriptRequests
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState
from streamlit.runtime.state.safe_session_state import SafeSessionState

_TURNS = tuple(RLock() for _ in range(64))  # dealt out among the sessions, so that none is left over when one ends


def keep_callbacks_whole() -> None:
    """Change Streamlit so, in this process; called once, before the first page."""
    ScriptRequests.on_scriptrunner_yield = _outside_callbacks(ScriptRequests.on_scriptrunner_yield)  # type: ignore[method-assign]
    SafeSessionState.on_script_will_rerun = _in_turn(SafeSessionState.on_script_will_rerun)  # type: ignore[method-assign]
    SafeSessionState.on_script_finished = _in_turn(SafeSessionState.on_script_finished)  # type: ignore[method-assign]


def _outside_callbacks(ask: Callable[[ScriptRequests], ScriptRequest | None]) -> Callable[..., ScriptRequest | None]:
    """A callback does not hear that it is to end."""

    @wraps(ask)
    def ask_outside_callbacks(requests: ScriptRequests) -> ScriptRequest | None:
        return None if ThreadState.get().run_location is RunLocation.CALLBACK else ask(requests)

    return ask_outside_callbacks


def _in_turn(act: Callable[..., None]) -> Callable[..., None]:
    """What begins or ends a run changes what widgets hold, which no other run may do meanwhile."""

    @wraps(act)
    def act_in_turn(*arguments: Any, **named: Any) -> None:
        context = get_script_run_ctx()
        with _TURNS[hash(context.session_id if context else None) % len(_TURNS)]:
            act(*arguments, **named)

    return act_in_turn
