"""Callbacks that run to their end, one after another, however fast a person is.

When a newer click is there, Streamlit ends the older run at its next look at the session, in the middle of a callback
too, and begins the newer one beside it: the rest of what was asked for would be lost without a word.
"""

from __future__ import annotations

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
    ask, begin = ScriptRequests.on_scriptrunner_yield, SafeSessionState.on_script_will_rerun

    @wraps(ask)
    def ask_outside_callbacks(requests: ScriptRequests) -> ScriptRequest | None:
        return None if ThreadState.get().run_location is RunLocation.CALLBACK else ask(requests)

    @wraps(begin)
    def begin_in_turn(state: SafeSessionState, *arguments: Any, **named: Any) -> None:
        with _turn():
            begin(state, *arguments, **named)

    setattr(ScriptRequests, ask.__name__, ask_outside_callbacks)
    setattr(SafeSessionState, begin.__name__, begin_in_turn)


def _turn() -> RLock:
    context = get_script_run_ctx()
    return _TURNS[hash(context.session_id if context else None) % len(_TURNS)]
