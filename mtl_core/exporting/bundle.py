"""A trained network as one zip file that works elsewhere, and the way back from it.

What comes back is the manifest and the plain arrays, rebuilt by our own code; a Keras file is never read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mtl_core.exporting.archive import pack
from mtl_core.exporting.contents import Contents, contents, refusing
from mtl_core.exporting.members import MEMBERS, Export
from mtl_core.exporting.origin import Origin
from mtl_core.exporting.trained import Trained, build_with
from mtl_core.records.results import Evaluation
from mtl_core.temporary import replace


@dataclass(frozen=True)
class Bundle(Trained):
    """A network read back from a bundle, and where it comes from."""

    origin: Origin


def write(
    path: Path,
    trained: Trained,
    origin: Origin,
    train: pd.DataFrame,
    examples: pd.DataFrame,
    evaluation: Evaluation | None = None,
) -> None:
    """Write the bundle to ``path``: complete or not at all, the same content for the same network. Raises ExportError.

    ``train`` holds the training rows (the model card tells their ranges), ``examples`` rows to prove the bundle by.
    """
    purposes = {member.name: member.purpose for member in MEMBERS}
    export = Export(trained, origin, train, examples, evaluation, purposes)
    replace(path, pack({name: content for member in MEMBERS for name, content in member.write(export).items()}))


def read(path: Path) -> Bundle:
    """The network in a bundle, rebuilt from its manifest and arrays. Raises ExportError."""
    return rebuild(contents(path))


def rebuild(found: Contents) -> Bundle:
    """The network of a bundle's content, which was checked. Raises ExportError where it makes none all the same."""
    with refusing():
        model = build_with(found.manifest.plan, found.weights)
    return Bundle(found.manifest.experiment, found.manifest.plan, found.space, model, found.manifest.origin)
