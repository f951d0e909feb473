"""Who may import whom: read from every import, those inside functions too, and proven in a fresh interpreter."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

FLOORS = {
    0: (
        *("column_kinds", "conflict", "endings", "disk", "errors", "experiment", "families", "plan"),
        *("loading", "process_limits", "records"),
        *("task_kinds", "temporary", "text_encoders", "wording"),
    ),
    1: (
        *("tables", "runs", "features", "preparation", "pretrained", "comparison", "verdict", "remedies", "search"),
        *("figures", "reports"),
    ),
    2: ("networks", "balancing", "training", "references", "evaluation", "explaining", "exporting"),
    3: ("workflow", "processes", "cli", "__main__"),
}
FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}

RECORDS = {"numpy", "pandas", "pydantic"}
NETWORK = {"tensorflow", "keras"}
THIRD_PARTIES = {
    "disk": set[str](),
    "conflict": set[str](),
    "endings": set[str](),
    "errors": set[str](),
    "experiment": {"pydantic", "pydantic_core", "annotated_types"},
    "plan": {"pydantic"},
    "temporary": set[str](),
    "text_encoders": set[str](),
    "process_limits": set[str](),
    "loading": set[str](),
    "records": {"pydantic"},
    "families": set[str](),
    "column_kinds": set[str](),
    "task_kinds": set[str](),
    "wording": set[str](),
    "tables": RECORDS | {"duckdb", "pyarrow", "python_calamine", "charset_normalizer", "psutil"},
    "runs": RECORDS | {"sqlalchemy", "psutil"},
    "features": {"numpy", "pandas"},
    "preparation": RECORDS,
    "pretrained": {"keras_hub"},
    "comparison": set[str](),
    "verdict": {"numpy", "scipy", "pandas"},
    "search": {"optuna", "pydantic"},
    "remedies": set[str](),
    "figures": {"plotly", "numpy"},
    "reports": {"plotly", "pydantic"},
    "networks": RECORDS | NETWORK | {"h5py"},
    "balancing": NETWORK,
    "training": RECORDS | NETWORK | {"scipy"},
    "references": RECORDS | {"sklearn", "scipy"},
    "evaluation": RECORDS | {"sklearn", "scipy"},
    "explaining": {"numpy", "pandas"},
    "exporting": RECORDS | NETWORK,
    "workflow": RECORDS | NETWORK,
    "processes": RECORDS | NETWORK,
    "cli": RECORDS | NETWORK | {"tqdm"},
    "__main__": RECORDS | {"tqdm"},
    "pages": RECORDS | {"streamlit", "starlette", "plotly", "annotated_types"},
}
HEAVY = {"tensorflow", "keras", "keras_hub", "sklearn"}
BUNDLED = "mtl_core.exporting.scripts."
BASES = {"mtl_core.balancing", "mtl_core.balancing.method"}
METHODS = {
    f"mtl_core.balancing.{path.stem}"
    for path in ROOT.glob("mtl_core/balancing/*.py")
    if re.search("^METHOD = ", path.read_text("utf-8"), re.MULTILINE)
}


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name and the modules that it imports."""

    name: str
    imports: tuple[str, ...]

    @property
    def room(self) -> str:
        """``tables`` of ``mtl_core.tables.dataset``; ``pages`` for all that is drawn."""
        return room(self.name)


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "mtl_core" and len(parts) > 1 else "pages" if parts[0] == "app" else parts[0]


def read(name: str, source: str, package: bool = False) -> Module:
    """A module from its source; ``package`` for an ``__init__``, where one dot means the folder itself."""
    home = name.split(".") if package else name.split(".")[:-1]
    imports: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imports += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = home[: len(home) - node.level + 1] if node.level else []
            base = ".".join([*start, *(node.module or "").split(".")]).rstrip(".")
            names = [f"{base}.{alias.name}" for alias in node.names]
            imports += [base] + [name for name in names if base == "mtl_core" or is_module(name)]
        elif isinstance(node, ast.Call) and called(node) in ("import_module", "__import__"):
            imports += [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return Module(name, tuple(imports))


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or path.is_dir()


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def product() -> Iterator[Module]:
    """Every module of the product."""
    for path in [ROOT / "app.py", *sorted(ROOT.glob("mtl_core/**/*.py")), *sorted(ROOT.glob("pages/**/*.py"))]:
        parts = path.relative_to(ROOT).with_suffix("").parts
        package = parts[-1] == "__init__"
        yield read(".".join(parts[:-1] if package else parts), path.read_text("utf-8"), package)


def faults(module: Module) -> list[str]:
    """What the module imports and may not, as sentences."""
    if module.name in ("mtl_core", "sample_data"):
        return [f"{module.name} imports {name}" for name in module.imports if name != "__future__"]
    if module.room not in THIRD_PARTIES:
        return [f"{module.name} is in no known room; give it a floor"]
    return [f"{module.name} imports {name}: {why}" for name in module.imports if (why := reason(module, name))]


def reason(module: Module, name: str) -> str:
    """Why the module may not import ``name``; empty if it may."""
    top = name.split(".")[0]
    if top in ("pages", "app"):
        return screen_reason(module, name)
    if top == "mtl_core":
        return room_reason(module, name)
    if top in sys.stdlib_module_names or top in THIRD_PARTIES[module.room]:
        return ""
    if module.name.startswith(BUNDLED) and is_module(BUNDLED + top):
        return ""  # in a bundle these scripts stand side by side
    return f"{module.room} may not know it"


def screen_reason(module: Module, name: str) -> str:
    """Pages know what is shared and what is their own; nothing below knows a page."""
    if module.room != "pages":
        return "no room knows the screen"
    if module.name == "app" or name in ("pages", "pages.shared") or name.startswith("pages.shared."):
        return ""
    if name.split(".")[:2] == module.name.split(".")[:2]:
        return ""
    return "a page knows pages/shared and its own folder only"


def room_reason(module: Module, name: str) -> str:
    """Downwards only, and a balancing method knows no other."""
    if name == "mtl_core":
        return ""
    floor = 1 if module.room == "pages" else FLOOR_OF[module.room]
    if FLOOR_OF.get(room(name), 9) > floor:
        return f"floor {floor} may not know the floors above"
    if module.name.startswith("mtl_core.balancing."):
        return "a method may not know another" if name in METHODS else ""
    if room(name) == "balancing" and module.room != "balancing" and name not in BASES:
        return "nobody asks which method it is"
    return ""


def circle(modules: list[Module], place: Callable[[str], str] = room) -> list[str]:
    """Rooms, or whatever ``place`` makes of a module's name, that import each other in a circle; empty if none do."""
    arrows: dict[str, set[str]] = {}
    for module in modules:
        others = {place(name) for name in module.imports if name.startswith("mtl_core.")}
        arrows.setdefault(place(module.name), set()).update(others - {place(module.name)})
    try:
        graphlib.TopologicalSorter(arrows).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def loaded(modules: list[str], wanted: set[str]) -> set[str]:
    """Which of ``wanted`` a fresh interpreter has loaded after importing ``modules``."""
    code = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *modules], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split()) & wanted


MODULES = list(product())


def test_modules_import_only_what_their_floors_may_know() -> None:
    if found := [fault for module in MODULES for fault in faults(module)]:
        pytest.fail("\n".join(found), pytrace=False)


def test_rooms_stand_in_no_circle() -> None:
    assert circle(MODULES) == []


@pytest.mark.parametrize(("floor", "rooms"), FLOORS.items())
def test_architecture_names_every_room(floor: int, rooms: tuple[str, ...]) -> None:
    shown = re.findall(
        rf"^\| {floor} \w[^|]*\| ([^|]*) \|", (ROOT / "docs/architecture.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(name.strip("`") for row in shown for name in row.split(", ")) == sorted(rooms)


def sub_room(name: str) -> str:
    """``tables.readers`` of a module there, ``tables`` of one that lies in no folder of the room."""
    parts = name.split(".")[1:4]
    is_folder = ROOT.joinpath("mtl_core", *parts[:2]).is_dir()
    return ".".join(parts[:2] if is_folder else parts[:1])


def test_folders_of_tables_stand_in_no_circle() -> None:
    assert circle([module for module in MODULES if module.room == "tables"], sub_room) == []


def test_modules_stand_in_no_circle() -> None:
    """Packages that hand on what is in them are left out."""
    files = {module.name for module in MODULES if not ROOT.joinpath(*module.name.split(".")).is_dir()}
    found = [Module(module.name, tuple(set(module.imports) & files)) for module in MODULES if module.name in files]
    assert circle(found, str) == []


def test_what_pages_import_leaves_tensorflow_out() -> None:
    # The page files themselves are scripts for Streamlit; everything that they import is imported here.
    drawn = [module for module in MODULES if module.room == "pages"]
    names = {name for module in drawn for name in module.imports if name.split(".")[0] in ("mtl_core", "pages")}
    assert len(names) > 10
    assert loaded(sorted(names), HEAVY | {"scipy.stats"}) == set()  # which takes 48 MB for each who serves the pages


def test_fresh_interpreter_would_show_a_heavy_import() -> None:
    assert loaded(["sklearn"], HEAVY) == {"sklearn"}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("mtl_core.errors", "import pandas"),
        ("mtl_core.plan", "from mtl_core.tables import dataset"),
        ("mtl_core.tables.dataset", "def f():\n    import tensorflow as tf"),
        ("mtl_core.tables.dataset", "def f():\n    from mtl_core.training import trainer"),
        ("mtl_core.tables.dataset", "import importlib\nimportlib.import_module('keras')"),
        ("mtl_core.tables.dataset", "from ..training import trainer"),
        ("mtl_core.tables.dataset", "import streamlit"),
        ("mtl_core.features.space", "import sklearn"),
        ("mtl_core.figures.roc", "import streamlit"),
        ("mtl_core.training.trainer", "from pages.shared.session import drafts"),
        ("mtl_core.training.trainer", "from mtl_core.processes import worker"),
        ("mtl_core.training.trainer", "from mtl_core.balancing.equal import Equal"),
        ("mtl_core.balancing.other", "from mtl_core.balancing import equal"),
        ("mtl_core.balancing.other", "from .equal import Equal"),
        ("mtl_core.attic.things", "import json"),
        ("pages.build.train", "from mtl_core import exporting"),
        ("pages.build.train", "def f():\n    import keras"),
        ("pages.build.train", "from pages.results.evaluate import card"),
        ("pages.shared.session.drafts", "from pages.build import train"),
        ("app", "from mtl_core.workflow.job import run"),
    ],
)
def test_forbidden_import_is_found(name: str, source: str) -> None:
    assert len(faults(read(name, source))) >= 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("mtl_core.tables.dataset", "import json\nfrom mtl_core.plan import Plan\nfrom . import profile"),
        ("mtl_core.balancing.other", "import tensorflow\nfrom mtl_core.balancing.method import Balancing"),
        ("mtl_core.processes.worker", "from mtl_core.workflow import job"),
        ("pages.build.train", "from pages.shared.session import drafts\nfrom pages.build.sections import live_run"),
        ("app", "from pages.build import train"),
    ],
)
def test_allowed_import_is_no_fault(name: str, source: str) -> None:
    assert faults(read(name, source)) == []


def test_circle_is_found() -> None:
    there = Module("mtl_core.tables.a", ("mtl_core.runs.b",))
    back = Module("mtl_core.runs.b", ("mtl_core.tables.a",))
    assert set(circle([there, back])) == {"tables", "runs"}
    assert circle([there]) == []
