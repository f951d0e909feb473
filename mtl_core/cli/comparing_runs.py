"""Finished runs beside each other, as ``compare`` of their folders tells them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from mtl_core.comparison import runs_beside
from mtl_core.comparison.runs_beside import FinishedRun
from mtl_core.records.history import History
from mtl_core.reports.compared import draw_runs, list_pairs, write_pictures
from mtl_core.reports.findings import gather
from mtl_core.runs import kept_record
from mtl_core.temporary import replace
from mtl_core.verdict.sentences import format_value
from mtl_core.wording import printable

_SAME = "They have the same settings."


def compare_folders(folders: Sequence[Path], out: Path | None) -> None:
    """Print how good each run is, in which settings they differ, and which are better than which; ``out`` gets the same
    as JSON, and a page beside it each two tasks in a picture. Raises MTLError."""
    runs = [_read(folder) for folder in folders]
    pairs = runs_beside.find_pairs(runs)
    values, settings = runs_beside.measure(runs), runs_beside.list_settings(runs)
    heads = {task: f"{task} ({metric})" for by in values.values() for task, (metric, _) in by.items()}
    scores = [
        [name, *(format_value(*by[task]) if task in by else "–" for task in heads)] for name, by in values.items()
    ]
    differing = [[path, *map(_write, by.values())] for path, by in settings.items()]
    lines = [*_align([["test rows", *heads.values()], *scores]), ""]
    lines += [*_align([["setting", *values], *differing]), ""] if differing else [_SAME, ""]
    told = [*runs_beside.tell(pairs), *runs_beside.tell_best(values)]
    print(printable("\n".join([*lines, *told])))
    if out is not None:
        found = {
            "runs": {
                name: {task: {"metric": m, "value": v} for task, (m, v) in by.items()} for name, by in values.items()
            },
            "settings": settings,
            "pairs": {
                task: [{"run": p.names[0], "beside": p.names[1], **p.found.difference.model_dump()} for p in each]
                for task, each in pairs.items()
            },
        }
        out.parent.mkdir(parents=True, exist_ok=True)
        replace(out, json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False).encode())
        tasks = list(heads)
        pictures = [draw_runs(values, pair, tasks) for pair in list_pairs(tasks)]
        replace(name_pictures(out), write_pictures("Runs compared", told, pictures))


def name_pictures(out: Path) -> Path:
    """The page with the pictures that belong to the file ``out``."""
    return out.with_name(f"{out.stem}-pictures.html")


def _read(folder: Path) -> FinishedRun:
    found = gather(folder, History())
    return FinishedRun(_name(folder), folder, (found.table.id, found.table.name), found.experiment)


def _name(folder: Path) -> str:
    """What a person calls the run of the workspace in the folder; else the folder as it was given."""
    record = kept_record.read(folder)
    if record is None:
        return str(folder)
    (run,) = record["runs"]
    return f"{run['name']} (run {kept_record.number(record)})"


def _write(value: object) -> str:
    """A setting's value as --set takes it."""
    return "–" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    aligned = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [line.rstrip() for line in aligned]
