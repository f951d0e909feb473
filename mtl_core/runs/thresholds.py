"""The chance from which a yes-no task of a finished run says yes: what is in force, and another that was chosen.

It stands in the run's bundle alone, so that page, command line and the bundle's own scripts conclude alike.
"""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mtl_core.disk import raise_refusals
from mtl_core.errors import DataError, StoreError
from mtl_core.features.space import FeatureSpace
from mtl_core.runs.kept_answers import TEST, VALIDATION, conclude_again, count_chances
from mtl_core.runs.results import EXAMPLE_ROWS
from mtl_core.temporary import replace
from mtl_core.wording import markdown_text

BUNDLE = "bundle.zip"
_MANIFEST, _CARD = "manifest.json", "README.md"
_HEADING = "## From which probability on it says yes\n\n"
_UNREADABLE = "The bundle cannot be read, so no threshold can be chosen for it ({why}); train again."


def read_space(bundle: Path) -> FeatureSpace:
    """The columns and tasks of a bundle, with what was chosen for them. Raises StoreError."""
    try:
        with zipfile.ZipFile(bundle) as archive:
            return FeatureSpace.from_dict(json.loads(archive.read(_MANIFEST))["space"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, DataError) as error:
        raise StoreError(_UNREADABLE.format(why=type(error).__name__)) from error


def choose_threshold(folder: Path, slot: int, threshold: float) -> None:
    """Have the yes-no task at that place say yes from a probability of ``threshold`` on, in all that the run in that
    folder left. Raises StoreError where the task has no threshold or none of that size."""
    space = _with_threshold(read_space(folder / BUNDLE), slot, threshold)
    with raise_refusals(StoreError):
        for name in (TEST, VALIDATION):
            if (folder / name).is_file():
                replace(folder / name, conclude_again(folder / name, space).to_parquet(index=False))
    choose_for_bundle(folder / BUNDLE, slot, threshold)


@raise_refusals(StoreError)
def choose_for_bundle(bundle: Path, slot: int, threshold: float) -> None:
    """The same in a bundle alone. Raises StoreError."""
    replace(bundle, _rewrite(bundle, _with_threshold(read_space(bundle), slot, threshold)))


def tell_thresholds(space: FeatureSpace) -> str:
    """The end of a model card: from which chance on each yes-no task says yes; empty without any."""
    lines = [
        f"- {markdown_text(target.name)}: “{markdown_text(target.classes[1])}” from {target.threshold:.3g} on"
        for target in space.targets
        if target.threshold is not None
    ]
    return _HEADING + "\n".join(lines) + "\n" if lines else ""


def _with_threshold(space: FeatureSpace, slot: int, threshold: float) -> FeatureSpace:
    target = space.targets[slot]
    if target.threshold is None:
        template = 'Task "{name}" is no yes-no task, so it has no threshold to choose.'
        raise StoreError(template.format(name=target.name))
    try:
        chosen = dataclasses.replace(target, threshold=float(threshold))  # type: ignore[type-var]
    except DataError as error:
        raise StoreError(str(error)) from error
    targets = (*space.targets[:slot], chosen, *space.targets[slot + 1 :])
    return dataclasses.replace(space, targets=targets)


def _rewrite(bundle: Path, space: FeatureSpace) -> bytes:
    """The bundle's content with manifest, model card and example rows as ``space`` has it."""
    changes = {_MANIFEST: _manifest, _CARD: _card, EXAMPLE_ROWS: _example_rows}
    buffer = io.BytesIO()
    with zipfile.ZipFile(bundle) as archive, zipfile.ZipFile(buffer, "w") as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename in changes:
                content = changes[entry.filename](content.decode(), space).encode()
            copy.writestr(entry, content)
    return buffer.getvalue()


def _manifest(content: str, space: FeatureSpace) -> str:
    told = json.loads(content) | {"space": space.to_dict()}
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False)


def _card(content: str, space: FeatureSpace) -> str:
    return content.partition(_HEADING)[0] + tell_thresholds(space)


def _example_rows(content: str, space: FeatureSpace) -> str:
    held: dict[str, Any] = json.loads(content)
    for row in held["predictions"]:
        for place, answer in _answers(row, space):
            row[place] = answer
    return json.dumps(held, ensure_ascii=False, allow_nan=False)


def _answers(row: Sequence[Any], space: FeatureSpace) -> Iterator[tuple[int, str]]:
    """The place and the answer of each yes-no task in a row of all answers."""
    place = 0
    for target in space.targets:
        classes = count_chances(target)
        if target.threshold is not None:
            yes = np.array([[row[place + classes]]], dtype=np.float32)
            yield place, str(target.conclude(yes)[0])
        place += 1 + classes
