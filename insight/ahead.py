"""Work begun before anybody waits for it, so that whoever asks finds it done or under way."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

_AT_ONCE = 2
_workers = ThreadPoolExecutor(_AT_ONCE, "ahead")


class Ahead(Generic[Answer]):
    """Pieces of work by key; what a finished one gave is handed to `keep`, an error to nobody."""

    def __init__(self, keep: Callable[[Hashable, Answer], None]) -> None:
        self._keep = keep
        self._begun: dict[Hashable, Future[Answer]] = {}
        self._lock = threading.Lock()

    def begin(self, key: Hashable, work: Callable[[], Answer]) -> None:
        """Begin a piece of work, unless it is under way."""
        with self._lock:
            if key in self._begun:
                return
            begun = self._begun[key] = _workers.submit(work)
        begun.add_done_callback(lambda done: self._end(key, done))

    def wait_for(self, key: Hashable) -> Answer | None:
        """What a piece under way gives, or raises; None where none is under way."""
        begun = self._begun.get(key)
        return begun.result() if begun else None

    def _end(self, key: Hashable, done: Future[Answer]) -> None:
        if done.exception() is None:
            self._keep(key, done.result())
        with self._lock:
            self._begun.pop(key, None)
