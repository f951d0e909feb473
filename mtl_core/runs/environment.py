"""Settings that come from environment variables."""

from __future__ import annotations

import os

from mtl_core.errors import StoreError


def whole_number(name: str, default: int, least: int) -> int:
    """The number that the variable holds, ``default`` where it is not set. Raises StoreError for anything else."""
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) < least:
        template = 'The environment variable {name} must be a whole number of at least {least}, received "{text}".'
        raise StoreError(template.format(name=name, least=least, text=text))
    return int(text)
