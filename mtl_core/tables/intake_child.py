"""``python -m mtl_core.tables.intake_child``: reads one file within limits of its own; knows no workspace.

Its standard input is a request, its standard output an answer, both JSON. It ends with code 0 whenever it could
answer, be it with a sentence that says why the file cannot be read.
"""

from __future__ import annotations

import resource
import sys

import duckdb

from mtl_core.errors import DataError
from mtl_core.tables.exchange import TOO_LARGE, Answer, Request
from mtl_core.tables.limits import FILE_BYTES, MEMORY_BYTES, OPEN_FILES
from mtl_core.tables.reading import read


def main() -> None:
    """Answer the request on standard input."""
    request = Request.model_validate_json(sys.stdin.buffer.read())
    _limit(request.seconds)
    try:
        answer = Answer(found=read(request.source, request.target, request.options, request.scratch))
    except DataError as error:
        answer = Answer(sentence=str(error))
    except (MemoryError, duckdb.OutOfMemoryException):
        answer = Answer(sentence=TOO_LARGE)
    sys.stdout.write(answer.model_dump_json())


def _limit(seconds: int) -> None:
    """Bound what this process may use, before it opens anything that a person brought."""
    limits = (
        (resource.RLIMIT_DATA, MEMORY_BYTES),
        (resource.RLIMIT_CPU, seconds * 4),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, most in limits:
        _, ceiling = resource.getrlimit(limit)
        bound = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(limit, (bound, bound))


if __name__ == "__main__":
    main()
