"""What every question keeps, whatever it asks; a new one joins by existing."""

import json
import re
from datetime import date

import duckdb
import pandas as pd
import pytest

from insight.command_line.main import main
from insight.coverage import Span
from insight.filters import Filters
from insight.gateway import UNITS, Reader, keep_promise
from insight.problems import Failure, Mistake
from insight.query import NO_QUESTIONS, QUERIES, question, questions
from insight.tables import TABLES

FILES = sorted(path for path in QUERIES.glob("*.sql") if path.stem not in NO_QUESTIONS)
LONG_AGO = Span(date(1990, 1, 1), date(1990, 12, 31))
BREAKDOWNS = (None, "segment", "region", "channel", "fare", "survey", "wave")
INTERVAL_END = re.compile(r"_(low|high)$")


def by_least(name):
    """The breakdown a question cannot be asked without; None where it can."""
    return "segment" if "dimension" in question(name).needs else None


BROKEN_DOWN = [
    (query.name, by)
    for query in questions().values()
    for by in (BREAKDOWNS if "dimension" in query.parameters else (None,))
    if by or not by_least(query.name)
]

every_question = pytest.mark.parametrize("name", [path.stem for path in FILES])


def test_every_file_is_a_question():
    assert list(questions()) == [path.stem for path in FILES]


@every_question
def test_a_question_ends_in_a_question_mark_and_opens_its_file(name):
    query = question(name)
    assert query.question.endswith("?")
    assert query.path.read_text(encoding="utf-8").startswith(f"-- {query.question}\n--\n")


@every_question
def test_every_promised_column_has_a_known_type_and_a_meaning(name):
    for column in question(name).columns:
        assert column.type in {"TEXT", "DOUBLE", "BIGINT", "BOOLEAN", "DATE"}, column
        assert len(column.meaning) >= len("the change"), column


@every_question
def test_the_grain_is_made_of_promised_columns(name):
    query = question(name)
    assert query.grain
    assert set(query.grain) <= set(query.column_names)


@every_question
def test_every_figure_rests_on_a_count_that_is_computed(name):
    query = question(name)
    computed = {column.name: column.type for column in (*query.columns, *query.workings)}
    for column in query.columns:
        if column.type in ("DOUBLE", "BIGINT"):
            assert column.rests_on, f"{name}: {column.name} says no count it rests on"
        for count in column.rests_on:
            assert computed[count] == "BIGINT", f"{name}: {column.name} rests on {count}"


@every_question
def test_every_rate_has_its_interval_or_is_an_end_of_one(name):
    query = question(name)
    ends = {c.name for c in query.columns if INTERVAL_END.search(c.name)}
    for end in ends:
        rate = INTERVAL_END.sub("", end)
        assert {rate, f"{rate}_low", f"{rate}_high"} <= set(query.column_names)


@every_question
def test_a_question_reads_published_tables_only(name, demo):
    published = {file.table for file in demo.warehouse.version.files}
    assert question(name).reads
    assert question(name).reads <= published


@every_question
@pytest.mark.parametrize("unit", UNITS)
def test_the_contract_holds_where_nobody_answered(name, unit, demo):
    nobody = Filters.everything(demo.coverage).during(LONG_AGO)
    for filters in (nobody, nobody.of("region", ["Islands"])):
        result = demo.ask(name, filters, by=by_least(name), unit=unit)
        assert result.table.column_names == list(result.query.column_names)
        assert result.rows() == []


@pytest.mark.parametrize(
    "name", [query.name for query in questions().values() if "cells" in query.parameters]
)
def test_the_contract_holds_where_no_cell_may_be_seen(name, demo):
    nobody = Reader("nobody", frozenset())
    everything = Filters.everything(demo.coverage)
    result = demo.ask(name, everything, by=by_least(name), reader=nobody)
    assert result.table.column_names == list(result.query.column_names)
    assert result.rows() == []


@every_question
def test_the_contract_holds_on_a_company_with_answers_alone(name, given, ask):
    gateway = given(survey_responses=[{"responded_on": date(2026, 1, 5)}])
    if by_least(name):
        with pytest.raises(Mistake, match="these answers carry no dimension"):
            ask(gateway, name)
        return
    for unit in UNITS:
        rows = ask(gateway, name, unit=unit)
        assert len(rows) <= 1


@pytest.mark.parametrize(("name", "by"), BROKEN_DOWN)
def test_the_grain_is_unique_on_the_demo(name, by, demo):
    query = question(name)
    for unit in UNITS if "unit" in query.parameters else ("month",):
        result = demo.ask(name, Filters.everything(demo.coverage), by=by, unit=unit)
        keys = [tuple(row[key] for key in query.grain) for row in result.rows()]
        assert keys
        assert len(keys) == len(set(keys))


@every_question
def test_the_command_line_prints_exactly_the_promised_columns(name, demo_folder, capsys):
    by = ["--by", by_least(name)] if by_least(name) else []
    assert main(["ask", name, "--data", str(demo_folder), "--format", "json", *by]) == 0
    rows = json.loads(capsys.readouterr().out)
    query = question(name)
    assert rows
    assert all(list(row) == list(query.column_names) for row in rows)
    for row in rows:
        for column in query.columns:
            if row[column.name] is not None:
                assert _reads_as(column.type, row[column.name]), (column, row)


def _reads_as(type_, value):
    if type_ == "DATE":
        return date.fromisoformat(value).isoformat() == value
    python = {"TEXT": str, "DOUBLE": (int, float), "BIGINT": int, "BOOLEAN": bool}[type_]
    return isinstance(value, python)


@every_question
def test_an_answer_is_the_same_each_time_it_is_asked(name, demo):
    filters = Filters.everything(demo.coverage)
    first = demo.ask(name, filters, by=by_least(name)).rows()
    demo.forget_answers()
    assert demo.ask(name, filters, by=by_least(name)).rows() == first


@every_question
def test_a_missing_promise_names_file_and_column(name, demo):
    query = question(name)
    asked = demo.ask(name, Filters.everything(demo.coverage), by=by_least(name))
    broken = asked.table.drop_columns([query.column_names[-1]])
    with pytest.raises(Failure, match=rf"{name}\.sql promises \w+ but does not return it"):
        keep_promise(broken, query)


# Filters against a recount of the exports with pandas, which shares no code with ours.

WHERES = [
    {},
    {"region": ["Islands"]},
    {"segment": ["Freight", "Commuters"]},
    {"segment": ["Leisure"], "channel": ["App", "Web"]},
    {"wave": ["2025"]},
]


@pytest.fixture(scope="module")
def exported(demo_folder):
    """The demo's exports as data frames."""
    read = {
        name: pd.read_parquet(demo_folder / "exports" / f"{name}.parquet")
        for name in ("survey_responses", "ratings")
    }
    read["survey_responses"]["responded_on"] = pd.to_datetime(
        read["survey_responses"]["responded_on"]
    )
    return read


def chosen(answers, where, start, end):
    kept = answers[answers["responded_on"].between(pd.Timestamp(start), pd.Timestamp(end))]
    for dimension, values in where.items():
        kept = kept[kept[dimension].isin(values)]
    return kept


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_nps_trend_counts_what_a_recount_of_the_exports_counts(exported, demo, ask, where):
    start, end = date(2024, 3, 10), date(2025, 8, 20)
    rows = ask(demo, "nps_trend", start, end, where=where, unit="month")
    answers = chosen(exported["survey_responses"], where, start, end)
    scored = answers.dropna(subset="recommend_score")
    recounted = {}
    for month, scores in scored.groupby(scored["responded_on"].dt.to_period("M"))[
        "recommend_score"
    ]:
        counts = (scores >= 9, scores.between(7, 8), scores <= 6)
        recounted[month.start_time.date()] = (len(scores), *(int(c.sum()) for c in counts))
    counted = {
        row["period"]: tuple(
            row[name] for name in ("respondents", "promoters", "passives", "detractors")
        )
        for row in rows
    }
    assert counted == {
        month: counts if counts[0] >= 10 else (None,) * 4 for month, counts in recounted.items()
    }
    for row in rows:
        if row["nps"] is not None:
            n, promoters, _, detractors = recounted[row["period"]]
            assert row["nps"] == pytest.approx(100 * (promoters - detractors) / n)


@pytest.mark.parametrize("where", WHERES, ids=str)
def test_want_vs_delivered_means_what_a_recount_of_the_exports_means(exported, demo, ask, where):
    start, end = date(2024, 3, 1), date(2025, 8, 31)
    rows = ask(demo, "want_vs_delivered", start, end, where=where)
    answers = chosen(exported["survey_responses"], where, start, end)
    ratings = exported["ratings"].merge(answers[["response_id"]], on="response_id")
    assert {row["item"] for row in rows} == set(ratings["item"])
    for row in rows:
        rated = ratings[ratings["item"] == row["item"]]
        wanted = 25 * (rated["wanted"].dropna() - 1)
        delivered = 25 * (rated["delivered"].dropna() - 1)
        both = rated.dropna(subset=["wanted", "delivered"])
        assert row["respondents_wanted"] == len(wanted)
        assert row["respondents_delivered"] == len(delivered)
        assert row["respondents"] == len(both)
        assert row["delivered"] == pytest.approx(delivered.mean())
        assert row["delivered_top"] == pytest.approx(100 * (delivered >= 75).mean())
        if len(wanted) == 0:
            assert (row["wanted"], row["wanted_top"], row["gap"]) == (None, None, None)
            continue
        assert row["wanted"] == pytest.approx(wanted.mean())
        assert row["wanted_top"] == pytest.approx(100 * (wanted >= 75).mean())
        if 2 * len(both) >= min(len(wanted), len(delivered)):
            differences = 25 * (both["delivered"] - both["wanted"])
            assert row["gap"] == pytest.approx(differences.mean())
        else:
            assert row["gap"] == pytest.approx(delivered.mean() - wanted.mean())


def test_every_source_and_rollup_is_one_select_that_says_what_it_holds():
    for path in QUERIES.glob("*/*.sql"):
        text = path.read_text(encoding="utf-8")
        [statement] = duckdb.extract_statements(text)
        assert statement.type == duckdb.StatementType.SELECT
        assert text.startswith("-- "), path


def test_every_table_has_a_source_and_no_source_is_without_a_table():
    assert {path.stem for path in (QUERIES / "sources").glob("*.sql")} == set(TABLES)
