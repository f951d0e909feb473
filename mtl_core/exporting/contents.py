"""What a bundle that somebody brought contains, checked from the outside in.

The order of the checks: size, zip directory, unpacked size, JSON, version, fields and their ranges, the feature space,
the plan against it, number of parameters, SHA-256 of the weights, names, types, shapes and values of the arrays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mtl_core.errors import DataError, ExportError
from mtl_core.exporting.archive import LARGEST, Archive
from mtl_core.exporting.members import is_allowed
from mtl_core.exporting.members import manifest as description
from mtl_core.exporting.members import weights as arrays
from mtl_core.exporting.members.manifest import Manifest
from mtl_core.exporting.members.weights import Weights, from_npz
from mtl_core.features import plan_shapes
from mtl_core.features.space import FeatureSpace
from mtl_core.plan import MOST_PARAMETERS, plan

_ABSURD = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Contents:
    """A bundle's content, all of it checked."""

    manifest: Manifest
    space: FeatureSpace
    weights: Weights


def contents(path: Path) -> Contents:
    """Read and check the bundle at ``path``. Raises ExportError."""
    archive = Archive(path, is_allowed)
    with refusing():
        manifest = Manifest.from_json(archive.member(description.MEMBER.name, description.LARGEST))
        space = _space(manifest)
    if manifest.plan.parameters > MOST_PARAMETERS:
        template = "The network in the bundle has {received:,} parameters; expected at most {most:,}."
        raise ExportError(template.format(received=manifest.plan.parameters, most=MOST_PARAMETERS))
    packed = archive.member(arrays.MEMBER.name, LARGEST)
    if hashlib.sha256(packed).hexdigest() != manifest.weights_sha256:
        raise ExportError("The weights in the bundle are not those that it was made with; export it again.")
    return Contents(manifest, space, from_npz(packed, manifest.plan))


@contextmanager
def refusing() -> Iterator[None]:
    """Raise ExportError for whatever goes wrong with fields that are each of the right type, but make no network."""
    try:
        yield
    except _ABSURD as error:
        template = "What the bundle says of its columns and its network does not go together ({why}); export it again."
        raise ExportError(template.format(why=type(error).__name__)) from error


def _space(manifest: Manifest) -> FeatureSpace:
    """The feature space, if experiment, space and plan belong together."""
    try:
        space = FeatureSpace.from_dict(manifest.space)
    except DataError as error:
        raise ExportError(str(error)) from error
    if not space.columns or not space.targets:
        raise ExportError("The bundle reads no column or answers nothing, so it holds no network; export it again.")
    tasks = tuple((target.name, target.kind) for target in space.targets)
    asked = tuple((task.column, task.kind) for task in manifest.experiment.tasks)
    if (
        tasks != asked
        or plan(manifest.experiment, plan_shapes.inputs(space), plan_shapes.tasks(space)) != manifest.plan
    ):
        raise ExportError("The network in the bundle does not fit its columns and settings; export it again.")
    return space
