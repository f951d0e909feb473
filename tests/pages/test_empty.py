"""Every page on its own, before anything is there: one sentence and one way back; nothing loads TensorFlow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.runs.store import Store
from mtl_core.tables.dataset import Dataset
from pages.shared import draft_data
from tests.pages.conftest import STUDIO, Opener, W, words

ROOT = Path(__file__).parents[2]
EMPTY = {
    "build/data.py": ("Bring a table to begin", "data_to_start"),
    "build/tasks.py": ("There is no table yet", "tasks_to_start"),
    "build/network.py": ("There is no table yet", "to_start"),
    "build/train.py": ("There is no table yet", "to_start"),
    "results/evaluate.py": ("Nothing is trained yet", "to_train"),
    "results/compare.py": ("There is no table yet", "to_start"),
    "results/export.py": ("Nothing is trained yet", "to_train"),
    "results/extend.py": ("Nothing is trained yet", "to_train"),
    "results/runs.py": ("Nothing is trained yet", "to_train"),
}


@pytest.mark.parametrize("page", EMPTY)
def test_empty_page_says_so_and_leads_back(show: Opener, page: str) -> None:
    sentence, button = EMPTY[page]
    app = show(page)
    assert sentence in words(app)
    assert app.button(key=button)


@pytest.mark.parametrize("page", ["build/network.py", "build/train.py"])
def test_table_without_tasks_leads_to_tasks(show: Opener, table: Dataset, store: Store, page: str) -> None:
    store.save_draft(W, table.id, draft_data.to_text(draft_data.blank(table)), 0)
    app = show(page)
    assert "Nothing is chosen to predict yet" in words(app)
    assert app.button(key="to_tasks")


@pytest.mark.parametrize("page", ["build/train.py", "results/evaluate.py", "results/export.py"])
def test_unknown_run_is_a_friendly_page(show: Opener, page: str) -> None:
    app = show(page, run="0" * 32)
    assert "This run is not here any more" in words(app)


def test_start_offers_every_sample(show: Opener) -> None:
    app = show()
    offered = [button.key for button in app.button if str(button.key).startswith("start_sample_")]
    samples = ("health", "election", "wine", "diabetes", "posts", "chinese_posts")
    assert offered == [f"start_sample_{sample}" for sample in samples]


def test_strange_workspace_id_is_replaced() -> None:
    app = AppTest.from_file(str(STUDIO), default_timeout=60)
    app.query_params["w"] = "../../etc"
    app.run()
    given = app.query_params["w"]
    assert len(given) >= 22
    assert given.replace("_", "").replace("-", "").isalnum()


def test_pages_never_load_tensorflow() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / "pages").rglob("*.py"))
        if path.parent.name in ("views", "shared", "components")
    ]
    script = (
        f"import sys, {', '.join(modules)}; print([m for m in ('tensorflow', 'keras', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
