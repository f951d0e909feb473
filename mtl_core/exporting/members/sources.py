"""``mtl_core/``: the modules of ours that a bundle runs on, so that it needs no project."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mtl_core.exporting.members.member import Export, Member

_ROOT = Path(__file__).resolve().parents[3]
_SEEDS = (
    "mtl_core.errors",
    "mtl_core.evaluation.predicting",
    "mtl_core.features.space",
    "mtl_core.loading",
    "mtl_core.networks.predict",
    "mtl_core.tables.intake.reading",
    "mtl_core.tables.rows",
)


@cache  # a process exports what it began with, and following all imports takes a fifth of a second
def sources() -> Mapping[str, bytes]:
    """The modules of ours that the scripts run on, by their path in the bundle; read once.

    A package whose names nobody imports has an empty ``__init__``, since its own would import the rest of it.
    """
    modules = _closure()
    packages = {package for path in modules for package in Path(path).parents if package != Path()}
    empty = {f"{package.as_posix()}/__init__.py": b"" for package in packages}
    return MappingProxyType(dict(sorted((empty | modules).items())))


def _closure() -> dict[str, bytes]:
    """The seeds and every module of ours that they import when they are imported."""
    found: dict[str, bytes] = {}
    waiting = list(_SEEDS)
    while waiting:
        path = _path(waiting.pop())
        if path not in found:
            found[path] = (_ROOT / path).read_bytes()
            waiting += _find_imports(found[path])
    return found


def _find_imports(source: bytes) -> Iterator[str]:
    """Our modules that a module names in its own top-level imports; of a package, those of its names that are modules,
    and the package itself where there are others; and the modules of the families that it looks up."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("mtl_core"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [name for name in names if (_ROOT / _path(name)).is_file()]
            yield from modules
            if len(modules) < len(names):
                yield node.module
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            yield from _family(call)


def _family(call: ast.Call) -> list[str]:
    """The modules of the package that a call of ``mtl_core.families`` names."""
    if not (isinstance(call.func, ast.Name) and call.func.id in ("members", "all_members")):
        return []
    package = ast.literal_eval(call.args[0])
    folder = _ROOT.joinpath(*package.split("."))
    return [f"{package}.{path.stem}" for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]


def _path(module: str) -> str:
    """Where a module or package of ours stands."""
    path = module.replace(".", "/")
    return f"{path}/__init__.py" if (_ROOT / path).is_dir() else f"{path}.py"


class Sources(Member):
    """A copy of each module that ``predict.py`` imports, and of those that these import."""

    name = "mtl_core/"
    purpose = "what predict.py runs on"
    rank = 9
    pattern = r"mtl_core/([a-z_]+/){0,3}[a-z_]+\.py"

    def write(self, export: Export) -> Mapping[str, bytes]:
        """The same files for every network of this version."""
        return sources()


MEMBER = Sources()
