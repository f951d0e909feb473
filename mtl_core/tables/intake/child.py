"""``python -m mtl_core.tables.intake.child``: reads one file within limits of its own.

Its standard input is a request, its standard output an answer, both JSON. It ends with code 0 whenever it could
answer, be it with a sentence that says why the file cannot be read.
"""

from __future__ import annotations

import sys

import duckdb

from mtl_core.disk import refusal
from mtl_core.errors import DataError
from mtl_core.process_limits import bound
from mtl_core.tables.intake.child_protocol import TOO_LARGE, Answer, Request
from mtl_core.tables.intake.reading import read
from mtl_core.tables.limits import FILE_BYTES, MEMORY_BYTES, OPEN_FILES


def main() -> None:
    """Answer the request on standard input."""
    request = Request.model_validate_json(sys.stdin.buffer.read())
    _limit(request.seconds)
    sys.stdout.write(answer(request).model_dump_json())


def answer(request: Request) -> Answer:
    """What was found in the file, or why it cannot be read; nothing is limited here."""
    try:
        return Answer(found=read(request.source, request.target, request.options, request.scratch, request.known))
    except DataError as error:
        return Answer(sentence=str(error))
    except (MemoryError, duckdb.OutOfMemoryException):
        return Answer(sentence=TOO_LARGE)
    except (OSError, duckdb.IOException) as error:
        refused = refusal(error)
        if refused is None:
            raise
        return Answer(sentence=refused)


def _limit(seconds: int) -> None:
    """Bound what this process may use, before it opens what a person brought; ``seconds`` of processor time."""
    bound("RLIMIT_DATA", MEMORY_BYTES, MEMORY_BYTES)
    bound("RLIMIT_CPU", seconds, seconds + 5)  # the first ends it with SIGXCPU, which says why
    bound("RLIMIT_FSIZE", FILE_BYTES, FILE_BYTES)
    bound("RLIMIT_NOFILE", OPEN_FILES, OPEN_FILES)
    bound("RLIMIT_CORE", 0, 0)


if __name__ == "__main__":
    main()
