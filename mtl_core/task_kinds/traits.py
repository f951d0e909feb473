"""What can be said of a kind of task without any data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class TaskTraits:
    """One kind of task: what its answers are and how people speak of it.

    ``outcome`` and ``head`` are templates of what a head gives: with ``count`` (of classes), ``received`` and
    ``units`` (values into it and out of it).
    """

    id: str  # as experiments, bundles and the command line name it
    title: str  # as people name it
    rank: int  # its place among the kinds in a menu
    answer: str  # what one answer is, as the model card says
    outcome: str
    head: str
    activation: Literal["sigmoid", "softmax", "exponential", "linear"]  # from the last layer to an answer
    metrics: tuple[str, ...]  # those it may be judged by; the first of a verdict's is its headline
    numeric: bool = False  # an answer is a number
    typical: bool = False  # an answer may be a typical value (median) or an average (mean)
    several: bool = False  # an answer is a tuple of labels
    per_token: bool = False  # a label for each token of a text
    joins: bool = False  # may be made of several yes-no columns
    takes_any: bool = False  # any column may be tried as it
    counted: str = "Rows"  # what each of its labels is counted by
