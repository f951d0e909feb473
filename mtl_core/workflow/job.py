"""What a worker and the command line can be asked to do, behind one name."""

from __future__ import annotations

from mtl_core.exporting.members.sources import sources
from mtl_core.training import warm_up as warm_up_training
from mtl_core.workflow.extending import extend
from mtl_core.workflow.running import run
from mtl_core.workflow.searching import search_for as search

__all__ = ["extend", "run", "search", "warm_up"]


def warm_up() -> None:
    """Load, compile and read what every run needs, so that the next one starts at once and ends soon."""
    warm_up_training()
    sources()
