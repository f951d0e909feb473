"""Who shares what: one group of settings for each way of sharing."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from mtl_core.experiment.settings import any_kind, first_kind
from mtl_core.experiment.sharing.base import Layered
from mtl_core.experiment.sharing.experts import CGCSharing, MMoESharing, PLESharing
from mtl_core.experiment.sharing.one_trunk import AdaptersSharing, BranchingSharing, ChainSharing, HardSharing, Link
from mtl_core.experiment.sharing.relations import Edge, TaskGraphSharing
from mtl_core.experiment.sharing.side_by_side import CrossStitchSharing, SluiceSharing, SoftSharing
from mtl_core.experiment.sharing.tokens import TaskTokensSharing
from mtl_core.families import all_members

__all__ = [
    "SHARING",
    "WAYS",
    "AdaptersSharing",
    "BranchingSharing",
    "CGCSharing",
    "ChainSharing",
    "CrossStitchSharing",
    "Edge",
    "HardSharing",
    "Layered",
    "Link",
    "MMoESharing",
    "PLESharing",
    "Sharing",
    "SluiceSharing",
    "SoftSharing",
    "TaskGraphSharing",
    "TaskTokensSharing",
    "Way",
    "choosing",
    "way_of",
]


SHARING: Mapping[str, type[Layered]] = {
    way.model_fields["kind"].default: way
    for way in sorted(itertools.chain(*all_members("mtl_core.experiment.sharing", "WAYS")), key=lambda way: way.place)
}
"""By kind, in the order of the menu."""

if TYPE_CHECKING:
    Sharing = Layered
else:
    Sharing = Annotated[any_kind(SHARING), first_kind("hard")]
    """The settings of any way of sharing."""


class Way(NamedTuple):
    """An entry of the menu: a kind, or one of its settings that people look for by a name of its own."""

    title: str
    summary: str  # who shares what, in a plain sentence
    kind: str
    fields: Mapping[str, Any]  # what it sets besides


WAYS: Mapping[str, Way] = {
    "separate": Way(
        "Separate networks", "Each task has a network of its own and learns nothing from others.", "hard", {"depth": 0}
    ),
    **{kind: Way(scheme.title, scheme.summary, kind, {}) for kind, scheme in SHARING.items()},
}
"""The menu, by name; of two entries that fit some settings the first one counts."""


def way_of(sharing: Layered) -> str:
    """Which entry of the menu settings are."""
    said = sharing.model_dump()
    return next(name for name, way in WAYS.items() if {"kind": way.kind, **way.fields}.items() <= said.items())


def choosing(present: Layered, name: str) -> dict[str, Any]:
    """The fields to set so that settings become the entry ``name`` of the menu; what made ``present`` the entry that
    it is does not stay behind."""
    way = WAYS[name]
    known = SHARING[way.kind].model_fields
    left = {field: known[field].default for field in WAYS[way_of(present)].fields if field in known}
    return {"kind": way.kind, **left, **way.fields}
