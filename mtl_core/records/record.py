"""The bases of all records."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Frozen plain data, JSON both ways; fields that another version of the program wrote besides are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True)

    def to_body(self) -> dict[str, Any]:
        """The fields by the names that they have in JSON."""
        return self.model_dump(mode="json", by_alias=True)


class FiniteRecord(Record):
    """A record in which every number is finite."""

    model_config = ConfigDict(allow_inf_nan=False)
