"""What a bundle carries so that it runs without the project: the sources in use and the versions that made it."""

from __future__ import annotations

import ast
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SEEDS = ("mtl_core.errors", "mtl_core.features.space", "mtl_core.evaluation.answers", "mtl_core.networks.predict")
_SCRIPTS = Path(__file__).resolve().parent / "scripts"
_NEEDED = ("tensorflow", "keras", "numpy", "pandas", "pyarrow", "python-calamine")


def sources() -> dict[str, bytes]:
    """The scripts, and the modules of ours that they run on, by their path in the bundle.

    A package's own ``__init__`` would import the rest of it, so the bundle has empty ones.
    """
    modules = _closure()
    packages = {Path(path).parent for path in modules}
    empty = {f"{package.as_posix()}/__init__.py": b"" for package in packages}
    scripts = {name: (_SCRIPTS / name).read_bytes() for name in ("predict.py", "verify.py")}
    return scripts | dict(sorted((modules | empty).items()))


def requirements() -> bytes:
    """The content of ``requirements.txt``: the versions running now."""
    return "".join(f"{name}=={version(name)}\n" for name in _NEEDED).encode()


def _closure() -> dict[str, bytes]:
    """The seeds and every module of ours that they import when they are imported."""
    found: dict[str, bytes] = {}
    waiting = list(_SEEDS)
    while waiting:
        path = waiting.pop().replace(".", "/") + ".py"
        if path not in found:
            found[path] = (_ROOT / path).read_bytes()
            waiting += _imported(found[path])
    return found


def _imported(source: bytes) -> list[str]:
    """Our modules that a module names in its own top-level imports."""
    return [
        node.module
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("mtl_core.")
    ]
