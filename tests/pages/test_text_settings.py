"""How texts are read, on the Network page."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import Experiment, Task
from mtl_core.pretrained import presets
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from pages.shared import draft_data
from tests.pages.conftest import Opener, W, add_table, kept
from tests.pretrained import tiny_preset


def text_frame(rows: int = 80) -> pd.DataFrame:
    words = ["good", "bad", "film", "match", "phone"]
    texts = [f"A {words[row % 2]} {words[2 + row % 3]} number{row}" for row in range(rows)]
    return pd.DataFrame({"text": texts, "mood": [words[row % 2] for row in range(rows)]})


@pytest.fixture
def text_draft(store: Store, workspace: Workspace) -> Experiment:
    """A draft whose input is a text, of which the words are known that occur twice."""
    table = add_table(workspace, store, text_frame(), "texts.csv")
    data = draft_data.with_tasks(draft_data.blank(table), [Task(column="mood", kind="binary")])
    data = draft_data.change_fields(data, {"text.min_count": 2})
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    made = draft_data.experiment(data)
    assert made is not None
    return made


def told(app: AppTest) -> str:
    """What became of the text column."""
    return next(str(html.value) for html in app.html if "mtl-facts" in str(html.value))


def test_text_settings_reach_the_draft(show: Opener, store: Store, text_draft: Experiment) -> None:
    app = show("build/network.py")
    app.selectbox(key="network_encoder").select("lstm").run()
    app.select_slider(key="network_text_units").set_value(16).run()
    app.toggle(key="network_lowercase").set_value(False).run()
    app.number_input(key="network_min_count").set_value(3).run()
    assert not app.exception
    text_settings = kept(store)["text"]
    assert text_settings["encoder"] == "lstm"
    assert (text_settings["units"], text_settings["lowercase"], text_settings["min_count"]) == (16, False, 3)


def test_spelling_is_asked_about_where_words_are_tagged(show: Opener, store: Store, workspace: Workspace) -> None:
    frame = text_frame().assign(slots="O B-mood O O")
    frame.loc[::2, "slots"] = "O O B-thing O"
    table = add_table(workspace, store, frame, "tagged.csv")
    tasks = [Task(column="mood", kind="binary")]
    for more, asked in (([], False), ([Task(column="slots", kind="tags", tokens="text")], True)):
        data = draft_data.with_tasks(draft_data.blank(table), tasks + more)
        store.save_draft(W, table.id, draft_data.to_text(data), int(asked))
        app = show("build/network.py")
        assert [toggle.value for toggle in app.toggle if toggle.key == "network_spelling"] == [True] * asked
        assert "Unknown among new words" in told(app)


def test_facts_of_texts_follow_the_settings(show: Opener, text_draft: Experiment) -> None:
    app = show("build/network.py")
    assert "Known words, beginnings and pairs" in told(app)
    assert "11 words, beginnings and pairs" in told(app)
    assert "25%" in told(app)  # number17 and its like are seen once at most
    app.selectbox(key="network_encoder").select("gru").run()
    assert "4 words<" in told(app)
    app.selectbox(key="network_tokens").select("characters").run()
    assert "Known characters" in told(app)
    assert "0%" in told(app)


def test_width_is_offered_where_the_encoder_has_one(show: Opener, text_draft: Experiment) -> None:
    app = show("build/network.py")
    assert all(slider.key != "network_text_units" for slider in app.select_slider)


def test_without_a_preset_the_page_says_what_to_do(show: Opener, text_draft: Experiment) -> None:
    app = show("build/network.py")
    app.selectbox(key="network_encoder").select("pretrained").run()
    assert not app.exception
    assert any("python -m mtl_core fetch" in str(told.value) for told in app.info)


def test_a_preset_is_chosen_by_its_name(show: Opener, store: Store, text_draft: Experiment) -> None:
    tiny_preset.written(presets.home() / "tiny")
    app = show("build/network.py")
    app.selectbox(key="network_encoder").select("pretrained").run()
    menu = app.selectbox(key="network_text_preset")
    assert list(menu.options) == ["choose one", "tiny"]
    menu.select("tiny").run()
    app.toggle(key="network_fine_tune").set_value(True).run()
    assert not app.exception
    assert kept(store)["text"] | {"encoder": "pretrained", "preset": "tiny", "fine_tune": True} == kept(store)["text"]
    assert list(app.selectbox(key="network_text_preset").options) == ["tiny"]
    assert any("Known pieces" in str(html.value) for html in app.html)


def test_table_without_texts_has_no_text_settings(show: Opener, draft: Experiment) -> None:
    assert all(box.key != "network_encoder" for box in show("build/network.py").selectbox)
