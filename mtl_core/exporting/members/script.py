"""Members that are scripts, which travel as they stand in ``exporting/scripts``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mtl_core.exporting.members.member import Export, Member

_SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


class Script(Member):
    """A script of the same name there."""

    def write(self, export: Export) -> Mapping[str, bytes]:
        """A copy."""
        return {self.name: (_SCRIPTS / self.name).read_bytes()}
