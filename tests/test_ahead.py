"""Work begun ahead is done once, waited for, and never hides what went wrong."""

import threading
from datetime import date
from queue import Queue

import pytest

from insight.ahead import Ahead
from insight.filters import Filters
from insight.problems import Failure, Mistake

ANSWERS = [{"responded_on": date(2026, 1, day), "recommend_score": 9} for day in range(1, 29)]


def test_work_under_way_is_waited_for_and_kept_once():
    kept, done, go_on = Queue(), [], threading.Event()

    def work() -> str:
        go_on.wait(10)
        done.append("done")
        return "answer"

    ahead = Ahead(lambda key, answer: kept.put((key, answer)))
    ahead.begin("key", work)
    ahead.begin("key", work)
    go_on.set()
    assert ahead.wait_for("key") in ("answer", None)
    assert kept.get(timeout=10) == ("key", "answer")
    assert done == ["done"]
    assert ahead.wait_for("another") is None


def test_what_went_wrong_is_raised_by_whoever_waits_and_nothing_is_kept():
    kept, go_on = {}, threading.Event()

    def work() -> str:
        go_on.wait(10)
        raise Failure("the disk is full")

    ahead = Ahead(kept.__setitem__)
    ahead.begin("key", work)
    threading.Timer(0.05, go_on.set).start()
    with pytest.raises(Failure, match="the disk is full"):
        ahead.wait_for("key")
    assert kept == {}


def test_an_answer_asked_ahead_is_the_answer(given):
    gateway = given(survey_responses=ANSWERS)
    everything = Filters.everything(gateway.coverage)
    gateway.ask_ahead("nps_trend", everything, unit="year")
    ahead = gateway.ask("nps_trend", everything, unit="year").rows()
    gateway.forget_answers()
    assert ahead == gateway.ask("nps_trend", everything, unit="year").rows()


def test_a_mistake_is_said_when_the_question_is_asked_not_before(given):
    gateway = given(survey_responses=ANSWERS)
    everything = Filters.everything(gateway.coverage)
    gateway.ask_ahead("nps_trend", everything, unit="fortnight")
    with pytest.raises(Mistake, match="there is no unit 'fortnight'"):
        gateway.ask("nps_trend", everything, unit="fortnight")
