"""Sharing along a graph of the tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from mtl_core.experiment.settings import Settings
from mtl_core.experiment.sharing.base import AsJSON, Layered


class Edge(Settings):
    """How much ``target`` takes from ``source`` (tasks, by column); strength 0 cuts the edge."""

    source: str = Field(min_length=1)
    target: str = Field(min_length=1)
    strength: float = Field(1.0, ge=0.0, le=1.0)


class TaskGraphSharing(Layered):
    """Tasks are nodes, and A [T, T] says how much row t takes from column s; edges that are not given have strength 1.

    messages: after ``depth`` shared layers each task has a layer of its own; then, round after round up to ``layers``,
    z_t' = σ(W z_t + b + V Σ_s Â_ts z_s), [n, units], with W, b and V of all tasks (message passing as of Gilmer et
    al., arXiv 1704.01212), and Â the row-wise shares of A. Learnt relations start there: Â = softmax(r) over the edges
    that are not cut.
    penalty: separate networks held together by λ/(4T) Σ_ts A_ts ‖θ_t − θ_s‖² (Evgeniou et al., JMLR 6, 2005, section
    3.1.3), λ = 0.1 · strength / (1 − strength): soft sharing's distance, if no edge is given.
    """

    place: ClassVar[int] = 9
    title: ClassVar[str] = "Task graph"
    summary: ClassVar[str] = "Tasks that are related pass on to each other what they have found."

    kind: Literal["task_graph"] = "task_graph"
    coupling: Literal["messages", "penalty"] = Field(
        "messages", title="Coupled by", description="Messages between layers, or a penalty that holds networks close."
    )
    depth: int = Field(0, ge=0, le=8, title="Shared depth", description="Layers that all tasks share; 0 = none.")
    relations: Literal["learned", "given"] = Field(
        "learned", title="Relations", description="Learned while training, or as the edges say."
    )
    strength: float = Field(0.5, ge=0.0, le=0.99, title="Strength", description="How close the penalty holds networks.")
    edges: Annotated[tuple[Edge, ...], AsJSON] = Field(
        (), max_length=240, title="Edges", description="Strengths other than 1; 0 cuts."
    )

    def idle(self) -> Collection[str]:
        return ("strength",) if self.coupling == "messages" else ("relations",)

    def hint(self) -> str:
        if self.coupling == "penalty" or self.layers > self.depth + 1:
            return ""
        return f"Tasks pass nothing on yet: that takes at least {self.depth + 2} layers to the heads."

    def depth_of(self, task: str) -> int | None:
        return self.depth if self.coupling == "messages" else None

    @property
    def named(self) -> tuple[str, ...]:
        return tuple(name for edge in self.edges for name in (edge.source, edge.target))

    def strength_of(self, target: str, source: str) -> float:
        """A_ts of two tasks, by column."""
        given = {(edge.target, edge.source): edge.strength for edge in self.edges}
        return 0.0 if target == source else given.get((target, source), 1.0)

    def arrows(self, tasks: Sequence[str]) -> Mapping[tuple[str, str], float]:
        return {
            (source, target): self.strength_of(target, source)
            for source in tasks
            for target in tasks
            if source != target
        }

    def with_arrow(self, tasks: Sequence[str], source: str, target: str, strength: float) -> Mapping[str, Any]:
        others = [edge for edge in self.edges if (edge.source, edge.target) != (source, target)]
        new = [] if strength == 1 else [Edge(source=source, target=target, strength=strength)]
        return {"edges": [edge.model_dump() for edge in [*others, *new]]}

    def with_strengths(self, strengths: Mapping[tuple[str, str], float]) -> Self:
        edges = [
            Edge(source=source, target=target, strength=round(min(strength, 1.0), 3))
            for (target, source), strength in strengths.items()
            if target != source
        ]
        return self.model_copy(update={"edges": tuple(edges), "relations": "given"})

    def among(self, tasks: Collection[str]) -> Self:
        return self.model_copy(
            update={"edges": tuple(edge for edge in self.edges if {edge.source, edge.target} <= set(tasks))}
        )


WAYS = (TaskGraphSharing,)
