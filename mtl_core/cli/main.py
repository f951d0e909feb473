"""The command line, ``python -m mtl_core train …`` and ``mtl-studio train …``: it runs the command that is asked for.

Exit codes: 0 done, 2 bad input (one sentence on stderr), 130 stopped with Ctrl-C. Whatever the code, the files
asked for are complete or absent.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from mtl_core import disk
from mtl_core.cli import interrupts
from mtl_core.cli.parser import make_parser
from mtl_core.cli.speaking import say
from mtl_core.errors import MTLError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    options = make_parser().parse_args(arguments)
    try:
        with interrupts.listening():
            options.command.run(options)
    except MTLError as error:
        say([str(error)])
        return 2
    except OSError as error:
        say([disk.sentence(error)])
        return 2
    except KeyboardInterrupt:
        say([options.command.stopped])
        return 130
    return 0
