"""Data, Tasks, Network and Train before a run: what is read is shown, and what is moved reaches the draft."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import BALANCING, SHARING, WAYS, Experiment, Task, parse_experiment
from mtl_core.pretrained import presets
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.build.views import branching, column_table
from pages.shared import draft_data, session, text
from tests.pages.conftest import Opener, W, add_table, small_frame, words
from tests.pretrained import tiny_preset

CASES = Path(__file__).parents[1] / "cases"
HOSTILE = [
    "<script>alert(1)</script>",
    "![x](http://example.org/a.png)",
    ":red[x] $a$ *b* __c__",
    "../../etc/passwd",
    "😀 \u202egnp.exe",
    "x" * 1_000,
]


def kept(store: Store) -> draft_data.Data:
    draft = store.draft(W)
    assert draft is not None
    data: draft_data.Data = json.loads(draft.experiment_json or "")
    return data


def test_upload_makes_the_draft(show: Opener, store: Store) -> None:
    app = show("build/data.py")
    app.file_uploader[0].upload("small.csv", small_frame().to_csv(index=False).encode(), "text/csv").run()
    assert not app.exception
    assert "80 rows" in words(app)
    assert set(kept(store)["column_table"]) == {"size", "age", "town", "ill", "cost"}


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"%PDF-1.7 no table", b"PK\x03\x04 no workbook"])
def test_file_that_is_no_table_leaves_what_was_there(
    show: Opener, store: Store, draft: Experiment, content: bytes
) -> None:
    before = kept(store)
    app = show("build/data.py")
    app.file_uploader[0].upload("bad.csv", content, "text/csv").run()
    assert not app.exception
    assert len(app.error) == 1
    assert kept(store) == before
    assert "80 rows" in words(app)


def test_edits_of_the_column_table_reach_the_draft(table: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    changed: list[draft_data.Data] = []
    edits = {"edited_rows": {"1": {"Kind": "category", "Input": False}, "0": {"Input": False}}}
    monkeypatch.setattr(column_table.session, "shown", lambda key, default: edits)
    monkeypatch.setattr(column_table.session, "change", lambda make: changed.append(make(draft_data.blank(table))))
    column_table.commit_edits("data_columns_1", [column.name for column in table.columns])
    before = draft_data.blank(table)["column_table"]
    assert changed[0]["column_table"]["age"] == before["age"] | {"kind": "category", "use": False}
    assert changed[0]["column_table"]["size"] == before["size"] | {"use": False}
    assert changed[0]["column_table"]["town"]["use"] is True


def test_edits_of_the_column_table_are_laid_over_no_other_columns(
    table: Dataset, workspace: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(column_table.session, "shown", kept.get)
    monkeypatch.setattr(column_table.session, "keep", kept.__setitem__)

    def key(of: Dataset, data: draft_data.Data) -> str:
        return column_table._key(of, session.Draft(of.id, data, 1, can_undo=True, can_redo=False))

    data = draft_data.blank(table)
    first = key(table, data)
    assert key(table, data) == first
    kept[first] = {"edited_rows": {"1": {"Input": False}}}
    assert key(table, draft_data.with_columns(data, {"age": {"use": False}})) == first  # the edit itself
    undone = key(table, data)
    assert undone != first
    other = add_table(workspace, store, small_frame(90), "other.csv")
    assert key(other, draft_data.blank(other)) not in (first, undone)


def test_reading_decision_can_be_overruled(show: Opener, store: Store, draft: Experiment, table: Dataset) -> None:
    app = show("build/data.py")
    app.selectbox(key="data_header").select(False).run()
    assert not app.exception
    current = store.draft(W)
    assert current is not None
    assert current.dataset_id != table.id
    assert "81 rows" in words(app)


def test_a_total_is_left_out_at_one_press(show: Opener, store: Store) -> None:
    app = show("build/data.py")
    content = (CASES / "08b_footer_sum__t.csv").read_bytes()
    app.file_uploader[0].upload("sums.csv", content, "text/csv").run()
    assert "61 rows" in words(app)
    assert "The last row looks like a total" in app.warning[0].value
    app.button(key="data_told_footer").click().run()
    assert not app.exception
    assert "60 rows" in words(app)
    assert not app.warning
    assert kept(store)["column_table"]["y"]["kind"] == "yes_no"
    app.button(key="data_told_footer").click().run()
    assert "61 rows" in words(app)


def test_picking_columns_makes_tasks(show: Opener, store: Store, table: Dataset) -> None:
    store.save_draft(W, table.id, draft_data.to_text(draft_data.blank(table)), 0)
    app = show("build/tasks.py")
    app.get("pills")[0].set_value(["ill", "cost"]).run()
    assert not app.exception
    tasks = kept(store)["tasks"]
    assert [(task["column"], task["kind"]) for task in tasks] == [("ill", "binary"), ("cost", "regression")]
    assert "64 of 80 rows have a label" in words(app)


def test_columns_that_cannot_be_predicted_are_named_with_the_reason(
    show: Opener, store: Store, workspace: Workspace
) -> None:
    frame = small_frame(500).assign(none=None, same="a", many=[f"place{row % 220}" for row in range(500)])
    table = add_table(workspace, store, frame, "odd.csv")
    data = draft_data.blank(table)
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    said = words(show("build/tasks.py")).replace("\\", "")
    assert '"none": every cell is empty; "same": every cell that is filled holds "a"; "many": it has 220 ' in said
    data["column_table"]["many"]["kind"] = "identifier"
    store.save_draft(W, table.id, draft_data.to_text(data), 1)
    assert '"many": it is an identifier.' in words(show("build/tasks.py")).replace("\\", "")


def test_weight_and_kind_reach_the_draft(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/tasks.py")
    app.select_slider(key="tasks_weight_1").set_value(2.0).run()
    app.get("segmented_control")[1].set_value("multiclass").run()
    assert not app.exception
    assert kept(store)["balancing"]["weights"] == {"cost": 2.0}
    assert kept(store)["tasks"][1]["kind"] == "multiclass"


def test_split_by_time_takes_a_column_with_it(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/tasks.py")
    control = next(one for one in app.get("segmented_control") if one.key == "split_by")
    control.set_value("time").run()
    assert not app.exception
    assert kept(store)["split"]["by"] == "time"
    assert kept(store)["split"]["column"] in ("size", "age")


def remedied(show: Opener, page: str, label: str) -> AppTest:
    """Press the button of that label, which stands by the only finding that offers it."""
    app = show(page)
    (button,) = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception
    assert not app.error
    assert label not in [button.label for button in app.button]
    return app


def around(block: Any, element: Any) -> Any:
    """The innermost container in ``block`` that holds the element."""
    for child in block.children.values():
        if child is element:
            return block
        if hasattr(child, "children") and (found := around(child, element)):
            return found
    return None


def drafted(store: Store, table: Dataset, *tasks: Task, **fields: Any) -> None:
    data = draft_data.change_fields(draft_data.with_tasks(draft_data.blank(table), tasks), fields)
    store.save_draft(W, table.id, draft_data.to_text(data), 0)


def test_rows_in_the_order_of_a_date_are_split_by_time_at_a_press(
    show: Opener, store: Store, workspace: Workspace
) -> None:
    days = pd.date_range("2024-01-01", periods=80).strftime("%Y-%m-%d")
    table = add_table(workspace, store, small_frame().assign(day=days), "days.csv")
    drafted(store, table, Task(column="cost", kind="regression"))
    app = show("build/tasks.py")
    (warning,) = [warning for warning in app.warning if "look ordered by" in warning.value]
    assert [button.label for button in around(app.main, warning).button] == ["Split by time"]
    remedied(show, "build/tasks.py", "Split by time")
    assert (kept(store)["split"]["by"], kept(store)["split"]["column"]) == ("time", "day")


def test_numbers_that_stand_for_missing_values_are_counted_so_at_a_press(
    show: Opener, store: Store, workspace: Workspace
) -> None:
    frame = small_frame()
    table = add_table(workspace, store, frame.assign(size=frame["size"].where(frame.index > 2, -9_999)), "holes.csv")
    drafted(store, table, Task(column="cost", kind="regression"))
    remedied(show, "build/tasks.py", "Count it as missing")
    assert kept(store)["column_table"]["size"]["missing"] == [-9_999]


@pytest.mark.parametrize("page", ["build/tasks.py", "build/train.py"])
@pytest.mark.parametrize(
    ("column", "kind", "label", "field", "value"),
    [
        ("town", "binary", "Predict classes", "tasks", ["multiclass", "regression"]),
        ("town", "regression", "Predict classes", "tasks", ["multiclass", "regression"]),
        ("same", "multiclass", "Do not predict it", "tasks", ["regression"]),
    ],
)
def test_what_stands_against_training_is_mended_where_it_is_said(
    show: Opener,
    store: Store,
    workspace: Workspace,
    page: str,
    column: str,
    kind: Any,
    label: str,
    field: str,
    value: Any,
) -> None:
    table = add_table(workspace, store, small_frame().assign(same="a"), "same.csv")
    drafted(store, table, Task(column=column, kind=kind), Task(column="cost", kind="regression"))
    remedied(show, page, label)
    assert [task["kind"] for task in kept(store)[field]] == value


def test_a_button_beside_a_finding_is_of_that_finding_alone(show: Opener, store: Store, workspace: Workspace) -> None:
    """The next one moves up to its place, and must not take a press that was still under way."""
    frame = small_frame()
    table = add_table(workspace, store, frame.assign(width=frame["size"] * 3), "twins.csv")  # either gives cost away
    drafted(store, table, Task(column="cost", kind="regression"))
    app = show("build/tasks.py")
    first, second = [button for button in app.button if button.label == "Leave this column out"]
    first.click().run()
    assert [button.key for button in app.button if button.label == "Leave this column out"] == [second.key]


def test_depth_reaches_the_draft_and_undo_takes_it_back(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/network.py")
    app.slider(key="network_depth").set_value(4).run()
    assert kept(store)["sharing"]["depth"] == 4
    app.button(key="undo").click().run()
    assert kept(store)["sharing"]["depth"] == draft.sharing.depth
    assert app.slider(key="network_depth").value == draft.sharing.depth
    app.button(key="redo").click().run()
    assert app.slider(key="network_depth").value == 4


def test_a_browser_that_lags_behind_moves_nothing_back(
    show: Opener, store: Store, draft: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It sends what a slider showed before it was set, together with what a person did meanwhile."""
    clock = SimpleNamespace(monotonic=lambda: clock.now, now=0.0)
    monkeypatch.setattr(session, "time", clock)
    app = show("build/network.py")
    app.slider(key="network_depth").set_value(4).run()
    app.button(key="undo").click().run()
    app.slider(key="network_depth").set_value(4)
    app.select_slider(key="network_units").set_value(32).run()
    assert (kept(store)["sharing"]["depth"], kept(store)["sharing"]["units"]) == (draft.sharing.depth, 32)
    assert app.slider(key="network_depth").value == draft.sharing.depth
    clock.now = 1.0
    app.slider(key="network_depth").set_value(4).run()
    assert kept(store)["sharing"]["depth"] == 4


def test_every_preset_fits_and_is_marked(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/network.py")
    for name, depth in (("Small", 1), ("Large", 3), ("Balanced", 2)):
        preset = next(one for one in app.get("segmented_control") if one.key == "network_preset")
        preset.set_value(name).run()
        assert not app.exception
        assert kept(store)["sharing"]["depth"] == depth


@pytest.mark.parametrize("kind", BALANCING)
def test_every_method_can_be_chosen_and_set(show: Opener, store: Store, draft: Experiment, kind: str) -> None:
    app = show("build/train.py")
    method = BALANCING[kind]
    app.radio(key="balancing_kind_1" if method.research else "balancing_kind").set_value(kind).run()
    assert not app.exception
    assert not app.error
    assert kept(store)["balancing"]["kind"] == kind
    assert method.sentence in words(app)
    keys = {widget.key for kinds in (app.slider, app.select_slider, app.selectbox, app.toggle) for widget in kinds}
    assert {f"balancing_{name}" for name in (*method.particular(), "log_loss", "gradient_ema")} <= keys


def test_settings_of_a_method_reach_the_draft(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/train.py")
    app.radio(key="balancing_kind_1").set_value("famo").run()
    rate = app.select_slider(key="balancing_learning_rate")
    assert rate.value == 0.025
    assert (rate.options[0], rate.options[-1]) == ("0.001", "1")
    rate.set_value(0.05).run()
    app.selectbox(key="balancing_main_task").set_value("cost").run()
    app.radio(key="balancing_kind").set_value("upgrad").run()
    assert not app.exception
    assert app.radio(key="balancing_kind_1").value is None
    assert (kept(store)["balancing"]["kind"], kept(store)["balancing"]["main_task"]) == ("upgrad", "cost")
    app.button(key="undo").click().run()
    assert app.radio(key="balancing_kind_1").value == "famo"
    assert app.select_slider(key="balancing_learning_rate").value == 0.05


def test_separate_networks_are_found_in_the_menu(
    show: Opener, store: Store, draft: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(monotonic=lambda: next(ticks))
    ticks = itertools.count(0.0, 10.0)  # no widget lags behind
    monkeypatch.setattr(session, "time", clock)
    app = show("build/network.py")
    menu = app.radio(key="network_sharing")
    assert "Separate networks" in menu.options
    menu.set_value("separate").run()
    assert (kept(store)["sharing"]["kind"], kept(store)["sharing"]["depth"]) == ("hard", 0)
    assert "Each task has a network of its own and learns nothing from others." in words(app)
    app.slider(key="network_depth").set_value(1).run()
    assert app.radio(key="network_sharing").value == "hard"
    app.slider(key="network_depth").set_value(0).run()
    assert app.radio(key="network_sharing").value == "separate"
    app.radio(key="network_sharing").set_value("hard").run()
    assert kept(store)["sharing"]["depth"] == 2


def test_one_task_can_be_let_go_alone(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/network.py")
    assert "dragging one handle moves all" in words(app)
    assert app.button(key="network_part").label == "Let tasks leave one by one"
    app.session_state[branching._MOVED] = ("cost", 1, 2)  # as its handle was dragged last
    app.run()
    assert app.button(key="network_part").label == "Move only B · cost"
    app.button(key="network_part").click().run()
    assert not app.exception
    sharing = kept(store)["sharing"]
    assert (sharing["kind"], sharing["depth"], sharing["leaves"]) == ("branching", 1, {"cost": 2})
    assert "dragging one handle moves all" not in words(app)


@pytest.mark.parametrize("name", WAYS)
def test_every_setting_on_the_page_has_a_sentence(show: Opener, draft: Experiment, name: str) -> None:
    app = show("build/network.py")
    app.radio(key="network_sharing").set_value(name).run()
    told = [widget for kinds in (app.slider, app.select_slider, app.selectbox, app.toggle) for widget in kinds]
    silent = [widget.key.removeprefix("network_") for widget in told if not widget.help]
    fields = SHARING[WAYS[name].kind].model_fields
    said = words(app)
    by_task = {f"{field}_{slot}" for field in fields for slot in range(2) if str(fields[field].description) in said}
    assert told
    assert not set(silent) - by_task  # those of single tasks stand under one sentence


@pytest.mark.parametrize("kind", SHARING)
def test_every_way_of_sharing_can_be_chosen_and_set(show: Opener, store: Store, draft: Experiment, kind: str) -> None:
    app = show("build/network.py")
    app.select_slider(key="network_units").set_value(32).run()
    app.radio(key="network_sharing").set_value(kind).run()
    assert not app.exception
    assert not app.error
    assert kept(store)["sharing"]["kind"] == kind
    assert kept(store)["sharing"]["units"] == 32
    assert SHARING[kind].summary in words(app)
    keys = {widget.key for kinds in (app.slider, app.select_slider, app.selectbox, app.toggle) for widget in kinds}
    scheme = parse_experiment({**kept(store)}).sharing
    fields = [name for name in scheme.particular() if not isinstance(getattr(scheme, name), dict | tuple)]
    assert {f"network_{name}" for name in fields} <= keys


def test_a_task_can_leave_the_trunk_by_itself(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/network.py")
    app.radio(key="network_sharing").set_value("branching").run()
    app.select_slider(key="network_leaves_1").set_value(0).run()
    app.select_slider(key="network_groups_0").set_value(1).run()
    app.select_slider(key="network_groups_0").set_value("–").run()
    assert not app.exception
    assert (kept(store)["sharing"]["leaves"], kept(store)["sharing"]["groups"]) == ({"cost": 0}, {})


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


def test_facts_of_texts_follow_the_settings(show: Opener, text_draft: Experiment) -> None:
    def told(app: AppTest) -> str:
        return next(str(html.value) for html in app.html if "mtl-facts" in str(html.value))

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


def test_network_over_budget_is_told_before_training(show: Opener, store: Store, draft: Experiment) -> None:
    current = store.draft(W)
    assert current is not None
    large = draft_data.change_fields(kept(store), {"sharing.units": 2048, "sharing.layers": 8, "sharing.depth": 0})
    store.save_draft(W, current.dataset_id, draft_data.to_text(large), current.version)
    for page, button in (("build/network.py", "network_train"), ("build/train.py", "train_start")):
        app = show(page)
        assert len(app.error) == 1
        assert "50,000,000" in app.error[0].value
        assert app.button(key=button).disabled


def test_change_in_another_tab_is_told_and_not_lost(
    show: Opener, store: Store, draft: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = show("build/network.py")
    current = store.draft(W)
    assert current is not None
    other = draft_data.change_fields(kept(store), {"sharing.units": 128})
    store.save_draft(W, current.dataset_id, draft_data.to_text(other), current.version)
    app.slider(key="network_depth").set_value(4).run()
    assert "another tab" in app.error[0].value
    assert kept(store)["sharing"] == {**other["sharing"]}
    monkeypatch.setattr(session, "_ECHO", 0.0)  # it takes a while to read that
    app.slider(key="network_depth").set_value(4).run()
    assert kept(store)["sharing"]["depth"] == 4


def test_draft_survives_a_new_session(show: Opener, draft: Experiment) -> None:
    assert show("build/network.py").slider(key="network_depth").value == draft.sharing.depth


def test_train_queues_one_run_however_often_it_is_pressed(show: Opener, store: Store, draft: Experiment) -> None:
    first, second = show("build/train.py"), show("build/train.py")
    first.button(key="train_start").click().run()
    second.button(key="train_start").click().run()
    assert not first.exception
    assert [run.state for run in store.runs()] == ["queued"]
    assert first.query_params["run"] == second.query_params["run"] == store.runs()[0].id


def test_task_that_cannot_be_learnt_is_told_before_training(show: Opener, store: Store, workspace: Workspace) -> None:
    table = add_table(workspace, store, small_frame().assign(same="a"), "same.csv")
    data = draft_data.with_tasks(draft_data.blank(table), [Task(column="same", kind="multiclass")])
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    app = show("build/train.py")
    assert words(app).count("every labelled row has the same value") == 1
    assert "This cannot be trained yet" in words(app)
    assert app.button(key="train_start").disabled


def test_training_settings_reach_the_draft(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/train.py")
    app.number_input(key="training_epochs").set_value(7).run()
    app.select_slider(key="training_learning_rate").set_value(0.01).run()
    assert kept(store)["training"]["epochs"] == 7
    assert kept(store)["training"]["learning_rate"] == 0.01


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_shown_as_text(show: Opener, store: Store, workspace: Workspace, name: str) -> None:
    frame = small_frame().rename(columns={"ill": name, "town": f"{name}!"})
    table = add_table(workspace, store, frame, f"{name[:80].replace('/', '_')}.csv")
    target = table.proposals[0].column
    named = next(column.name for column in table.columns if column.name.startswith(name[:5]))
    data = draft_data.blank(table)
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    for page in ("build/data.py", "build/tasks.py"):
        show(page)
    app = show("build/tasks.py")
    app.get("pills")[0].set_value([named, target] if named != target else [named]).run()
    assert not app.exception
    for page in ("build/network.py", "build/train.py"):
        shown = show(page)
        chips = "".join(str(html.value) for html in shown.html if "mtl-chip" in str(html.value))
        assert text.esc_html(named, 40) in chips
        assert "<script>" not in chips + words(shown)
        assert "![x](" not in words(shown)
