"""A page that the product does not have: its file and its line in the menu make it, as CONTRIBUTING says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.extended_house import ROOT, extend_house, run_code

NEW = Path(__file__).parent / "new_kinds" / "page"
ROOMS = {"labels.py": "pages/results"}
OPEN = """
import json, os
from pathlib import Path

os.environ |= {"MTL_WORKSPACE": str(Path("w").resolve()), "MTL_SPARES": "0"}
os.environ.pop("MTL_DATABASE_URL", None)

from mtl_core.experiment import Task
from mtl_core.runs.launcher import LocalLauncher
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.intake.uploads import take_in
from pages.shared import draft_data, places
from streamlit.testing.v1 import AppTest

LocalLauncher.start = lambda launcher: None  # nothing trains here
workspace = Workspace.from_environment()
workspace.create()
store = Store(workspace.database_url)
app = AppTest.from_file("pages/studio.py", default_timeout=60)
app.query_params["w"] = "w" * 22


def seen():
    app.switch_page("results/labels.py").run()
    kinds = (app.exception, app.title, app.caption, app.button)
    return [str(getattr(each, "label", each.value)) for kind in kinds for each in kind]


found = {"menu": [place.title for place in places.ALL], "without": seen()}
table = take_in(b"x,y\\n1,2\\n2,\\n3,5\\n4,1\\n", "t.csv", workspace.root)
store.add_dataset(table.id, table.name, table.rows, len(table.columns))
draft = draft_data.with_tasks(draft_data.blank(table), [Task(column="y", kind="regression")])
store.save_draft("w" * 22, table.id, draft_data.to_text(draft), 0)
print(json.dumps({**found, "with": seen()}))
"""


def test_new_page_stands_in_the_menu_and_shows_what_it_has(tmp_path: Path) -> None:
    extend_house(tmp_path, NEW, ROOMS, "labels.py")
    [line] = re.findall(r"^LABELS = Place\(.*\)$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    places = tmp_path / "pages" / "shared" / "places.py"
    before = places.read_text("utf-8")
    runs = next(row for row in before.splitlines() if row.startswith("RUNS = "))
    places.write_text(before.replace(runs, f"{runs}\n{line}"), "utf-8")

    done = run_code(tmp_path, OPEN)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["menu"][seen["menu"].index("Labels") - 1] == "Runs"
    assert seen["without"][0] == "Labels"
    assert "Open a table or a sample" in seen["without"]
    assert seen["with"][0] == "Labels"
    assert "3 rows" in seen["with"]
