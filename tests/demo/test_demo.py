"""The demo company: the same each time, in our tables' words, small, and consistent in itself."""

from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest

from insight.demo import SETTINGS, make_demo
from insight.demo.recommend import scores
from insight.demo.story import Change, touched
from insight.demo.wants import answer
from insight.tables import TABLES, export_path, read_sources

DIMENSIONS = ["segment", "region", "channel", "fare"]
DIMENSIONS_OF = {
    "survey_responses": DIMENSIONS,
    "customers": ["segment", "region"],
    "departures": ["segment", "region"],
    "interactions": ["region"],
    "invitations": ["region"],
}


def rows(tables, sql):
    return tables.execute(sql).fetchall()


def test_the_demo_is_the_same_each_time(demo_exports, tmp_path):
    make_demo(tmp_path)
    for table in TABLES:
        first = pq.read_table(export_path(demo_exports, table))
        again = pq.read_table(export_path(tmp_path, table))
        assert first.equals(again, check_metadata=True), table


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_columns_and_types_of_our_tables_then_its_dimensions(table, demo_tables):
    described = rows(demo_tables, f"describe {table}")
    promised = [(column.name, column.type) for column in TABLES[table].columns]
    dimensions = [(name, "VARCHAR") for name in DIMENSIONS_OF.get(table, [])]
    assert [tuple(column[:2]) for column in described] == promised + dimensions


@pytest.mark.parametrize("table", TABLES)
def test_an_export_names_the_demo_as_its_source(table, demo_exports):
    path = export_path(demo_exports, table)
    (source,) = read_sources(path)
    assert (source.name, source.as_of) == ("demo", date(2026, 11, 12))
    assert source.rows_kept == pq.read_metadata(path).num_rows


def test_all_exports_together_stay_below_three_megabytes(demo_exports):
    sizes = [path.stat().st_size for path in (demo_exports / "exports").iterdir()]
    assert len(sizes) == 10
    assert sum(sizes) < 3_000_000


def test_settings_are_written_once_and_then_left_alone(tmp_path):
    (tmp_path / "settings.toml").write_text('company = "Ours"\n')
    make_demo(tmp_path)
    assert (tmp_path / "settings.toml").read_text() == 'company = "Ours"\n'


def test_settings_call_the_company_fictional(demo_exports):
    written = (demo_exports / "settings.toml").read_text(encoding="utf-8")
    assert written == SETTINGS
    assert "fictional = true" in written


def test_progress_names_every_table(tmp_path):
    told = []
    make_demo(tmp_path, told.append)
    assert [line.split(":")[0] for line in told[1:]] == list(TABLES)


def test_about_sixty_thousand_answers_come_from_about_twenty_thousand_customers(demo_tables):
    ((answers, people, first, last, blank, ids),) = rows(
        demo_tables,
        """
        select count(*), count(distinct customer_id), min(responded_on), max(responded_on),
            1 - count(recommend_score) / count(*), count(distinct response_id)
        from survey_responses
        """,
    )
    assert 58_000 < answers < 62_000
    assert 19_000 < people < 21_000
    assert (first, last) == (date(2021, 11, 2), date(2026, 11, 12))
    assert 0.015 < blank < 0.025
    assert ids == answers


def test_answers_are_numbered_and_sorted_by_day(demo_tables):
    sorted_ids = rows(
        demo_tables, "select response_id from survey_responses order by responded_on, response_id"
    )
    in_file = rows(demo_tables, "select response_id from survey_responses")
    assert in_file == sorted_ids
    assert in_file[0] == ("R000001",)


def test_only_the_yearly_survey_has_waves_and_a_wave_is_a_year(demo_tables):
    waves = rows(
        demo_tables,
        """
        select survey, wave, min(year(responded_on)), max(year(responded_on))
        from survey_responses group by all order by all
        """,
    )
    assert waves == [
        ("After the crossing", None, 2021, 2026),
        *[("Yearly relationship", str(year), year, year) for year in range(2022, 2027)],
    ]


def test_questionnaires_are_answered_one_to_fourteen_days_after_sending(demo_tables):
    waited = rows(
        demo_tables,
        "select min(responded_on - sent_on), max(responded_on - sent_on) from survey_responses",
    )
    assert waited == [(1, 14)]


def test_the_response_rate_falls_from_31_to_24_percent(demo_tables):
    rates = rows(
        demo_tables,
        """
        with sent as (select year(day) as y, sum(sent) as sent from invitations group by 1),
        back as (select year(sent_on) as y, count(*) as back from survey_responses group by 1)
        select round(100 * back / sent) from sent join back using (y) order by y
        """,
    )
    assert [rate for (rate,) in rates] == sorted((rate for (rate,) in rates), reverse=True)
    assert rates[0] == (31.0,)
    assert rates[-1] == (24.0,)


def test_about_one_answer_in_eight_has_a_comment_and_most_comments_differ(demo_tables):
    ((share, different),) = rows(
        demo_tables,
        """
        select count(comment) / count(*), count(distinct comment) / count(comment)
        from survey_responses
        """,
    )
    assert 0.10 < share < 0.14
    assert different > 0.45


@pytest.mark.parametrize(
    "part", ["<script>", "![a boat](http", "=cmd|", "drop table", "**really?**", "NULL", "🌊", "\n"]
)
def test_comments_hold_strings_that_pages_must_cope_with(part, demo_tables):
    found = demo_tables.execute(
        "select count(*) from survey_responses where contains(comment, ?)", [part]
    ).fetchone()
    assert found[0] >= 2


def test_nobody_praises_the_fast_ferry_before_it_sails(demo_tables):
    first = rows(
        demo_tables,
        """
        select min(responded_on) from survey_responses
        where contains(comment, 'fast ferry is the best') or contains(comment, 'the Petrel')
        """,
    )
    assert first[0][0] >= date(2023, 10, 1)


def test_about_a_third_of_the_answers_rate_most_of_the_twelve_wants(demo_tables):
    ((share, items, typical),) = rows(
        demo_tables,
        """
        with rated as (select response_id, count(*) as items from ratings group by 1)
        select count(*) / (select count(*) from survey_responses),
            (select count(distinct item) from ratings), median(items)
        from rated
        """,
    )
    assert 0.32 < share < 0.38
    assert items == 12
    assert typical >= 11


def test_rows_of_every_table_point_at_rows_that_exist(demo_tables):
    for table, key, home in [
        ("ratings", "response_id", "survey_responses"),
        ("follow_ups", "response_id", "survey_responses"),
        ("survey_responses", "customer_id", "customers"),
        ("departures", "customer_id", "customers"),
        ("contacts", "customer_id", "customers"),
        ("beliefs", "item", "ratings"),
    ]:
        lost = rows(demo_tables, f"select count(*) from {table} anti join {home} using ({key})")
        assert lost == [(0,)], (table, key)


def test_changes_aim_at_wants_that_exist_and_touch_values_that_exist(demo_tables):
    items = {item for (item,) in rows(demo_tables, "select distinct item from ratings")}
    aimed = rows(demo_tables, "select distinct item from changes where item is not null")
    assert {item for (item,) in aimed} <= items
    exposed = rows(demo_tables, "select exposed from changes where exposed is not null")
    for (whom,) in exposed:
        dimension, values = whom.split("=")
        known = rows(demo_tables, f"select distinct {dimension} from survey_responses")
        assert set(values.split("|")) <= {value for (value,) in known}


def test_thirty_one_changes_stand_in_three_lanes_with_their_days_in_order(demo_tables):
    lanes = rows(demo_tables, "select lane, count(*) from changes group by 1 order by 1")
    assert lanes == [("customers", 7), ("market", 9), ("ours", 15)]
    muddled = rows(
        demo_tables,
        """
        select title from changes
        where ended_on < started_on or decided_on < learned_on or started_on < decided_on
        """,
    )
    assert muddled == []


def test_customers_answer_only_while_they_are_customers(demo_tables):
    early_or_late = rows(
        demo_tables,
        """
        select count(*) filter (responded_on < since), count(*) filter (responded_on > left_on)
        from survey_responses join customers using (customer_id)
        left join departures using (customer_id)
        """,
    )
    assert early_or_late == [(0, 0)]


def test_about_one_in_eight_of_1500_who_left_came_back_later(demo_tables):
    ((left, share, soonest),) = rows(
        demo_tables,
        """
        select count(*), count(returned_on) / count(*), min(returned_on - left_on)
        from departures
        """,
    )
    assert left == 1_500
    assert 0.10 < share < 0.14
    assert soonest > 0


def test_follow_ups_answer_detractors_and_some_are_open(demo_tables):
    ((most, muddled, still_open),) = rows(
        demo_tables,
        """
        select max(recommend_score),
            count(*) filter (
                opened_on < responded_on or decided_on < opened_on
                or done_on < decided_on or told_on < done_on
            ),
            count(*) - count(done_on)
        from follow_ups join survey_responses using (response_id)
        """,
    )
    assert (most, muddled) == (6, 0)
    assert still_open > 50


def test_nothing_happens_after_the_last_day(demo_tables):
    for table, day in [
        ("departures", "left_on"),
        ("departures", "returned_on"),
        ("follow_ups", "done_on"),
        ("follow_ups", "told_on"),
        ("contacts", "contacted_on"),
        ("interactions", "day"),
        ("invitations", "day"),
        ("changes", "started_on"),
        ("customers", "since"),
    ]:
        ((latest,),) = rows(demo_tables, f"select max({day}) from {table}")
        assert latest <= date(2026, 11, 12), (table, day)


def test_scores_are_drawn_with_exactly_the_expected_nps():
    evenly = (np.arange(20_000) + 0.5) / 20_000
    mood = np.sort(np.random.default_rng(1).standard_normal(2_000_000))[50::100]
    assert len(mood) == len(evenly)
    for nps in (-40.0, 0.0, 25.0, 80.0):
        drawn = scores(np.full(len(mood), nps), mood)
        found = 100 * ((drawn >= 9).mean() - (drawn <= 6).mean())
        assert found == pytest.approx(nps, abs=0.3)
        assert set(drawn) == set(range(11))


def test_ratings_are_drawn_with_exactly_the_expected_mean():
    feeling = np.random.default_rng(1).standard_normal(200_000)
    for percent in (41.0, 86.0):
        drawn = answer(np.full(len(feeling), percent), feeling)
        assert 25 * (drawn.mean() - 1) == pytest.approx(percent, abs=0.25)
        assert set(drawn) == {1, 2, 3, 4, 5}


def test_a_change_touches_those_exposed_from_its_first_day():
    change = Change("ours", "price", "", date(2026, 3, 1), exposed="region=Islands|Eastern")
    whom = {"region": np.array(["Islands", "Eastern", "Southern", "Islands"])}
    day = np.array(["2026-03-01", "2026-04-01", "2026-04-01", "2026-02-28"], "datetime64[D]")
    assert touched(change, whom, day).tolist() == [1, 1, 0, 0]


def test_a_gradual_change_grows_evenly_to_its_end():
    change = Change("ours", "price", "", date(2026, 3, 1), ended_on=date(2026, 3, 11), gradual=True)
    day = np.array(["2026-02-01", "2026-03-06", "2026-03-11", "2026-09-01"], "datetime64[D]")
    assert touched(change, {}, day).tolist() == [0, 0.5, 1, 1]
