"""List runs again whose records were damaged or lost."""

from __future__ import annotations

import argparse

from mtl_core.cli.commands.command import Command
from mtl_core.runs import recovery
from mtl_core.runs.workspace import Workspace


def _add_arguments(_: argparse.ArgumentParser) -> None:
    """None: the workspace is the environment's."""


def _recover(_: argparse.Namespace) -> None:
    """List the runs of the workspace again from their folders."""
    print(recovery.recover(Workspace.from_environment()).sentence())


COMMAND = Command("recover", 10, "list runs again whose records were damaged or lost", _add_arguments, _recover)
