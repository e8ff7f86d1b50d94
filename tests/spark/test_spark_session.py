"""What a version of a cluster holds row by row, whom it leaves out, and edits to it."""

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from insight.changes_journal import COLUMNS, Entry, append
from insight.forgotten import FILE, Forgotten, write_forgotten
from insight.gateway import Gateway
from insight.holdings import holdings
from insight.problems import Mistake
from insight.publish import publish
from insight.publish_changes import publish_changes
from insight.publishing import spark_session
from insight.publishing.spark_detail import first_day_within
from insight.query import question
from insight.version import last_good_version
from tests.alike import differences

DETAIL_ROWS = 120
BOUNDED = {"survey_responses", "ratings", "customers", "contacts", "follow_ups", "interactions"}
DAY = date(2026, 1, 5)


@pytest.fixture(scope="module")
def bounded(tmp_path_factory, company_folder, publish_with_spark) -> Path:
    """The company once more: few rows come along, and few are sent to the cluster."""
    folder = tmp_path_factory.mktemp("bounded")
    (folder / "settings.toml").write_text("fiscal_year_starts = 4\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spark_session, "MOST_SMALL_ROWS", 50)
        publish_with_spark(folder, company_folder / "exports", detail_rows=DETAIL_ROWS)
    return folder


def test_rows_are_bounded_by_whole_days_and_figures_are_not(company_folder, bounded):
    ours, theirs = (last_good_version(folder)[0] for folder in (company_folder, bounded))
    assert theirs.detail_since.keys() == BOUNDED | {"invitations"}
    assert theirs.tables == ours.tables
    said = differences(ours, theirs)
    assert {one.partition(":")[0] for one in said} == (
        theirs.detail_since.keys() | {"changes_as_given is in one of them only"}
    )
    since = theirs.detail_since["survey_responses"]
    kept = pq.read_table(theirs.folder / "survey_responses.parquet")
    given = pq.read_table(company_folder / "exports" / "survey_responses.parquet")
    latest = [day for day in given["responded_on"].to_pylist() if day >= since]
    assert sorted(kept["responded_on"].to_pylist()) == sorted(latest)
    assert len(latest) <= DETAIL_ROWS
    said = "figures rest on all 1,500 answers; one by one, the version holds only the latest rows: "
    assert any(note.startswith(f"{said}survey_responses from {since}, ") for note in theirs.notes)


def test_what_is_held_speaks_of_all_rows_though_they_are_elsewhere(company_folder, bounded):
    ours, theirs = (
        {held.table.name: held for held in holdings(folder, last_good_version(folder)[0])}
        for folder in (company_folder, bounded)
    )
    for table, held in theirs.items():
        last_day = None if table == "customers" else ours[table].last_day
        assert (held.rows, held.last_day) == (ours[table].rows, last_day)
    assert theirs["survey_responses"].first_day == ours["survey_responses"].first_day
    assert theirs["ratings"].first_day is None
    assert theirs["ratings"].files == ()


def test_a_question_about_single_answers_says_from_when_it_finds_them(bounded, run):
    gateway = Gateway.open(bounded)
    since = gateway.warehouse.version.detail_since["survey_responses"]
    assert gateway.answers_from(question("item_comments")) == since
    assert gateway.answers_from(question("nps_trend")) is None
    _, _, said = run("ask", "item_comments", "--data", bounded)
    assert f"item_comments finds answers from {since}, none before" in said


def test_an_edited_change_is_shown_and_what_cannot_be_counted_here_stays(bounded, ask):
    before = last_good_version(bounded)[0]
    row = dict.fromkeys(COLUMNS) | {"change_id": "n", "lane": "ours", "title": "New"}
    row |= {"started_on": date(2024, 7, 1), "exposed": "plan=basic"}
    append(bounded, [Entry.made("me", None, row)])
    version = publish_changes(bounded)
    assert version.detail_since == before.detail_since
    titles = [one["title"] for one in ask(Gateway.open(bounded), "change_timeline")]
    assert titles[-1] == "New"
    assert len(titles) == 4
    told = "told_scores.parquet"
    assert (version.folder / told).samefile(before.folder / told)
    assert any(note.startswith("changes: told_scores is as counted") for note in version.notes)
    touched = Gateway.open(bounded).warehouse.fetch("select distinct change_id from exposed_cells")
    assert "n" in touched["change_id"].to_pylist()


def test_the_latest_whole_days_are_kept():
    counted = [(date(2026, 1, day), 10) for day in (1, 2, 3)] + [(None, 99)]
    assert first_day_within(counted, 25) == date(2026, 1, 2)
    assert first_day_within(counted, 1) == date(2026, 1, 3)


def test_forgotten_customers_stay_out_as_on_this_machine(
    tmp_path_factory, tables_in, publish_with_spark
):
    here, there = (tmp_path_factory.mktemp(name) for name in ("here", "there"))
    answers = [
        {"response_id": f"r{n}", "customer_id": f"c{n % 3}", "responded_on": DAY}
        | {"recommend_score": n, "region": "North" if n % 3 else f"c{n % 3}"}
        for n in range(6)
    ]
    rated = {"wanted": 3.0, "wanted_low": 1.0, "wanted_high": 5.0}
    ratings = [{"response_id": f"r{n}", "item": "x", **rated} for n in range(7)]
    customers = [{"customer_id": f"c{n}"} for n in range(3)]
    tables_in(here, survey_responses=answers, ratings=ratings, customers=customers)
    forgotten = Forgotten().with_more(["c0"], ["r6"])
    for folder in (here, there):
        write_forgotten(folder, forgotten)
    told = []
    theirs = publish_with_spark(there, here / "exports", told.append)
    assert told[1] == (
        "Reading everything: rows stay on the cluster, and no setting `work` says where to keep "
        "them there"
    )
    assert theirs.tables == {"survey_responses": 4, "ratings": 4, "customers": 2}
    assert theirs.notes[:2] == (
        "survey_responses: 2 rows of forgotten customers were left out",
        "ratings: 3 rows of forgotten customers were left out",
    )
    said = differences(publish(here), theirs, frozenset({"export_row"}))
    assert said == ["changes_as_given is in one of them only"]
    assert "c0" not in json.dumps(pq.read_table(theirs.folder / "cells.parquet").to_pylist())
    assert (there / FILE).exists()


def test_who_never_came_along_is_to_be_removed_in_the_lake(folder_of, run):
    folder = folder_of(survey_responses=[{"customer_id": "c1", "responded_on": DAY}])
    (folder / "settings.toml").write_text('engine = "spark"\nsource = "lake"\n')
    code, _, said = run("forget", "--customer", "c2", "--dry-run", "--data", folder)
    assert code == 2
    assert said.endswith("the cluster are not searched, so remove them there and publish\n")


def test_answers_without_names_are_refused_where_rows_have_no_places(
    folder_of, tables_in, tmp_path_factory, publish_with_spark
):
    source = tables_in(
        tmp_path_factory.mktemp("nameless"),
        survey_responses=[{"response_id": None, "responded_on": DAY, "recommend_score": 3}],
    )
    with pytest.raises(Mistake, match="1 answers have no response_id"):
        publish_with_spark(folder_of(), source / "exports")


def test_what_is_wrong_in_a_table_of_the_cluster_is_said_with_its_place(
    folder_of, tables_in, tmp_path_factory, publish_with_spark
):
    wrong = [{"response_id": "a", "responded_on": DAY, "recommend_score": 11}]
    source = tables_in(tmp_path_factory.mktemp("wrong"), survey_responses=wrong) / "exports"
    with pytest.raises(Mistake) as raised:
        publish_with_spark(folder_of(), source)
    assert str(raised.value).startswith(
        f"{source}/survey_responses.parquet: a row has recommend_score 11 (1 such rows)"
    )
