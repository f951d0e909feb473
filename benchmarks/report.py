"""The page a benchmark leaves in ``results/``: the machine, the command, the figures; it measures nothing."""

from __future__ import annotations

import os
import platform
import resource
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psutil

_RESULTS = Path(__file__).parent / "results"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def hardware() -> str:
    """The machine in one line."""
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, {platform.system()}, Python {_python()}"


def tell_origin(module: str) -> str:
    """The command, the date and the machine in one line."""
    return f"Made by `python -m {module}` on {datetime.now(UTC):%Y-%m-%d}; {hardware()}."


def sections(name: str) -> dict[str, str]:
    """The parts of the page that stands in ``results/name.md``, by their headings; none if there is no page."""
    path = _RESULTS / f"{name}.md"
    _, *parts = path.read_text(encoding="utf-8").split("\n## ") if path.exists() else [""]
    return {heading: text.strip() for heading, _, text in (part.partition("\n") for part in parts)}


def save(file: str, content: str) -> None:
    """Write a picture of a page to ``results``."""
    _RESULTS.mkdir(exist_ok=True)
    (_RESULTS / file).write_text(content, encoding="utf-8")


def publish(name: str, title: str, text: str) -> None:
    """Print the page and write it to ``results/name.md``."""
    page = f"# {title}\n\n{tell_origin(f'benchmarks.{name}')}\n\n{text}\n"
    print(page)
    save(f"{name}.md", page)


def largest_child() -> float:
    """The gigabytes of memory that the largest child process so far took."""
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e9


def _python() -> str:
    return platform.python_version()


def _processor() -> str:
    known = Path("/proc/cpuinfo")  # of Linux
    for line in known.read_text(encoding="utf-8").splitlines() if known.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
