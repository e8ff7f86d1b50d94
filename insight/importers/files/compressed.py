"""Files as bytes, whether they lie there as they are or packed by gzip."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from insight.problems import Mistake

_GZIP = ".gz"


def kind_suffix(path: Path) -> str:
    """The ending that says what a file is: ".csv" of "answers.csv" and of "Answers.CSV.gz"."""
    name = path.name.lower()
    return Path(name.removesuffix(_GZIP)).suffix


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes as a stream, unpacked where its name ends in .gz.

    Mistake where it cannot be read, also where reading within the block finds it cut short.
    """
    opens = gzip.open if path.name.lower().endswith(_GZIP) else open
    try:
        with opens(path, "rb") as stream:
            yield stream
    except (EOFError, gzip.BadGzipFile, zlib.error) as problem:
        raise Mistake(
            f"{path} is damaged or cut short ({problem}); fetch or pack it again"
        ) from problem
    except OSError as problem:
        raise Mistake(f"{path} cannot be read: {problem.strerror or problem}") from problem


def first_bytes(path: Path, number: int) -> bytes:
    """How a file begins, unpacked; Mistake where it cannot be read."""
    with open_bytes(path) as stream:
        return stream.read(number)
