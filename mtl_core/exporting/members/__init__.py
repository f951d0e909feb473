"""What a bundle holds, a file per member, found by themselves; nobody else keeps a list of them."""

from __future__ import annotations

import re

from mtl_core.exporting.members.member import EXAMPLES, Export, Format, Member
from mtl_core.families import all_members

__all__ = ["EXAMPLES", "FORMATS", "MEMBERS", "Export", "Format", "Member", "is_allowed"]

MEMBERS: list[Member] = sorted(all_members("mtl_core.exporting.members", "MEMBER"), key=lambda member: member.rank)
FORMATS: dict[str, Format] = {member.id: member for member in MEMBERS if isinstance(member, Format)}

_ALLOWED = re.compile("|".join(member.pattern or re.escape(member.name) for member in MEMBERS))


def is_allowed(path: str) -> bool:
    """Whether a bundle may hold a file of that path."""
    return _ALLOWED.fullmatch(path) is not None
