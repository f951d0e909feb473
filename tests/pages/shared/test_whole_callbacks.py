"""A callback runs to its end though a newer click is there, and the next one's begins after it."""

from __future__ import annotations

from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, cast

import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from pages.shared.session import whole_callbacks


@pytest.fixture(autouse=True)
def kept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the server has it; Streamlit is put back afterwards."""
    for changed, name in ((ScriptRequests, "on_scriptrunner_yield"), (SafeSessionState, "on_script_will_rerun")):
        monkeypatch.setattr(changed, name, getattr(changed, name))
    whole_callbacks.keep_callbacks_whole()


def page() -> None:
    """A button whose callback is overtaken by a newer click while it is at work."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    def act() -> None:
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        context.script_requests.request_stop()
        st.session_state["first"] = True
        st.query_params["asked"] = "first"
        st.session_state["last"] = True

    st.button("Act", on_click=act)
    st.write("as far as this" if "last" not in st.session_state else "too far")


def test_a_callback_that_is_overtaken_runs_to_its_end() -> None:
    app = AppTest.from_function(page, default_timeout=60).run()
    app.button[0].click().run()
    assert app.session_state["first"]
    assert app.session_state["last"]
    assert app.query_params["asked"] == "first"


def test_the_rest_of_a_page_that_is_overtaken_is_not_drawn() -> None:
    app = AppTest.from_function(page, default_timeout=60).run()
    app.button[0].click().run()
    assert "too far" not in [each.value for each in app.markdown]


class Overlapping:
    """Whether the callbacks of a second run began while those of the first were at work."""

    def __init__(self) -> None:
        self.second = Thread(target=lambda: begin(self))
        self.second_began = Event()
        self.overlapped = False

    def on_script_will_rerun(self, *_: object, **__: object) -> None:
        if self.second.ident is None:
            self.second.start()
            self.overlapped = self.second_began.wait(0.3)  # it would begin at once
        else:
            self.second_began.set()


def begin(state: Any) -> None:
    """What a run does first, each with a lock of its own."""
    SafeSessionState(cast(SessionState, state), lambda: None).on_script_will_rerun(None)


def test_callbacks_of_a_session_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_callbacks, "get_script_run_ctx", lambda: SimpleNamespace(session_id="one"))
    state = Overlapping()
    begin(state)
    state.second.join()
    assert state.second_began.is_set()
    assert not state.overlapped


def left() -> None:
    """A page that reads what a component told that is shown no more."""
    import streamlit as st

    from pages.shared.session import widget_values

    st.write(widget_values.hear("desk", "choice"))


def test_a_component_that_has_gone_tells_nothing() -> None:
    app = AppTest.from_function(left, default_timeout=60).run()
    assert not app.exception
    assert app.markdown[0].value == "`None`"
