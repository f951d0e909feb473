"""The way of a file into the workspace: read in a child process with limits, kept under the hash of its content.

What a person brings is never parsed in this process, and their file name never becomes a path.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from mtl_core import process_limits
from mtl_core.disk import raise_refusals
from mtl_core.errors import DataError
from mtl_core.features.column_format import NOTHING_KNOWN, ColumnFormat
from mtl_core.tables.dataset import FACTS, TABLE, Dataset, DatasetInfo, digest
from mtl_core.tables.intake.child_protocol import TOO_LARGE, Answer, Request
from mtl_core.tables.intake.child_watch import Watch
from mtl_core.tables.limits import FILE_BYTES, IDLE_LOOKS, MEMORY_BYTES, SECONDS, SECONDS_PER_MEGABYTE
from mtl_core.tables.profile import Found, ReadingOptions
from mtl_core.tables.rows import Rows, rows
from mtl_core.temporary import prefix

DECIDE = ReadingOptions()
"""The options that leave every decision to the reading."""

_VERSION = "8"  # of the reading; raise it when the same file would be read differently
_ORIGINAL = "original"
_BROKE_DOWN = (
    "The file could not be read because the reading itself broke down; the reason stands in the program's log. "
    "Saving the file in another way, best as .csv, may help."
)
_TOO_LONG = (
    "Reading the file took more than {seconds:,} seconds of processor time, which is the most it may take; take fewer "
    "rows or columns."
)
_STUCK = "Reading the file came to a standstill and was stopped; try once more, or save the file in another way."
_BETWEEN_LOOKS = 1.0  # seconds between two looks at the child
_OUT_OF_BOUNDS = (signal.SIGKILL, signal.SIGXFSZ)  # what ends a child beyond its limits of memory and files
_OUT_OF_MEMORY = (b"MemoryError", b"OutOfMemory", b"bad_alloc", b"memory allocation of")  # as Python, C++ and Rust say
_TEXTS_ALONE = (
    "The file holds texts alone, one a line; choose it together with a file of as many labels (.txt or .csv), or "
    "bring a .zip with a folder of texts for each label."
)
_log = logging.getLogger(__name__)
_ROOT = Path(__file__).parents[3]


@raise_refusals(DataError)
def take_in(source: Path | bytes, file_name: str, workspace: Path, options: ReadingOptions = DECIDE) -> Dataset:
    """Read a file and keep it as a dataset of the workspace. Raises DataError, and leaves nothing behind then.

    The same content read with the same options is the same dataset.
    """
    folder = workspace / "datasets"
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=prefix("intake-"), dir=folder))
    try:
        original = _copy(source, scratch / _ORIGINAL)
        id = _id(original, options)
        if (kept := _whole(folder / id)) is not None:
            return kept
        return _keep(original, scratch, folder / id, _shown_name(file_name), options)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@raise_refusals(DataError)
def take_in_together(
    files: Sequence[tuple[str, Path | bytes]], workspace: Path, options: ReadingOptions = DECIDE
) -> Dataset:
    """``take_in`` for files that make one table, such as texts and their labels; each comes with its name.

    They are packed into an archive, always the same for the same files. Raises DataError.
    """
    names = [_shown_name(name) for name, _ in files]
    if len(files) == 1:
        return take_in(files[0][1], names[0], workspace, options)
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise DataError(f'Two of the files are called "{twice}"; rename one and choose all of them again.')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, (_, source) in zip(names, files, strict=True):
            archive.writestr(zipfile.ZipInfo(name), source if isinstance(source, bytes) else _content(source))
    return take_in(packed.getvalue(), " + ".join(names), workspace, options)


def reread(dataset: Dataset, options: ReadingOptions) -> Dataset:
    """Read the dataset's own file again with other options; the dataset stays as it is. Raises DataError."""
    original = next(dataset.folder.glob(f"{_ORIGINAL}.*"), None)
    if original is None:
        raise DataError("The file that the table was read from is no longer there; take it in again.")
    return take_in(original, dataset.name, dataset.folder.parent.parent, options)


@raise_refusals(DataError)
def read_rows(
    source: Path,
    file_name: str,
    known: Mapping[str, ColumnFormat] = NOTHING_KNOWN,
    options: ReadingOptions = DECIDE,
) -> Rows:
    """The rows of a file as typed columns, to predict from; nothing is kept. Raises DataError.

    The file is read by its own style, and where that is in doubt as ``known`` says that the training's file was.
    """
    _require_file(source)
    with tempfile.TemporaryDirectory(prefix="intake-") as scratch:
        target = Path(scratch) / TABLE
        return rows(target, _read(source.resolve(), target, Path(scratch), options, known))


def _keep(original: Path, scratch: Path, home: Path, name: str, options: ReadingOptions) -> Dataset:
    """Read into a new folder beside its home, and move it there when it is whole."""
    new = scratch / "new"
    new.mkdir()
    found = _read(original, new / TABLE, scratch, options)
    if len(found.columns) < 2:
        if found.format == "lines":
            raise DataError(_TEXTS_ALONE)
        raise DataError("The table has one column, expected at least two: one to predict and one to predict it from.")
    facts = DatasetInfo(
        id=home.name,
        name=name,
        rows=found.rows,
        columns=found.columns,
        report=found.report,
        proposals=found.proposals,
        sha256=digest(new / TABLE),
    )
    (new / FACTS).write_text(facts.model_dump_json(), encoding="utf-8")
    original.rename(new / f"{_ORIGINAL}.{found.format}")
    if home.exists():  # what an older version left, or what is damaged
        shutil.rmtree(home)
    new.rename(home)
    return Dataset.open(home)


def _whole(folder: Path) -> Dataset | None:
    """The dataset in that folder; None where there is none, or where its files can no longer be read."""
    try:
        dataset = Dataset.open(folder)
        dataset.check()
    except DataError as error:
        if folder.exists():
            _log.warning("The table in %s is read anew: %s", folder, error)
        return None
    return dataset


def _copy(source: Path | bytes, target: Path) -> Path:
    if isinstance(source, bytes):
        target.write_bytes(source)
        return target
    _require_file(source)
    shutil.copyfile(source, target)
    return target


def _require_file(source: Path) -> None:
    """Raise DataError unless it is a file of a size that can be read."""
    if not source.is_file():
        raise DataError(f'The file "{_shown_name(source.name)}" is not there; choose one that exists.')
    if source.stat().st_size > FILE_BYTES:
        template = "The file has {size:,} MB, expected at most {limit:,}; take a sample of its rows."
        raise DataError(template.format(size=source.stat().st_size // 1_000_000, limit=FILE_BYTES // 1_000_000))


def _content(source: Path) -> bytes:
    _require_file(source)
    return source.read_bytes()


def _id(original: Path, options: ReadingOptions) -> str:
    with original.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(f"{_VERSION} {options.model_dump_json()}".encode())
    return digest.hexdigest()[:32]


def _shown_name(file_name: str) -> str:
    """The file's name as text to show: without folders, controls and signs that turn the writing around."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:100] or "table"


def _read(
    source: Path,
    target: Path,
    scratch: Path,
    options: ReadingOptions,
    known: Mapping[str, ColumnFormat] = NOTHING_KNOWN,
) -> Found:
    """Have the file read, in as much time as its size allows. Raises DataError."""
    seconds = SECONDS + int(source.stat().st_size / 1e6 * SECONDS_PER_MEGABYTE)
    return _ask_child(
        Request(source=source, target=target, scratch=scratch, seconds=seconds, options=options, known=dict(known))
    )


def _ask_child(request: Request) -> Found:
    """What a child finds in the file. Raises DataError, also where it goes over its limits."""
    with subprocess.Popen(
        [sys.executable, "-m", "mtl_core.tables.intake.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={"PYTHONPATH": str(_ROOT), "HOME": str(request.scratch), "PATH": os.defpath, "PYTHONUTF8": "1"},
    ) as child:
        output, log = _hear(child, request)
    if child.returncode:
        raise _error_of(child.returncode, log, request.seconds)
    return _find(output, log)


def _hear(child: subprocess.Popen[bytes], request: Request) -> tuple[bytes, bytes]:
    """What the child wrote, once it has ended. Raises DataError where it is stuck."""
    watch = Watch(child.pid, IDLE_LOOKS)
    told: bytes | None = request.model_dump_json().encode()
    while True:
        try:
            return child.communicate(told, timeout=_BETWEEN_LOOKS)
        except subprocess.TimeoutExpired:
            told = None
            refused = _STUCK if watch.is_stuck() else TOO_LARGE if _takes_too_much(watch) else None
            if refused:
                os.killpg(child.pid, signal.SIGKILL)
                raise DataError(refused) from None


def _takes_too_much(watch: Watch) -> bool:
    """Whether the child holds more memory than it may, where the system itself does not see to that."""
    return not process_limits.MEMORY_IS_BOUND and watch.memory() > MEMORY_BYTES


def _find(output: bytes, log: bytes) -> Found:
    """What the child says that it found. Raises DataError with what it says instead, or where it makes no sense."""
    try:
        answer = Answer.model_validate_json(output)
    except ValidationError as error:
        _log.error("The intake child's answer cannot be read: %s; %s", error, log[-4_000:].decode(errors="replace"))
        raise DataError(_BROKE_DOWN) from error
    if answer.found is None:
        raise DataError(answer.sentence or _BROKE_DOWN)
    return answer.found


def _error_of(code: int, log: bytes, seconds: int) -> DataError:
    """What to say of a child that ended without an answer: too large only where a limit ended it."""
    if -code == signal.SIGXCPU:
        return DataError(_TOO_LONG.format(seconds=seconds))
    if -code in _OUT_OF_BOUNDS or any(words in log for words in _OUT_OF_MEMORY):
        return DataError(TOO_LARGE)
    _log.error("The intake child ended with code %d: %s", code, log[-4_000:].decode(errors="replace"))
    return DataError(_BROKE_DOWN)
