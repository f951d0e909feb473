"""Write a trained network in a format of its own."""

from __future__ import annotations

import argparse
from pathlib import Path

from mtl_core.cli.commands.command import Command
from mtl_core.cli.speaking import say
from mtl_core.cli.trained import bundle_at
from mtl_core.exporting.contents import contents, refusing
from mtl_core.exporting.members import FORMATS
from mtl_core.loading import quiet
from mtl_core.runs.results import example_rows
from mtl_core.temporary import replace


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The bundle, the format and the file."""
    parser.add_argument("bundle", type=Path, metavar="DIR_OR_BUNDLE")
    told = "; ".join(f"{name}: {format_.purpose}" for name, format_ in FORMATS.items())
    parser.add_argument("--format", choices=FORMATS, required=True, help=told)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")


def _export(options: argparse.Namespace) -> None:
    """Write a bundle's network in a format of its own, read it back, and say how many example rows it answers alike."""
    path = bundle_at(options.bundle)
    found = contents(path)
    with quiet():
        from mtl_core.exporting.bundle import rebuild
        from mtl_core.exporting.proof import prove

    wanted, network = FORMATS[options.format], rebuild(found)
    content = wanted.to_bytes(network)
    with refusing():
        held = example_rows(path)
    say([prove(wanted, content, network, held)])
    options.out.parent.mkdir(parents=True, exist_ok=True)
    replace(options.out, content)


COMMAND = Command("export", 4, "write a trained network in a format of its own", _add_arguments, _export)
