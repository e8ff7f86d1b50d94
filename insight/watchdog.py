"""Interrupts what runs longer than it may; one thread watches over everything that runs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Watchdog:
    """Begins and ends a watch without a thread: most of what is watched takes milliseconds."""

    def __init__(self) -> None:
        self._watched: dict[object, tuple[float, Callable[[], object]]] = {}
        self._changed = threading.Condition()
        self._looks_next = float("inf")
        self._thread: threading.Thread | None = None

    @contextmanager
    def watching(self, seconds: float, interrupt: Callable[[], object]) -> Iterator[None]:
        """Calls `interrupt` where the block is not left in time, and never once it is left."""
        watch = object()
        with self._changed:
            deadline = time.monotonic() + seconds
            self._watched[watch] = (deadline, interrupt)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
            elif deadline < self._looks_next:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._watched.pop(watch, None)

    def _watch(self) -> None:
        with self._changed:
            while True:
                self._interrupt_late()
                deadlines = [deadline for deadline, _ in self._watched.values()]
                self._looks_next = min(deadlines, default=float("inf"))
                wait = self._looks_next - time.monotonic() if deadlines else None
                self._changed.wait(wait)

    def _interrupt_late(self) -> None:
        """Apart from the loop, whose variables would keep what they hold until the process ends."""
        now = time.monotonic()
        late = [watch for watch, (deadline, _) in self._watched.items() if deadline <= now]
        for watch in late:
            _, interrupt = self._watched.pop(watch)
            interrupt()
