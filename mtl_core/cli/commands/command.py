"""What a command of the command line is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command: its name, what the help says of it, the arguments that it takes, and its work.

    ``run`` gets the arguments and leaves files or prints; what goes wrong it raises as ``MTLError``.
    """

    name: str
    rank: int  # its place in the help
    purpose: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], None]
    more: str = ""  # below the arguments in the command's own help
    stopped: str = "Stopped; nothing was written."  # what Ctrl-C leaves behind
