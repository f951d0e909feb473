"""How far tasks pull apart in the boxes of a drawing, as steps of the colours and in words; it draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtl_core.conflict import conflict
from mtl_core.figures import palette
from mtl_core.plan import Plan
from pages.shared.components.conflict_heatmap import format_cosine, tint
from pages.shared.components.diagram_boxes import boxes
from pages.shared.components.diagram_words import title
from pages.shared.text import list_names

_NAMED = 3  # boxes in the sentence


@dataclass(frozen=True, order=True)
class Pair:
    """The mean cosine of two tasks' gradients, and their slots."""

    cosine: float
    slots: tuple[int, int]

    def write(self) -> str:
        """ "A and B, −0.42"."""
        return f"{self.names()}, {format_cosine(self.cosine)}"

    def names(self) -> str:
        """ "A and B"."""
        return " and ".join(palette.TASKS[slot].letter for slot in self.slots)


@dataclass(frozen=True)
class Conflicts:
    """By block id the two tasks that are furthest apart there; None where nobody knows."""

    epoch: float
    blocks: Mapping[str, Pair | None] = field(default_factory=dict)

    def lowest(self, plan: Plan) -> dict[str, Pair]:
        """By box id the pair, the lowest of its blocks'."""
        found = {box.id: [self.blocks.get(block.id) for block in box.members] for box in boxes(plan)}
        known = {box: [pair for pair in pairs if pair is not None] for box, pairs in found.items()}
        return {box: min(pairs) for box, pairs in known.items() if pairs}

    def steps(self, plan: Plan) -> dict[str, int]:
        """By box id its step of the colours; those of ``pulls`` with the same cosine."""
        return {box: tint(pair.cosine) for box, pair in self.lowest(plan).items()}

    def line(self, pair: Pair) -> str:
        """What the hover card of a box says."""
        if conflict(pair.cosine):
            return f"{pair.names()} pull apart here ({format_cosine(pair.cosine)}, epoch {self.epoch:.0f})."
        return f"No two tasks pull apart here; the furthest are {pair.write()} (epoch {self.epoch:.0f})."

    def sentence(self, plan: Plan) -> str:
        """The colours in words."""
        named = {box.id: title(plan, box) for box in boxes(plan)}
        apart = {box: pair for box, pair in self.lowest(plan).items() if conflict(pair.cosine)}
        if not apart:
            return f"In epoch {self.epoch:.0f} no two tasks pull apart in any shared layer."
        worst = sorted(apart, key=apart.__getitem__)[:_NAMED]
        told = list_names([f"{named[box]} ({apart[box].write()})" for box in worst])
        return f"In epoch {self.epoch:.0f} tasks pull apart most in: {told}."
