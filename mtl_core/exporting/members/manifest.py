"""``manifest.json``: all that a bundle says about its network and itself, checked as it is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from mtl_core.errors import ExportError
from mtl_core.experiment import Experiment, sentence
from mtl_core.exporting.members.member import Export, Member
from mtl_core.exporting.members.weights import packed_weights
from mtl_core.exporting.origin import Origin
from mtl_core.plan import Plan

VERSION: Literal[1] = 1
LARGEST = 16 * 1024**2  # bytes; a vocabulary of long words takes room


class Manifest(BaseModel):
    """The content of ``manifest.json``; ``space`` is what ``FeatureSpace.to_dict`` gave."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    version: Literal[1] = VERSION
    origin: Origin
    experiment: Experiment
    plan: Plan
    space: dict[str, Any]
    metrics: dict[str, dict[str, float | None]]
    baseline: dict[str, dict[str, float | None]]
    weights_sha256: str
    members: dict[str, str] = {}  # what each is for, by its path; nothing in bundles of earlier versions

    def to_json(self) -> bytes:
        """The text of ``manifest.json``. Raises ExportError."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, allow_nan=False).encode()
        if len(text) > LARGEST:
            template = (
                "The description of the network takes {size:,} bytes; at most {most:,} fit, so use fewer columns."
            )
            raise ExportError(template.format(size=len(text), most=LARGEST))
        return text

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Read ``to_json``'s text. Raises ExportError."""
        try:
            data = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ExportError("manifest.json in the bundle is damaged; export it again.") from error
        version = data.get("version") if isinstance(data, Mapping) else None
        if version != VERSION:
            template = "The bundle has version {received}; this MTL Studio reads version {expected}."
            raise ExportError(template.format(received=json.dumps(version)[:20], expected=VERSION))
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise ExportError(f"manifest.json in the bundle does not hold what it should: {sentence(error)}") from error


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON number")


class ManifestMember(Member):
    """Columns, tasks, layers, scores."""

    name = "manifest.json"
    purpose = "columns, tasks, layers"
    rank = 1

    def write(self, export: Export) -> Mapping[str, bytes]:
        """The text of ``Manifest``."""
        trained, evaluation = export.trained, export.evaluation
        manifest = Manifest(
            origin=export.origin,
            experiment=trained.experiment,
            plan=trained.plan,
            space=trained.space.to_dict(),
            metrics=evaluation.metrics() if evaluation else {},
            baseline={task.name: dict(task.baseline) for task in evaluation.tasks} if evaluation else {},
            weights_sha256=hashlib.sha256(packed_weights(trained)).hexdigest(),
            members=dict(export.purposes),
        )
        return {self.name: manifest.to_json()}


MEMBER = ManifestMember()
