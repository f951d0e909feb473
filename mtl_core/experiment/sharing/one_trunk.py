"""Ways of sharing one trunk: to the end, up to a branch, with small parts per task, or with outputs handed on."""

from __future__ import annotations

import graphlib
import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mtl_core.experiment.settings import Settings
from mtl_core.experiment.sharing.base import AsJSON, Layered


class HardSharing(Layered):
    """One trunk for all tasks. Caruana, "Multitask Learning", Machine Learning 28, 1997.

    A task's path has ``max(layers, depth)`` trunk-sized layers before its head. The first ``depth`` of them are
    shared; the others are the task's own. Depth 0 therefore gives separate networks of the same size.
    """

    place: ClassVar[int] = 1
    title: ClassVar[str] = "Hard sharing"
    summary: ClassVar[str] = "All tasks share the first layers and have the rest for themselves."

    kind: Literal["hard"] = "hard"
    depth: int = Field(2, ge=0, le=8, title="Shared depth", description="Layers that all tasks share; 0 = none.")

    def parting(self, depth: int, leaves: Mapping[str, int]) -> Mapping[str, Any]:
        return {"kind": "branching", "depth": depth, "leaves": dict(leaves)}


class BranchingSharing(Layered):
    """A tree of layers. Lu et al., "Fully-adaptive feature sharing", arXiv 1611.05377, whose tree is found; here it
    is given.

    Up to level ``leaves[t]`` (``depth`` where nothing is said) task t uses the trunk. From there to level ``branch``
    it shares with the tasks of its group that left where it did; the layers up to ``layers`` are its own.
    """

    place: ClassVar[int] = 2
    title: ClassVar[str] = "Branching"
    summary: ClassVar[str] = "Tasks leave the shared layers one after another; a group of tasks can share a branch."
    leave_alone: ClassVar[bool] = True

    kind: Literal["branching"] = "branching"
    depth: int = Field(1, ge=0, le=8, title="Shared depth", description="Layers after which tasks leave the trunk.")
    branch: int = Field(2, ge=0, le=8, title="Branch depth", description="Layers until which a group stays together.")
    leaves: dict[str, Annotated[int, Field(ge=0, le=8)]] = Field(
        default_factory=dict, title="Leaves after", description="Layers after which a task leaves, where not the above."
    )
    groups: dict[str, Annotated[int, Field(ge=1, le=16)]] = Field(
        default_factory=dict, title="Groups", description="Group by task; tasks of one number share a branch."
    )

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.leaves, *self.groups)

    def idle(self) -> Collection[str]:
        return () if self.groups else ("branch",)

    def depth_of(self, task: str) -> int:
        return self.leaves.get(task, self.depth)

    def leaving(self, task: str, depth: int) -> Mapping[str, Any]:
        return {"leaves": {**self.leaves, task: depth}}

    def among(self, tasks: Collection[str]) -> Self:
        kept = {
            field: {task: value for task, value in getattr(self, field).items() if task in tasks}
            for field in ("leaves", "groups")
        }
        return self.model_copy(update=kept)


class AdaptersSharing(Layered):
    """A trunk whose layers each task changes a little: W + B_t A_t of rank r, Hu et al., "LoRA", arXiv 2106.09685.

    Rank 0 is hard sharing of all layers; a rank as large as the width lets each task have layers of its own. B starts
    at 0, so every training starts as hard sharing.
    """

    place: ClassVar[int] = 11
    title: ClassVar[str] = "Adapters"
    summary: ClassVar[str] = "All tasks share every layer, and each adds a small change of its own to it."

    kind: Literal["adapters"] = "adapters"
    rank: int = Field(
        16,
        ge=0,
        le=256,
        title="Rank",
        description="How much each task may change of the shared layers for itself; 0 = hard sharing.",
    )
    ranks: dict[str, Annotated[int, Field(ge=1, le=256)]] = Field(
        default_factory=dict,
        title="Ranks",
        description="The same for single tasks, where it is not to be the rank of all.",
    )

    def idle(self) -> Collection[str]:
        return () if self.rank else ("ranks",)

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(self.ranks)

    def rank_of(self, task: str) -> int | None:
        return self.ranks.get(task, self.rank) if self.rank else None

    def with_rank(self, task: str, rank: int) -> Mapping[str, Any]:
        return {"ranks": {**self.ranks, task: rank}}

    def among(self, tasks: Collection[str]) -> Self:
        return self.model_copy(update={"ranks": {task: rank for task, rank in self.ranks.items() if task in tasks}})


class Link(Settings):
    """``target`` learns from what the network says of ``source``; both are tasks, by column."""

    source: str = Field(min_length=1)
    target: str = Field(min_length=1)


class ChainSharing(Layered):
    """Hard sharing in which an output feeds another task's head: classifier chains, Read et al., Machine Learning
    85, 2011; for conversion after click as by Ma et al., "ESMM", arXiv 1804.07931.

    predicted: what is handed on is always the network's own prediction ŷ, in training as in use, so that both see the
    same thing from the first step on.
    scheduled: scheduled sampling, Bengio et al., arXiv 1506.03099, section 2.4 with linear decay. At step i of n each
    row hands on the true label with chance ε_i = 1 − i / n, if it has one, and else ŷ; in use always ŷ.
    Without links, each task feeds the one after it, or with ``in_order`` off none feeds any.
    """

    place: ClassVar[int] = 12
    title: ClassVar[str] = "Chain"
    summary: ClassVar[str] = "All tasks share the first layers, and what one task predicts helps the next."

    kind: Literal["chain"] = "chain"
    depth: int = Field(2, ge=0, le=8, title="Shared depth", description="Layers that all tasks share; 0 = none.")
    links: Annotated[tuple[Link, ...], AsJSON] = Field(
        (), max_length=64, title="Links", description="Which task feeds which."
    )
    in_order: bool = Field(True, title="In order", description="Each task feeds the next, where no links are given.")
    feed: Literal["predicted", "scheduled"] = Field(
        "predicted",
        title="Hand on",
        description="What a task predicts; or, scheduled, true answers at first and ever fewer as training goes on.",
    )
    gradient: bool = Field(
        False, title="Learn through links", description="Let a task also train the one that feeds it."
    )

    @model_validator(mode="after")
    def _lead_nowhere_back(self) -> Self:
        sources: dict[str, set[str]] = {}
        for link in self.links:
            sources.setdefault(link.target, set()).add(link.source)
        try:
            graphlib.TopologicalSorter(sources).prepare()
        except graphlib.CycleError as error:
            raise ValueError(f'the links lead from "{error.args[1][0]}" back to itself; remove one of them') from error
        return self

    def arrows(self, tasks: Sequence[str]) -> Mapping[tuple[str, str], float]:
        linked = self.links_of(tasks)
        return {pair: float(pair in linked) for pair in itertools.permutations(tasks, 2)}

    def with_arrow(self, tasks: Sequence[str], source: str, target: str, strength: float) -> Mapping[str, Any]:
        others = [pair for pair in self.links_of(tasks) if set(pair) != {source, target}]
        pairs = [*others, (source, target)] if strength else others
        return {"links": [{"source": one, "target": other} for one, other in pairs], "in_order": False}

    def links_of(self, tasks: Sequence[str]) -> list[tuple[str, str]]:
        """Which task feeds which, as (source, target)."""
        given = [(link.source, link.target) for link in self.links]
        return given or (list(itertools.pairwise(tasks)) if self.in_order else [])

    def idle(self) -> Collection[str]:
        return ("in_order",) if self.links else ()

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(name for link in self.links for name in (link.source, link.target))

    def among(self, tasks: Collection[str]) -> Self:
        kept = tuple(link for link in self.links if {link.source, link.target} <= set(tasks))
        ordered = self.in_order and bool(kept or not self.links)  # or the tasks that are left would feed each other
        return self.model_copy(update={"links": kept, "in_order": ordered})


WAYS = (HardSharing, BranchingSharing, AdaptersSharing, ChainSharing)
