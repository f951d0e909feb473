"""Comparing settings on the page: what is queued, what differs, and what is taken into the draft."""

from __future__ import annotations

import os
import secrets

from mtl_core.experiment import Experiment
from mtl_core.records.summary import RunSummary
from mtl_core.runs import process_control
from mtl_core.runs.store import Store
from tests.pages.conftest import Opener, kept, words

PAGE = "results/compare.py"


def finish_all(store: Store) -> None:
    """Bring all queued runs to their end; a chain is far better at both tasks."""
    start = process_control.start_of(os.getpid())
    assert start is not None
    while store.load().queued:
        worker = secrets.token_hex(8)
        store.enrol(worker, os.getpid(), start)
        held = store.claim(worker, 9)
        assert held is not None
        experiment = Experiment.from_json(held.run.experiment)
        good = {"hard": 0.6, "chain": 0.8}[experiment.sharing.kind] + experiment.training.seed / 1000
        measured: dict[str, dict[str, float | None]] = {"ill": {"auc": good}, "cost": {"mae": 10 * (1 - good)}}
        held.update(state="running")
        held.finish("finished", "", RunSummary(validation=measured, test=measured))


def test_settings_are_compared_told_apart_and_taken(show: Opener, store: Store, draft: Experiment) -> None:
    app = show(PAGE)
    assert app.button(key="compare_settings_start").disabled
    assert "Expected 2 to 8 candidates to compare" in words(app)
    app.multiselect(key="compare_vary_sharing_kind").set_value(["hard", "chain"]).run()
    app.slider(key="compare_settings_seeds").set_value(2).run()
    assert "2 candidates with 2 seeds: 4 trainings" in words(app).replace("\\", "")
    app.button(key="compare_settings_start").click().run()
    assert not app.exception
    assert len(store.runs()) == 4
    assert app.button(key="compare_settings_start").disabled
    finish_all(store)
    app = show(PAGE)
    said = words(app).replace("\\", "")
    assert "ill: “sharing.kind = chain” is better than “sharing.kind = hard”." in said
    assert "cost: “sharing.kind = chain” is better than “sharing.kind = hard”." in said
    assert "beaten by none on all tasks: “sharing.kind = chain”." in said
    assert "How much better each is than “sharing.kind = hard”" in said
    pictured = app.dataframe[-1].value.set_index("candidate")
    assert pictured["beaten by none"].to_dict() == {"sharing.kind = hard": "", "sharing.kind = chain": "yes"}
    assert pictured.loc["sharing.kind = hard", "gain: ill"] == 0
    app.selectbox(key="compare_taken").set_value('{"sharing.kind": "chain"}').run()
    app.button(key="compare_use").click().run()
    assert kept(store)["sharing"]["kind"] == "chain"


def test_any_field_is_typed_and_what_is_wrong_is_told(show: Opener, draft: Experiment) -> None:
    app = show(PAGE)
    app.text_input(key="compare_vary").set_value("training.batch_size=16,64 sharing.units=8,16").run()
    assert "4 candidates with 5 seeds: 20 trainings" in words(app).replace("\\", "")
    app.text_input(key="compare_vary").set_value("training.bach_size=16,64").run()
    assert 'Setting "training.bach_size" is not known' in words(app).replace("\\", "")
    assert app.button(key="compare_settings_start").disabled
