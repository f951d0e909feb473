"""Families whose members are files: each is found by its name, and nobody keeps a list of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Any


def all_members(package: str, attribute: str) -> list[Any]:
    """``attribute`` of every module of ``package`` that has one, in the modules' alphabetical order."""
    path = import_module(package).__path__
    modules = [import_module(f"{package}.{module.name}") for module in pkgutil.iter_modules(path)]
    return [getattr(module, attribute) for module in modules if hasattr(module, attribute)]


def members(package: str, attribute: str, names: Iterable[str]) -> dict[str, Any]:
    """By name, ``attribute`` of the module of ``package`` that is called so."""
    return {name: getattr(import_module(f"{package}.{name}"), attribute) for name in names}
