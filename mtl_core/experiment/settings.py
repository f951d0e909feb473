"""What all groups of settings have in common."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from typing import Annotated, Any

import annotated_types
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo


class Settings(BaseModel):
    """A frozen group of fields whose limits serve both the check and the slider."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def first_kind(kind: str) -> BeforeValidator:
    """Settings that name no kind are of this one, as experiments of the time before there were others."""
    return BeforeValidator(lambda value: {"kind": kind, **value} if isinstance(value, Mapping) else value)


def any_kind(kinds: Mapping[str, type[BaseModel]]) -> Any:
    """The annotation of a field that holds one of ``kinds``, told apart by its field ``kind``."""
    return Annotated[functools.reduce(operator.or_, kinds.values()), Field(discriminator="kind")]


def limits(field: FieldInfo) -> tuple[float, float]:
    """The least and the greatest value that a field takes."""
    low, high = float("-inf"), float("inf")
    for rule in field.metadata:
        if isinstance(rule, annotated_types.Ge | annotated_types.Gt):
            low = rule.ge if isinstance(rule, annotated_types.Ge) else rule.gt  # type: ignore[assignment]
        elif isinstance(rule, annotated_types.Le):
            high = rule.le  # type: ignore[assignment]
    return low, high
