"""The Data page: a file becomes a draft, and what was understood of it can be corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mtl_core.experiment import Experiment
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.build.sections import column_table
from pages.shared import draft_data
from pages.shared.session import drafts
from tests.pages.conftest import Opener, W, add_table, kept, small_frame, words

CASES = Path(__file__).parents[1] / "cases"


def test_upload_makes_the_draft(show: Opener, store: Store) -> None:
    app = show("build/data.py")
    app.file_uploader[0].upload("small.csv", small_frame().to_csv(index=False).encode(), "text/csv").run()
    assert not app.exception
    assert "80 rows" in words(app)
    assert set(kept(store)["columns"]) == {"size", "age", "town", "ill", "cost"}


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
    monkeypatch.setattr(column_table.widget_values, "shown_value", lambda key, default: edits)
    monkeypatch.setattr(column_table.drafts, "change", lambda make: changed.append(make(draft_data.blank(table))))
    column_table.commit_edits("data_columns_1", [column.name for column in table.columns])
    before = draft_data.blank(table)["columns"]
    assert changed[0]["columns"]["age"] == before["age"] | {"kind": "category", "use": False}
    assert changed[0]["columns"]["size"] == before["size"] | {"use": False}
    assert changed[0]["columns"]["town"]["use"] is True


def test_edits_of_the_column_table_are_laid_over_no_other_columns(
    table: Dataset, workspace: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(column_table.widget_values, "shown_value", kept.get)
    monkeypatch.setattr(column_table.widget_values, "keep", kept.__setitem__)

    def key(of: Dataset, data: draft_data.Data) -> str:
        return column_table._key(of, drafts.Draft(of.id, data, 1, can_undo=True, can_redo=False))

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
    assert kept(store)["columns"]["y"]["kind"] == "yes_no"
    app.button(key="data_told_footer").click().run()
    assert "61 rows" in words(app)
