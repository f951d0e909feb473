"""How often tasks pull apart in the boxes of a drawing, as steps of a scale and in words; it draws nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtl_core.plan import Plan
from pages.shared.components.diagram_boxes import boxes
from pages.shared.components.diagram_words import title
from pages.shared.text import listed, percent

_STEPS = 5  # of the scale, from never to always
_NAMED = 3  # boxes in the sentence


@dataclass(frozen=True)
class Pulls:
    """By block id the share of compared pairs of tasks whose gradients pull apart there; None where nobody knows."""

    epoch: float
    blocks: Mapping[str, float | None] = field(default_factory=dict)

    def shares(self, plan: Plan) -> dict[str, float]:
        """By box id the share, the largest of its blocks'."""
        found = {box.id: [self.blocks.get(block.id) for block in box.members] for box in boxes(plan)}
        known = {box: [share for share in shares if share is not None] for box, shares in found.items()}
        return {box: max(shares) for box, shares in known.items() if shares}

    def steps(self, plan: Plan) -> dict[str, int]:
        """By box id its step on the scale; what happens at all is never on the lowest."""
        return {box: max(round(_STEPS * share), int(share > 0)) for box, share in self.shares(plan).items()}

    def line(self, share: float) -> str:
        """What the hover card of a box says."""
        if not share:
            return f"No two tasks pulled apart here in epoch {self.epoch:.0f}."
        return f"Two tasks pulled apart here in {percent(share)} of the comparisons of epoch {self.epoch:.0f}."

    def sentence(self, plan: Plan) -> str:
        """The colours in words."""
        shares = self.shares(plan)
        named = {box.id: title(plan, box) for box in boxes(plan)}
        worst = sorted((box for box in shares if shares[box]), key=lambda box: -shares[box])[:_NAMED]
        if not worst:
            return f"In epoch {self.epoch:.0f} the tasks pulled apart nowhere."
        told = listed([f"{named[box]} ({percent(shares[box])} of the comparisons)" for box in worst])
        return f"In epoch {self.epoch:.0f} the tasks pulled apart most in: {told}."
