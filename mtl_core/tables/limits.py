"""How big a table may be, and what reading one may cost."""

from __future__ import annotations

MAX_ROWS = 5_000_000
MAX_COLUMNS = 5_000
MAX_CELLS = 60_000_000
MAX_LINE_BYTES = 1_048_576
"""The longest row of a text file, and the longest cell of any other."""

MAX_UNZIPPED_BYTES = 1_000_000_000
MAX_UNZIP_RATIO = 200
MAX_ZIP_ENTRIES = 1_000
"""The parts of a workbook."""
MAX_TEXT_FILES = 200_000
"""The files of an archive of texts."""

MEMORY_BYTES = 3_000_000_000
DATABASE_MEMORY = "1000MB"
FILE_BYTES = 4_000_000_000
OPEN_FILES = 256
SECONDS = 120
SECONDS_PER_MEGABYTE = 1.0
"""Of processor time, all threads together: a busy machine takes longer, but not more of it."""
IDLE_LOOKS = 300
"""A child that did nothing at so many looks, a second or more apart, is stuck."""

SHOWN_REJECTED = 100
SHOWN_CHARACTERS = 200
EXACT_INTEGER = 2**53 - 1
"""Up to here every integer is a float64 of its own."""
