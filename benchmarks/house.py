"""How large the pieces of the house are: ``python -m benchmarks.house``, or of another checkout,
``python -m benchmarks.house FOLDER``."""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import table

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Print the table."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    sources = {path: path.read_text("utf-8") for path in _files(root, "app.py", "mtl_core", "pages")}
    tests = sum(_lines(path.read_text("utf-8")) for path in _files(root, "tests"))
    sizes = [_lines(source) for source in sources.values() if source.strip()]
    rows = [
        ("files of sources", len(sizes)),
        ("median file, lines", round(statistics.median(sizes))),
        ("largest file, lines", max(sizes)),
        ("longest function, lines", max(length for source in sources.values() for length in _functions(source))),
        ("test lines per source line", f"{tests / sum(sizes):.2f}"),
    ]
    print(table(("what", "figure"), rows))


def _files(root: Path, *places: str) -> Iterator[Path]:
    for place in places:
        yield from [root / place] if place.endswith(".py") else sorted((root / place).rglob("*.py"))


def _lines(source: str) -> int:
    return len(source.splitlines())


def _functions(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


if __name__ == "__main__":
    main()
