"""Serve the pages."""

from __future__ import annotations

import argparse

from mtl_core.cli.commands.command import Command
from mtl_core.processes.web_server import serve


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pages are reached."""
    parser.add_argument("--address", default="127.0.0.1", help="127.0.0.1 if not given: this machine alone")
    parser.add_argument("--host", action="append", default=[], metavar="NAME", help="a name that others reach it by")
    parser.add_argument("--port", type=int, default=8501, help="8501 if not given")


def _serve(options: argparse.Namespace) -> None:
    """Serve until Ctrl-C."""
    serve(options.address, options.port, options.host)


COMMAND = Command("serve", 8, "serve the pages, to use in a browser", _add_arguments, _serve)
