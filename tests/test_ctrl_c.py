import signal
from contextlib import suppress

import pytest

from insight.command_line.ctrl_c import heard_ctrl_c


def test_an_interrupt_that_was_swallowed_stops_at_the_next_step():
    told = []

    def work():
        with heard_ctrl_c(told.append) as tell:
            tell("one")
            with suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            tell("two")

    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert told == ["one"]
    assert signal.getsignal(signal.SIGINT) is before


def test_an_interrupt_stops_at_once_and_without_one_everything_is_told():
    told = []
    with heard_ctrl_c(told.append) as tell:
        tell("one")
        tell("two")
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert told == ["one", "two"]
