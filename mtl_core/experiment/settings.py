"""The base of every group of settings; it knows none of them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """A frozen group of fields whose limits serve both the check and the slider."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
