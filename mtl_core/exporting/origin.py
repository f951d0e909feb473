"""Where a network comes from: the table, and how many of its rows did what."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Origin(BaseModel):
    """Where a network comes from: the table, and how many of its rows did what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str  # the table's, as the person sees it
    id: str  # the hash of its content
    rows: int
    train: int
    validation: int
    test: int
    extends: str | None = None  # the table that the network learnt its earlier tasks from
