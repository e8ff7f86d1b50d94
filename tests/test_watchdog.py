import threading

from insight.watchdog import Watchdog

PATIENCE = 30
"""Seconds after which a test gives up; nothing here takes so long unless it is broken."""


def test_what_runs_too_long_is_interrupted_once():
    interrupted = []
    stopped = threading.Event()

    def interrupt():
        interrupted.append(True)
        stopped.set()

    with Watchdog().watching(0.01, interrupt):
        assert stopped.wait(PATIENCE)
    assert interrupted == [True]


def test_what_is_left_in_time_is_never_interrupted():
    watchdog, late, interrupted = Watchdog(), threading.Event(), []
    with watchdog.watching(0.02, lambda: interrupted.append("left")):
        pass
    with watchdog.watching(0.05, late.set):
        assert late.wait(PATIENCE)
    assert interrupted == []


def test_a_shorter_watch_ends_before_a_longer_one_begun_earlier():
    watchdog, stopped = Watchdog(), threading.Event()
    with watchdog.watching(PATIENCE * 10, lambda: None), watchdog.watching(0.01, stopped.set):
        assert stopped.wait(PATIENCE)


def test_an_interrupted_watch_leaves_the_others_running():
    watchdog = Watchdog()
    first, second = threading.Event(), threading.Event()
    with watchdog.watching(0.01, first.set), watchdog.watching(0.02, second.set):
        assert first.wait(PATIENCE)
        assert second.wait(PATIENCE)


def test_one_thread_watches_over_everything():
    watchdog, stopped = Watchdog(), [threading.Event() for _ in range(5)]
    before = threading.active_count()
    for one in stopped:
        with watchdog.watching(0.001, one.set):
            assert one.wait(PATIENCE)
    assert threading.active_count() == before + 1
