"""A lease on a file: whoever reads what lies beside it holds one, and then nobody removes it."""

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Lease:
    """A shared lock on a file; it ends with `release`, with this object, or with the process."""

    def __init__(self, descriptor: int):
        self._end = weakref.finalize(self, os.close, descriptor)

    @classmethod
    def on(cls, path: Path) -> "Lease":
        """A lease on a file, many at a time; FileNotFoundError where it is not there any more."""
        descriptor = os.open(path, os.O_RDONLY)
        lease = cls(descriptor)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH)
        except OSError:
            # A disk without locks: whoever removes versions cannot lock either and leaves them.
            return lease
        if not os.path.samestat(os.fstat(descriptor), path.stat()):
            lease.release()
            raise FileNotFoundError(path)
        return lease

    def release(self) -> None:
        """Let go; again does nothing."""
        self._end()


@contextmanager
def sole_use(path: Path) -> Iterator[bool]:
    """Whether nobody has a lease on that file; if so, whoever wants one waits until the end."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield True
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
