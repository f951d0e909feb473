"""What every judge of a kind of task does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mtl_core.plan import OutputTask
from mtl_core.records.results import Judgement
from mtl_core.verdict.samples import Sample

Array = npt.NDArray[Any]


class Judge(ABC):
    """Compares a served model's outputs, as their target's ``constrain`` leaves them, with what is true."""

    @abstractmethod
    def judge(self, task: OutputTask, true: Array, output: Array, train: Array) -> Judgement:
        """The judgement of ``output`` [n, …] where ``true`` [n], n > 0, is known; the baseline knows only ``train``."""

    @abstractmethod
    def faults(self, classes: Sequence[str], true: Array, output: Array) -> Array:
        """How bad each answer [n] is; 0 where it is right. Where nothing is true it does not matter."""

    @abstractmethod
    def sample(self, task: OutputTask, metric: str, true: Array, output: Array, train: Array) -> Sample:
        """Row by row what ``metric`` is made of, one that a task of this kind is told by; as ``judge`` counts it."""

    @abstractmethod
    def guess(self, task: OutputTask, train: Array, output: Array) -> Array:
        """The baseline's answers, in the form of ``output`` [n, …], as the headline's metric knows it."""

    def support(self, output: Array, given: Array) -> npt.NDArray[np.float64] | None:
        """How much each ``output`` [n, …] speaks for the answer in ``given`` [1, …]: log-odds, or a number. None where
        an answer has parts that are asked about one by one."""
        return None
