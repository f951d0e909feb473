"""The way of a file into the workspace: read in a child process with limits, kept under the hash of its content.

What a person brings is never parsed in this process, and their file name never becomes a path.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from mtl_core.errors import DataError
from mtl_core.tables.dataset import FACTS, TABLE, Dataset, DatasetFacts, named
from mtl_core.tables.exchange import TOO_LARGE, Answer, Request
from mtl_core.tables.limits import FILE_BYTES, SECONDS, SECONDS_PER_MEGABYTE
from mtl_core.tables.profile import Found, ReadingOptions

DECIDE = ReadingOptions()
"""The options that leave every decision to the reading."""

_VERSION = "2"  # of the reading; raise it when the same file would be read differently
_ORIGINAL = "original"
_UNKNOWN_FAULT = "The file is damaged in a way that the program does not know; save it again, best as .csv."
_ROOT = Path(__file__).parents[2]


def take_in(source: Path | bytes, file_name: str, workspace: Path, options: ReadingOptions = DECIDE) -> Dataset:
    """Read a file and keep it as a dataset of the workspace. Raises DataError, and leaves nothing behind then.

    The same content read with the same options is the same dataset.
    """
    folder = workspace / "datasets"
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".intake-", dir=folder))
    try:
        original = _copied(source, scratch / _ORIGINAL)
        id = _id(original, options)
        if (folder / id / FACTS).exists():
            return Dataset.open(folder / id)
        return _kept(original, scratch, folder / id, _shown_name(file_name), options)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def reread(dataset: Dataset, options: ReadingOptions) -> Dataset:
    """Read the dataset's own file again with other options; the dataset stays as it is. Raises DataError."""
    original = next(dataset.folder.glob(f"{_ORIGINAL}.*"), None)
    if original is None:
        raise DataError("The file that the table was read from is no longer there; take it in again.")
    return take_in(original, dataset.name, dataset.folder.parent.parent, options)


def read_rows(source: Path, file_name: str, options: ReadingOptions = DECIDE) -> pd.DataFrame:
    """The rows of a file as typed columns, to predict from; nothing is kept. Raises DataError."""
    if not source.is_file():
        raise DataError(f'The file "{_shown_name(file_name)}" is not there; choose one that exists.')
    with tempfile.TemporaryDirectory(prefix="intake-") as scratch:
        target = Path(scratch) / TABLE
        found = _read(source.resolve(), target, Path(scratch), options)
        if found.report.num_rejected:
            first = found.report.rejected[0]
            template = "{count:,} row(s) of the file cannot be read (line {line:,}: {reason}); correct them first."
            message = template.format(count=found.report.num_rejected, line=first.line, reason=first.reason)
            raise DataError(message)  # each row gets its prediction, so none may be left out
        return named(pq.read_table(target).to_pandas(), [column.name for column in found.columns])


def _kept(original: Path, scratch: Path, home: Path, name: str, options: ReadingOptions) -> Dataset:
    """Read into a new folder beside its home, and move it there when it is whole."""
    new = scratch / "new"
    new.mkdir()
    found = _read(original, new / TABLE, scratch, options)
    if len(found.columns) < 2:
        raise DataError("The table has one column, expected at least two: one to predict and one to predict it from.")
    facts = DatasetFacts(
        id=home.name,
        name=name,
        rows=found.rows,
        columns=found.columns,
        report=found.report,
        proposals=found.proposals,
    )
    (new / FACTS).write_text(facts.model_dump_json(), encoding="utf-8")
    original.rename(new / f"{_ORIGINAL}.{found.format}")
    if home.exists():  # what an older version left without its facts
        shutil.rmtree(home)
    new.rename(home)
    return Dataset.open(home)


def _copied(source: Path | bytes, target: Path) -> Path:
    if isinstance(source, bytes):
        target.write_bytes(source)
        return target
    if not source.is_file():
        raise DataError(f'The file "{_shown_name(source.name)}" is not there; choose one that exists.')
    if source.stat().st_size > FILE_BYTES:
        template = "The file has {size:,} MB, expected at most {limit:,}; take a sample of its rows."
        raise DataError(template.format(size=source.stat().st_size // 1_000_000, limit=FILE_BYTES // 1_000_000))
    shutil.copyfile(source, target)
    return target


def _id(original: Path, options: ReadingOptions) -> str:
    with original.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(f"{_VERSION} {options.model_dump_json()}".encode())
    return digest.hexdigest()[:32]


def _shown_name(file_name: str) -> str:
    """The file's name as text to show: without folders, controls and signs that turn the writing around."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:100] or "table"


def _read(source: Path, target: Path, scratch: Path, options: ReadingOptions) -> Found:
    """Have the file read by a child. Raises DataError, also where the child goes over its limits."""
    seconds = SECONDS + int(source.stat().st_size / 1e6 * SECONDS_PER_MEGABYTE)
    request = Request(source=source, target=target, scratch=scratch, seconds=seconds, options=options)
    with subprocess.Popen(
        [sys.executable, "-m", "mtl_core.tables.intake_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={"PYTHONPATH": str(_ROOT), "HOME": str(scratch), "PATH": os.defpath, "PYTHONUTF8": "1"},
    ) as child:
        try:
            output, log = child.communicate(request.model_dump_json().encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            template = "Reading the file took more than {seconds} seconds and was stopped; take a smaller one."
            raise DataError(template.format(seconds=seconds)) from None
    if child.returncode:
        broken = subprocess.CalledProcessError(child.returncode, "intake_child", stderr=log[-4_000:])
        raise DataError(TOO_LARGE if child.returncode < 0 else _UNKNOWN_FAULT) from broken
    answer = Answer.model_validate_json(output)
    if answer.found is None:
        raise DataError(answer.sentence)
    return answer.found
