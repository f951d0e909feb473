"""What a disk refuses, in a sentence that says what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mtl_core.errors import MTLError

_FULL = "The disk is full; free some space, then try again."
_NO_MORE_FILES = "The disk takes no more files, though it has room; delete some that nobody needs, then try again."
_SHARE = "Your share of the disk is used up; free some space, then try again."
_READ_ONLY = 'The disk is read-only ("{name}"); make it writable or choose another folder, then try again.'
_FAILING = 'The disk reports a fault ("{name}"); check the disk and its connection, then try again.'
_FORBIDDEN = '"{name}" may not be used by this program; allow it to read and write there, then try again.'
_GONE = '"{name}" is not there; check the name or put it back, then try again.'
_NO_FOLDER = '"{name}" is expected to be a folder, but a file has that name; move it away or choose another folder.'
_OTHER = '"{name}" cannot be read or written ({reason}); check that place, then try again.'
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _SHARE,
    errno.EROFS: _READ_ONLY,
    errno.EIO: _FAILING,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,  # a folder that may be there already is all that we make
}
_PASSING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM)  # once the disk is mended


def sentence(error: OSError) -> str:
    """What happened and what to do."""
    return _sentence_of(error, error.errno or 0)


def refusal(error: BaseException) -> str | None:
    """The same where the disk refused what it may do once it is mended; None for any other error.

    Libraries that write by themselves leave out the number of the system's error and quote its words.
    """
    numbered = error.errno if isinstance(error, OSError) else None
    code = numbered or next((code for code in _PASSING if os.strerror(code) in str(error)), None)
    return _sentence_of(error, code) if code in _PASSING else None


def _sentence_of(error: BaseException, code: int) -> str:
    name = getattr(error, "filename", None)
    template = _SENTENCES.get(code, _OTHER)
    if template is _FULL and _is_out_of_files(name):
        template = _NO_MORE_FILES
    reason = getattr(error, "strerror", None) or str(error)
    return template.format(name="a file" if name is None else str(name)[-200:], reason=reason[:200])


@contextmanager
def raise_refusals(kind: type[MTLError]) -> Iterator[None]:
    """Turn what the disk refuses within into an error of that kind; a decorator, too."""
    try:
        yield
    except OSError as error:
        raise kind(sentence(error)) from error


def _is_out_of_files(name: object) -> bool:
    """Whether it is not space that is wanting there; only the error of a file that is to be made has a name."""
    if not isinstance(name, str | bytes):
        return False
    try:
        found = os.statvfs(Path(os.fsdecode(name)).parent)
    except OSError:
        return False
    return found.f_files > 0 and found.f_favail == 0 and found.f_bavail > 0
