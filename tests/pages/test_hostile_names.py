"""Names that would be markup are text on every page before a run."""

from __future__ import annotations

import pytest

from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from pages.shared import draft_data, text
from tests.pages.conftest import Opener, W, add_table, small_frame, words

HOSTILE = [
    "<script>alert(1)</script>",
    "![x](http://example.org/a.png)",
    ":red[x] $a$ *b* __c__",
    "../../etc/passwd",
    "😀 \u202egnp.exe",
    "x" * 1_000,
]


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
