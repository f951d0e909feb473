"""``requirements.txt``: the versions of the packages that made the bundle."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from mtl_core.exporting.members.member import Export, Member

_NEEDED = (
    "tensorflow",
    "keras",
    "numpy",
    "pandas",
    "pyarrow",
    "duckdb",
    "pydantic",
    "charset-normalizer",
    "python-calamine",
)


class Requirements(Member):
    """For pip."""

    name = "requirements.txt"
    purpose = "what predict.py needs"
    rank = 6

    def write(self, export: Export) -> Mapping[str, bytes]:
        """The versions running now."""
        return {self.name: "".join(f"{name}=={version(name)}\n" for name in _NEEDED).encode()}


MEMBER = Requirements()
