"""Better settings on the Compare page: their cost, how far the search is, what it found, and the way to the draft."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from mtl_core.experiment import Experiment
from mtl_core.records.budget import Budget
from mtl_core.records.searches import Search, Trial
from mtl_core.runs.store import Run, Store
from mtl_core.runs.workspace import Workspace
from mtl_core.search import kept as kept_search
from mtl_core.search.space import own_values
from mtl_core.tables.dataset import Dataset
from tests.claiming import claim_run
from tests.pages.conftest import TASKS, Opener, drafted, kept
from tests.pages.conftest import words as marked_words

PAGE = "results/compare.py"


def words(app: AppTest) -> str:
    """What a person reads, without what keeps signs from marking text up."""
    return marked_words(app).replace("\\", "")


def started(show: Opener, store: Store) -> Run:
    """A search of ten trials that waits."""
    app = show(PAGE)
    app = app.select_slider(key="search_trials").set_value(10).run()
    app.button(key="search_start").click().run()
    assert not app.exception
    [(_, run)] = store.compared_runs(store.comparisons()[0].id)
    return run


def found(workspace: Workspace, run: Run, *losses: float) -> None:
    """Trials with these losses, the first with the draft's own settings, the others wider and wider."""
    experiment = Experiment.from_json(run.experiment)
    own = own_values(experiment)
    search = Search(dataset_id=run.dataset_id, experiment=experiment.model_dump(mode="json"))
    for number, loss in enumerate(losses):
        drawn = {**own, "sharing.units": 100 + number} if number else own
        search = search.with_trial(Trial(number=number, drawn=dict(drawn), state="complete", curve=(loss,), seconds=1))
    workspace.run(run.id).mkdir(parents=True, exist_ok=True)
    kept_search.write(workspace.run(run.id), search)


def test_costs_are_told_and_the_search_waits_behind_own_runs(show: Opener, store: Store, draft: Experiment) -> None:
    told = words(show(PAGE))
    assert "**20 trials** of at most" in told
    assert "at most about 10 minutes, and two trainings more" in told
    run = started(show, store)
    assert (run.search, run.state) == (Budget(trials=10, minutes=10), "queued")
    assert Experiment.from_json(run.experiment) == draft
    assert store.runs(compared=False) == []
    app = show(PAGE)
    assert "0 of at most 10 trials done" in words(app)
    assert "It waits behind your own runs." in words(app)
    assert "search_start" not in {button.key for button in app.button}
    assert not app.button(key="compare_start").disabled  # a search is no comparison of methods


def test_the_last_training_says_how_long_it_takes(show: Opener, store: Store, run: Run, workspace: Workspace) -> None:
    held = claim_run(store)
    held.update(state="running")
    held.finish("finished", "Done.")
    assert "20 trials** of at most" in (told := words(show(PAGE)))
    assert "or less, and two trainings more" in told


def test_what_was_found_is_told_and_put_into_the_draft(
    show: Opener, store: Store, draft: Experiment, workspace: Workspace
) -> None:
    run = started(show, store)
    held = claim_run(store)
    found(workspace, run, 0.8, 0.6)
    assert "2 of at most 10 trials done" in words(show(PAGE))
    held.finish("finished", "Done.")
    app = show(PAGE)
    assert "the best settings are those of trial 2, which loses 0.6, yours 0.8: Width 101." in words(app)
    assert list(app.dataframe[-1].value["Settings"]) == ["your own", "Width 101"]
    assert "search_start" in {button.key for button in app.button}
    app.button(key="search_take").click().run()
    assert not app.exception
    assert kept(store)["sharing"]["units"] == 101


def test_a_search_is_stopped_and_goes_on_after_an_interruption(
    show: Opener, store: Store, draft: Experiment, workspace: Workspace
) -> None:
    run = started(show, store)
    claim_run(store).finish("interrupted", "The training process was lost.")
    found(workspace, run, 0.8, 0.9)
    app = show(PAGE)
    assert "nothing was better on the validation rows than your own settings" in words(app)
    assert "search_take" not in {button.key for button in app.button}
    app.button(key="search_resume").click().run()
    assert store.run(run.id).state == "queued"
    show(PAGE).button(key="search_stop").click().run()
    assert store.run(run.id).state == "stopped"
    assert "search_resume" not in {button.key for button in show(PAGE).button}


def test_a_search_that_has_ended_is_deleted_and_nothing_else(
    show: Opener, store: Store, run: Run, draft: Experiment, workspace: Workspace
) -> None:
    claim_run(store).finish("finished", "Done.")
    search = started(show, store)
    assert "search_delete" not in {button.key for button in show(PAGE).button}
    claim_run(store, "searcher").finish("stopped", "Stopped.")
    found(workspace, search, 0.8, 0.6)
    app = show(PAGE)
    app.button(key="search_delete").click().run()
    assert not app.exception
    assert "search_delete" not in {button.key for button in app.button}
    assert store.runs() == [store.run(run.id)]


def test_after_a_deletion_the_same_can_be_sought_at_once(show: Opener, store: Store, draft: Experiment) -> None:
    search = started(show, store)
    claim_run(store).finish("stopped", "Stopped.")
    show(PAGE).button(key="search_delete").click().run()
    again = started(show, store)
    assert (again.state, [run.id for run in store.runs()]) == ("queued", [again.id])
    assert again.id != search.id


def test_one_task_may_have_better_settings_too(show: Opener, store: Store, table: Dataset) -> None:
    drafted(store, table, TASKS[0])
    app = show(PAGE)
    assert "learning rate, width, layers to the heads and dropout" in words(app)
    assert not app.button(key="search_start").disabled


def test_without_validation_rows_nothing_is_offered(show: Opener, store: Store, table: Dataset) -> None:
    drafted(store, table, *TASKS, **{"split.validation": 0.0})
    app = show(PAGE)
    assert "Trials are judged on the validation rows, but none are kept apart" in words(app)
    assert "search_start" not in {button.key for button in app.button}
