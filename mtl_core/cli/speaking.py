"""What the command line tells on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from mtl_core.wording import printable


def say(sentences: Iterable[str]) -> None:
    """Tell on stderr what should be known, a line each."""
    for sentence in sentences:
        print(printable(sentence), file=sys.stderr)
