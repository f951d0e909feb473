"""What can be done where sharing hurts a task, or where tasks go together in groups: an experiment → a changed one."""

from __future__ import annotations

from collections.abc import Mapping

from mtl_core.families import all_members
from mtl_core.remedies.remedy import Remedy

__all__ = ["REMEDIES", "Remedy"]

REMEDIES: Mapping[str, Remedy] = {
    remedy.id: remedy
    for remedy in sorted(all_members("mtl_core.remedies.members", "REMEDY"), key=lambda remedy: remedy.place)
}
"""By id, in the order in which they are offered."""
