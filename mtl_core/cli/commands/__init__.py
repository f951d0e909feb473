"""What the command line can do, a file per command, found by themselves; nobody else keeps a list of them."""

from __future__ import annotations

from mtl_core.cli.commands.command import Command
from mtl_core.families import all_members

__all__ = ["COMMANDS", "Command"]

COMMANDS: list[Command] = sorted(all_members("mtl_core.cli.commands", "COMMAND"), key=lambda command: command.rank)
