"""The parser of the command line, made of its commands."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NoReturn

import mtl_core
from mtl_core.cli.commands import COMMANDS
from mtl_core.cli.speaking import say


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence and leave with exit code 2."""
        say([f"{message[:1].upper()}{message[1:]}; see {self.prog} --help."])
        sys.exit(2)


def _name() -> str:
    """What the command was called by."""
    called = Path(sys.argv[0]).name
    return "python -m mtl_core" if called in ("__main__.py", "-m") else called


def make_parser() -> argparse.ArgumentParser:
    """All commands and their arguments; ``command`` of what it parses is the one that was asked for."""
    parser = Parser(prog=_name(), description="Train one network on several tasks, and predict with it.")
    parser.add_argument("--version", action="version", version=f"MTL Studio {mtl_core.__version__}")
    known = parser.add_subparsers(required=True, metavar="|".join(command.name for command in COMMANDS))
    raw = argparse.RawDescriptionHelpFormatter
    for command in COMMANDS:
        own = known.add_parser(command.name, help=command.purpose, formatter_class=raw, epilog=command.more)
        command.add_arguments(own)
        own.set_defaults(command=command)
    return parser
