"""What a tab keeps between two draws of a page: ids, sentences, and what widgets hold."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest


def addressed() -> None:
    import streamlit as st

    from pages.shared.session import address

    address.take_ids()
    st.json({"w": address.workspace(), "run": address.run_id(), "links": address.query()})


def told(app: AppTest) -> dict[str, object]:
    import json

    found: dict[str, object] = json.loads(app.json[0].value)
    return found


@pytest.mark.parametrize("name", ["", "too_short", "x" * 65, "a/b" * 9, "ä" * 20])
def test_an_address_without_a_name_for_the_drafts_gets_one(name: str) -> None:
    app = AppTest.from_function(addressed, default_timeout=60)
    app.query_params["w"] = name
    app.run()
    made = str(app.query_params["w"])
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", made)
    assert told(app) == {"w": made, "run": None, "links": {"w": made}}
    app.query_params.clear()  # as a click in the menu does
    app.run()
    assert (told(app)["w"], app.query_params["w"]) == (made, made)


def test_the_ids_of_the_address_stand_over_those_of_the_tab() -> None:
    app = AppTest.from_function(addressed, default_timeout=60)
    app.query_params.update({"w": "a" * 16, "run": "seven"})
    app.run()
    assert told(app) == {"w": "a" * 16, "run": "seven", "links": {"w": "a" * 16, "run": "seven"}}
    app.query_params.update({"w": "b" * 64, "run": "eight"})
    app.run()
    assert told(app) == {"w": "b" * 64, "run": "eight", "links": {"w": "b" * 64, "run": "eight"}}


def opening() -> None:
    import streamlit as st

    from pages.shared.session import address

    address.take_ids()
    st.button("leave", on_click=address.open_run, args=(None,))
    st.button("open", on_click=address.open_run, args=("nine",))
    st.write(str(address.run_id()))


def test_a_run_that_is_left_is_out_of_the_address() -> None:
    app = AppTest.from_function(opening, default_timeout=60)
    app.query_params.update({"w": "a" * 16, "run": "seven"})
    app.run().button[0].click().run()
    assert app.markdown[0].value == "None"
    assert "run" not in app.query_params
    app.button[1].click().run()
    assert (app.markdown[0].value, app.query_params["run"]) == ("nine", "nine")


def noticing() -> None:
    import streamlit as st

    from mtl_core.errors import DataError
    from pages.shared.session import notices

    def refuse(why: str) -> None:
        raise DataError(why)

    notices.say("Once.")
    notices.say("Once.")
    notices.say("Once.", "success")
    st.write(f"{notices.attempt(refuse, 'It cannot be.')} {notices.attempt(len, 'x')}")
    st.json({"first": notices.take(), "second": notices.take()})


def test_a_sentence_is_told_once_and_a_refusal_is_one() -> None:
    app = AppTest.from_function(noticing, default_timeout=60).run()
    assert app.markdown[0].value == "False True"
    sentences = [["error", "Once."], ["success", "Once."], ["error", "It cannot be."]]
    assert told(app) == {"first": sentences, "second": []}


def setting() -> None:
    import streamlit as st

    from pages.shared.session import widget_values

    wanted = st.session_state.get("wanted", "b")
    st.radio(
        "choice", ["a", "b", "c"], ["a", "b", "c"].index(widget_values.default("choice", wanted) or "a"), key="choice"
    )
    st.json({"shown": widget_values.shown_value("choice"), "moved": widget_values.was_moved("choice")})


def test_a_widget_shows_what_it_is_set_to_and_knows_who_moved_it() -> None:
    app = AppTest.from_function(setting, default_timeout=60).run()
    assert told(app) == {"shown": "b", "moved": True}
    app.session_state["wanted"] = "c"
    app.run()
    assert told(app) == {"shown": "c", "moved": False}  # it was set just now, which is nobody's choice


def test_what_no_widget_holds_is_as_it_was_kept() -> None:
    def kept() -> None:
        import streamlit as st

        from pages.shared.session import widget_values

        before = widget_values.shown_value("number", 0)
        widget_values.keep("number", before + 1)
        st.session_state["component"] = {"choice": 5}
        heard = [widget_values.hear("component", "choice"), widget_values.hear("component", "other")]
        st.json({"number": widget_values.shown_value("number"), "heard": heard})

    app = AppTest.from_function(kept, default_timeout=60).run()
    assert told(app) == {"number": 1, "heard": [5, None]}
    assert told(app.run())["number"] == 2
