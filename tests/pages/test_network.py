"""The Network page: presets, ways of sharing, undo, a second tab."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from mtl_core.experiment import SHARING, WAYS, Experiment, parse_experiment
from mtl_core.runs.store import Store
from pages.build.sections import branching
from pages.shared import draft_data
from pages.shared.session import widget_values
from tests.pages.conftest import Opener, W, kept, words


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
    monkeypatch.setattr(widget_values, "time", clock)
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


def test_separate_networks_are_found_in_the_menu(
    show: Opener, store: Store, draft: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(monotonic=lambda: next(ticks))
    ticks = itertools.count(0.0, 10.0)  # no widget lags behind
    monkeypatch.setattr(widget_values, "time", clock)
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
    monkeypatch.setattr(widget_values, "_ECHO", 0.0)  # it takes a while to read that
    app.slider(key="network_depth").set_value(4).run()
    assert kept(store)["sharing"]["depth"] == 4


def test_draft_survives_a_new_session(show: Opener, draft: Experiment) -> None:
    assert show("build/network.py").slider(key="network_depth").value == draft.sharing.depth


def test_how_numbers_enter_is_chosen_under_more(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/network.py")
    chosen = app.selectbox(key="network_numbers")
    assert chosen.options == ["one value each", "one value each, and pieces"]
    chosen.select("piecewise").run()
    app.toggle(key="network_linear").set_value(not draft.numbers.linear).run()
    assert kept(store)["numbers"] == {"embedding": "piecewise", "linear": not draft.numbers.linear}
    assert not app.exception
