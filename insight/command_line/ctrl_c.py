"""Ctrl-C is heard, also where it came while a library could not let it through."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from insight.progress import Progress


@contextmanager
def heard_ctrl_c(tell: Progress) -> Iterator[Progress]:
    """`tell`, which stops at the next step where an interrupt was swallowed before it.

    What is raised while gRPC calls back, or while an object is taken apart, is lost.
    """
    if threading.current_thread() is not threading.main_thread():
        yield tell
        return
    was_pressed = False

    def note(*_: object) -> NoReturn:
        nonlocal was_pressed
        was_pressed = True
        raise KeyboardInterrupt

    def tell_or_stop(told: str) -> None:
        if was_pressed:
            raise KeyboardInterrupt
        tell(told)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield tell_or_stop
    finally:
        signal.signal(signal.SIGINT, before)
