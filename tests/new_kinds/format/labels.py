"""``labels.txt``: the names of the tasks and their kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mtl_core.exporting.members.member import Format

if TYPE_CHECKING:
    from mtl_core.exporting.trained import Trained


class LabelsMember(Format):
    """Lines of NAME<tab>KIND; it answers as whatever it is read back with."""

    id = "labels"
    name = "labels.txt"
    purpose = "the tasks by their names"
    rank = 10

    def to_bytes(self, trained: Trained) -> bytes:
        """The lines."""
        return "".join(f"{task.name}\t{task.kind}\n" for task in trained.plan.tasks).encode()

    def outputs(
        self, content: bytes, trained: Trained, inputs: Mapping[str, npt.NDArray[Any]]
    ) -> list[npt.NDArray[Any]]:
        """Those of the network, if the lines are its tasks'; else nothing but zeros."""
        found = trained.outputs(inputs)
        return found if content == self.to_bytes(trained) else [np.zeros_like(answers) for answers in found]


MEMBER = LabelsMember()
