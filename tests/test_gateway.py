import logging
from dataclasses import replace
from datetime import date

import pytest

from insight.filters import Filters
from insight.gateway import Gateway, Reader
from insight.problems import Mistake
from insight.version import point_to
from tests.queries.rows import answered, rated, together

DAY = date(2026, 1, 15)


@pytest.fixture
def counted(demo, monkeypatch):
    """The demo's gateway, and how often its warehouse was asked."""
    asked = []
    fetch = demo.warehouse.fetch

    def counting(sql, parameters=None):
        asked.append(sql)
        return fetch(sql, parameters)

    monkeypatch.setattr(demo.warehouse, "fetch", counting)
    demo.forget_answers()
    yield demo, asked
    demo.forget_answers()


def test_the_same_question_is_answered_from_the_cache(counted):
    gateway, asked = counted
    filters = Filters.everything(gateway.coverage)
    first = gateway.ask("nps_trend", filters)
    assert gateway.ask("nps_trend", filters).rows() == first.rows()
    assert len(asked) == 1


def test_another_value_of_any_parameter_is_another_question(counted):
    gateway, asked = counted
    everything = Filters.everything(gateway.coverage)
    narrowed = everything.of("region", ["Islands"])
    gateway.ask("nps_trend", everything)
    gateway.ask("nps_trend", everything, unit="year")
    gateway.ask("nps_trend", everything, by="region")
    gateway.ask("nps_trend", narrowed)
    gateway.ask("nps_trend", everything.now(gateway.coverage))
    gateway.ask("nps_trend", everything, reader=Reader("one", frozenset({1})))
    gateway.ask("nps_rolling", everything)
    gateway.ask("nps_rolling", everything, window=3)
    assert len(asked) == 8


def test_readers_who_may_see_different_cells_never_share_an_answer(demo):
    everything = Filters.everything(demo.coverage)
    north = frozenset(demo.warehouse.cells.select((("region", ("Northern",)),)))
    south = frozenset(demo.warehouse.cells.select((("region", ("Southern",)),)))

    def respondents(permitted):
        rows = demo.ask("nps_trend", everything, unit="all", reader=Reader("r", permitted)).rows()
        return rows[0]["respondents"]

    def filtered(region):
        rows = demo.ask("nps_trend", everything.of("region", [region]), unit="all").rows()
        return rows[0]["respondents"]

    assert respondents(north) == filtered("Northern")
    assert respondents(south) == filtered("Southern")
    assert respondents(north) != respondents(south)
    assert respondents(north | south) == respondents(north) + respondents(south)


def test_a_reader_cannot_filter_beyond_what_they_may_see(demo):
    north = frozenset(demo.warehouse.cells.select((("region", ("Northern",)),)))
    southern = Filters.everything(demo.coverage).of("region", ["Southern"])
    for name in ("nps_trend", "answers", "want_vs_delivered", "item_over_time", "nps_change"):
        assert demo.ask(name, southern, reader=Reader("north", north)).rows() == []


def test_the_cache_forgets_the_answer_asked_for_longest_ago(counted, monkeypatch):
    monkeypatch.setattr("insight.gateway.CACHED_ANSWERS", 2)
    gateway, asked = counted

    def ask_for(window):
        before = len(asked)
        gateway.ask("nps_rolling", Filters.everything(gateway.coverage), window=window)
        return "cache" if len(asked) == before else "warehouse"

    assert [ask_for(window) for window in (3, 6, 3, 12)] == [
        "warehouse",
        "warehouse",
        "cache",
        "warehouse",
    ]
    assert [ask_for(window) for window in (3, 12, 6)] == ["cache", "cache", "warehouse"]


def test_each_question_is_logged_with_reader_rows_and_time(demo, caplog):
    demo.forget_answers()
    with caplog.at_level(logging.INFO, "insight.gateway"):
        for _ in range(2):
            demo.ask("answers", Filters.everything(demo.coverage), reader=Reader("Ada"))
    first, second = (record.getMessage() for record in caplog.records)
    assert first.startswith("answers for Ada from warehouse: 1 rows in ")
    assert second.startswith("answers for Ada from cache: 1 rows in ")


@pytest.mark.parametrize(
    ("question", "options", "sentence"),
    [
        ("nps", {}, "there is no question 'nps'"),
        ("nps_trend", {"unit": "week"}, "there is no unit 'week'"),
        ("nps_trend", {"by": "regoin"}, "no dimension 'regoin'; did you mean 'region'?"),
        ("change_timeline", {"by": "region"}, "cannot be broken down; leave out --by region"),
        ("what_moved_nps", {}, "add --by with one of segment, region, channel, fare, survey, wave"),
        ("nps_trend", {"window": 3}, "nps_trend takes no window"),
        ("item_over_time", {"item": "Fair prise"}, "'Fair prise'; did you mean 'Fair price'?"),
        ("nps_trend", {"cells": None}, "nps_trend takes no cells"),
        ("nps_trend", {"as_of": DAY}, "nps_trend takes no as_of"),
    ],
)
def test_what_cannot_be_asked_is_named(demo, question, options, sentence):
    with pytest.raises(Mistake) as mistake:
        demo.ask(question, Filters.everything(demo.coverage), **options)
    assert sentence in str(mistake.value)


def test_an_answer_remembers_what_it_was_asked(demo):
    filters = Filters.everything(demo.coverage).of("region", ["Islands"])
    result = demo.ask("nps_trend", filters, by="segment", unit="quarter")
    assert result.asked["unit"] == "quarter"
    assert result.asked["dimension"] == "segment"
    assert result.asked["start_date"] == demo.coverage.first_answer
    assert result.query.name == "nps_trend"


def test_a_company_without_ratings_has_no_items(given, ask):
    gateway = given(survey_responses=answered(DAY, 9))
    assert gateway.items == ()
    with pytest.raises(Mistake, match="there is no item 'Price'"):
        ask(gateway, "item_over_time", item="Price")


def test_a_gateway_stays_on_its_version_while_another_becomes_current(given, ask, tmp_path):
    first = given(survey_responses=answered(DAY, *[9] * 12))
    earlier = Gateway.open(tmp_path)
    second = given(survey_responses=answered(DAY, *[0] * 12))
    assert [row["nps"] for row in ask(earlier, "nps_trend")] == [100.0]
    assert [row["nps"] for row in ask(Gateway.open(tmp_path), "nps_trend")] == [-100.0]
    assert earlier.is_outdated(tmp_path)
    assert not Gateway.open(tmp_path).is_outdated(tmp_path)
    point_to(tmp_path, first.version)
    assert not earlier.is_outdated(tmp_path)
    assert second.version != first.version


def test_a_survey_without_scores_knows_it(given):
    assert not given(survey_responses=answered(DAY, None)).has_scores
    assert given(survey_responses=answered(DAY, None, 0)).has_scores


def test_items_are_known_in_alphabetical_order(given):
    gateway = given(**together(rated("Speed", [(1, 1)]), rated("Price", [(1, 1)])))
    assert gateway.items == ("Price", "Speed")


@pytest.mark.parametrize(
    ("weights", "vary"), [((None, None), False), ((2.0, 2.0), False), ((1.0, 1.5), True)]
)
def test_weights_vary_where_two_answers_differ(given, weights, vary):
    rows = [{"responded_on": DAY, "recommend_score": 9, "weight": weight} for weight in weights]
    assert given(survey_responses=rows).weights_vary is vary


def test_strata_that_are_no_dimension_are_named_once_weights_are_asked_for(given, ask):
    gateway = given(survey_responses=answered(DAY, 9, segment="SMB"))
    gateway.settings = replace(gateway.settings, strata="segmnt")
    assert ask(gateway, "nps_trend")
    with pytest.raises(Mistake, match=r"strata = 'segmnt' is no dimension.*segment"):
        ask(gateway, "nps_trend", weighted=True)


def test_only_nps_is_weighted(given, ask):
    gateway = given(survey_responses=answered(DAY, 9))
    with pytest.raises(Mistake, match="answers takes no weighted"):
        ask(gateway, "answers", weighted=True)
