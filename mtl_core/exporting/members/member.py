"""What every member of a bundle can say and do, and what there is to write it from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy.typing as npt
import pandas as pd

from mtl_core.exporting.cells import as_json
from mtl_core.exporting.origin import Origin
from mtl_core.records.results import Evaluation

if TYPE_CHECKING:  # it loads TensorFlow, which whoever only wants to know what a bundle may hold need not wait for
    from mtl_core.exporting.trained import Trained

EXAMPLES = 32
"""At most so many rows of the table go along, to prove the bundle by."""


@dataclass(frozen=True)
class Export:
    """A trained network on its way out: ``train`` holds the rows it learnt from, ``examples`` rows to prove it by.

    ``evaluation`` is None where no rows were kept apart. ``purposes`` tells by a member's name what it is for.
    """

    trained: Trained
    origin: Origin
    train: pd.DataFrame
    examples: pd.DataFrame
    evaluation: Evaluation | None
    purposes: Mapping[str, str]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The input columns of the first examples, each cell as JSON can hold it."""
        inputs = [column.name for column in self.trained.plan.inputs]
        return as_json(self.examples[inputs].head(EXAMPLES))


class Member(ABC):
    """One thing that a bundle holds; a file in this folder with a value MEMBER of this kind is all that it takes."""

    name: ClassVar[str]
    """Its path in the bundle, or that of its folder."""
    purpose: ClassVar[str]
    """What it is for, in words that may follow its name and a colon."""
    rank: ClassVar[int]
    """Its place in the bundle and in lists."""
    pattern: ClassVar[str] = ""
    """A regular expression of its files' paths, where ``name`` is a folder."""

    @abstractmethod
    def write(self, export: Export) -> Mapping[str, bytes]:
        """Its files by their paths, the same for the same network. Raises ExportError."""


class Format(Member):
    """A member that is of use by itself, without the rest of the bundle: what ``export --format`` can be asked for."""

    id: ClassVar[str]
    """What it is called at the command line and in menus."""

    def write(self, export: Export) -> Mapping[str, bytes]:
        """Its one file."""
        return {self.name: self.to_bytes(export.trained)}

    @abstractmethod
    def to_bytes(self, trained: Trained) -> bytes:
        """Its content. Raises ExportError."""

    @abstractmethod
    def outputs(
        self, content: bytes, trained: Trained, inputs: Mapping[str, npt.NDArray[Any]]
    ) -> list[npt.NDArray[Any]]:
        """What the network in ``content``, read back, gives for encoded rows: an array [n, …] per task.

        What is not in the content (the columns, the tasks) is taken from ``trained``; its weights are not.
        """
