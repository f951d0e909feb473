"""What a process may use of its machine, as far as the system bounds it."""

from __future__ import annotations

import resource
import sys
from contextlib import suppress

MEMORY_IS_BOUND = sys.platform.startswith("linux")
"""Whether RLIMIT_DATA bounds all that a process asks for. macOS counts none of what malloc maps, or refuses a bound."""


def bound(name: str, soft: int, hard: int) -> None:
    """Bound what this process may use, ``name`` being one of ``resource``: beyond ``soft`` the system says no, ``hard``
    is as far as ``soft`` may be raised again.

    Never beyond what bounds it already; what the system does not bound, or not so low, stays as it is there.
    """
    limit = getattr(resource, name, None)
    if limit is None:
        return
    _, ceiling = resource.getrlimit(limit)
    most = hard if ceiling == resource.RLIM_INFINITY else min(hard, ceiling)
    with suppress(ValueError, OSError):
        resource.setrlimit(limit, (min(soft, most), most))
