"""Bring a pretrained text encoder by its name."""

from __future__ import annotations

import argparse

from mtl_core.cli.commands.command import Command
from mtl_core.loading import quiet


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """The encoder's name."""
    parser.add_argument("name", metavar="NAME", help="such as bert_tiny_en_uncased, or hf://USER/MODEL")


def _fetch(options: argparse.Namespace) -> None:
    """Bring a pretrained encoder into the folder of presets."""
    with quiet():
        from mtl_core.pretrained.fetching import fetch as fetched

        name = fetched(options.name)
    print(f"Use it with --set text.encoder=pretrained --set text.preset={name}")


COMMAND = Command("fetch", 9, "bring a pretrained text encoder by its name", _add_arguments, _fetch)
