"""Rows that did not come in, kept on disk with their file, row, reason and text."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from insight.importers.files.records import Reject


class RejectsWriter:
    """Writes the rejects of one file, a line each, and counts their reasons."""

    def __init__(self, path: Path) -> None:
        self.reasons: Counter[str] = Counter()
        self._file = path.open("w", encoding="utf-8", errors="surrogatepass")

    def write(self, rejects: Iterable[Reject]) -> None:
        for reject in rejects:
            self.reasons[reject.reason] += 1
            fields = [reject.file, reject.row, reject.reason, reject.text]
            self._file.write(json.dumps(fields) + "\n")

    def __enter__(self) -> "RejectsWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def read_rejects(path: Path) -> Iterator[Reject]:
    """Rejects as a RejectsWriter wrote them, in their order."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Reject(*json.loads(line))
