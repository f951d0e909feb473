"""Seconds and memory to read, type and profile a CSV of 200 MB: 2 million rows × 12; and one of 5,000 columns."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.report import largest_child, publish, table
from mtl_core.tables.intake.uploads import take_in

_ROWS, _RUNS = 2_000_000, 3
_LARGE = """
    SELECT i AS id, 18 + hash(i) % 72 AS age, round(exp(10 + (hash(i, 1) % 4000) / 1000.0), 2) AS income,
    round(150 + (hash(i, 2) % 50000) / 1000.0, 3) AS height, round((hash(i, 3) % 200000) / 1e5 - 1, 5) AS x1,
    CASE WHEN hash(i, 4) % 20 > 0 THEN round((hash(i, 5) % 2000000) / 1e6 - 1, 6) END AS x2,
    round((hash(i, 6) % 2000000) / 1e6 - 1, 6) AS x3,
    ['red', 'green', 'blue', 'violet'][(1 + hash(i, 7) % 4)::INT] AS color,
    'city number ' || hash(i, 8) % 2000 AS city, DATE '2015-01-01' + (hash(i, 9) % 3000)::INT AS day,
    CASE WHEN hash(i, 10) % 3 = 0 THEN 'yes' ELSE 'no' END AS smoker, round((hash(i, 11) % 10000000) / 1e5, 5) AS score
    FROM range({rows}) t(i)
"""
_WIDE = "SELECT {columns} FROM range(20) t(i)"
_CELLS = ("i", "i + {n} / 7.0", "'label ' || (i + {n}) % 3", "DATE '2024-01-01' + (i + {n})::INT", "i % 2")


def main() -> None:
    """Make the files, read each in a fresh process, and publish."""
    wide = ", ".join(f"{_CELLS[n % len(_CELLS)].format(n=n)} AS c{n}" for n in range(5_000))
    files = [
        ("2 million rows × 12", _LARGE.format(rows=_ROWS), "", "≤ 20 s, ≤ 1.5 GB"),
        ("the same, every cell quoted", _LARGE.format(rows=_ROWS), ", FORCE_QUOTE *", ""),
        ("20 rows × 5,000", _WIDE.format(columns=wide), "", ""),
    ]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "table.csv"
        for what, query, manner, goal in files:
            duckdb.sql(f"COPY ({query}) TO '{source}' (FORMAT csv, HEADER{manner})")
            seconds, memory = zip(*(_measure(source) for _ in range(_RUNS)), strict=True)
            size = f"{source.stat().st_size / 1e6:.0f} MB"
            rows.append((what, size, f"{sorted(seconds)[_RUNS // 2]:.1f} s", f"{max(memory):.2f} GB", goal))
    text = table(("file", "size", f"median of {_RUNS} runs", "largest process", "goal"), rows)
    publish("reading", "Reading a table", text)


def _measure(source: Path) -> tuple[float, float]:
    """Seconds and gigabytes that the intake of this file takes, its child being the first of a new process."""
    command = [sys.executable, "-m", "benchmarks.reading", str(source)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1])


def _take_in(source: Path) -> None:
    """Take the file in and print seconds and gigabytes."""
    with tempfile.TemporaryDirectory() as workspace:
        start = time.perf_counter()
        take_in(source, source.name, Path(workspace))
        seconds = time.perf_counter() - start
    print(seconds, largest_child())


if __name__ == "__main__":
    _take_in(Path(sys.argv[1])) if len(sys.argv) > 1 else main()
