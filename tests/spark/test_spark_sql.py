"""Every statement that publishing runs can be said in Spark's dialect."""

import re

import pytest
import sqlglot
from sqlglot import exp

from insight.checks import CHECKS
from insight.publishing.spark_sql import relations, steps_in_spark, to_spark
from insight.query import QUERIES

FILES = sorted(
    path for folder in ("sources", "rollups", "locked") for path in (QUERIES / folder).glob("*.sql")
)


def named(path):
    return f"{path.parent.name}/{path.stem}"


def code(sql):
    """A statement without its comments."""
    return re.sub(r"--[^\n]*", "", sql)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_file_is_one_select_in_spark_too(path):
    sql = to_spark(path.read_text(encoding="utf-8"))
    statements = sqlglot.parse(sql, read="spark")
    assert [type(one) for one in statements] == [exp.Select]
    assert relations(path.read_text(encoding="utf-8"))
    assert "--" not in sql
    assert "/*" not in sql


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_file_keeps_to_what_both_dialects_mean_alike(path):
    sql = code(path.read_text(encoding="utf-8"))
    assert not re.search(r"group by all|order by all", sql), "name the columns"
    assert not re.search(r"(?<![\w.])\d+\.\d", sql), "1e2: a decimal is no double in Spark"
    assert not re.search(r"\$\w+(?!::|\w)", sql), "a parameter needs its type"
    assert "read_parquet" not in sql
    for call in re.finditer(r"date_trunc\([^()]*\)", sql):
        assert sql[call.end() :].startswith("::DATE"), f"{call[0]} is a timestamp in Spark"
    for node in sqlglot.parse_one(sql, read="duckdb").find_all(exp.Window):
        if isinstance(node.this, (exp.Lead, exp.Lag, exp.RowNumber)):
            assert node.args.get("order"), "which row comes first must be said"


@pytest.mark.parametrize("number", range(len(CHECKS)))
def test_every_check_can_be_run_on_a_cluster(number):
    assert relations(CHECKS[number].sql) <= {
        "survey_responses_known",
        f"{CHECKS[number].table}_known",
    }
    assert isinstance(sqlglot.parse_one(to_spark(CHECKS[number].sql), read="spark"), exp.Select)


def test_a_view_is_not_sorted_unless_it_is_cut_short():
    assert "ORDER BY" not in to_spark("select a from t order by a", ordered=False)
    assert "ORDER BY" in to_spark("select a from t order by a limit 3", ordered=False)


def test_nulls_come_last_as_in_duckdb():
    assert to_spark("select a from t order by a").endswith("ORDER BY a NULLS LAST")


def test_division_by_nought_is_no_error():
    assert to_spark("select a / b from t") == "SELECT a / NULLIF(b, 0) FROM t"
    assert to_spark("select a % b from t") == "SELECT TRY_MOD(a, b) FROM t"
    assert to_spark("select a / 2, a % 2 from t") == "SELECT a / 2, a % 2 FROM t"


def test_names_and_texts_stay_what_they_are():
    sql = to_spark("""select "a ""b`c" from t where d = 'O''Neil \\ ${x}' """)
    assert sql == r"""SELECT `a "b``c` FROM t WHERE d = 'O\'Neil \\ ${x}'"""


def test_a_number_that_only_stands_for_a_row_becomes_the_row():
    sql = "with n as (select a, b, row_number() over (order by a) as i from t) select i from n"
    assert "STRUCT(a, b) AS i" in to_spark(sql)
    assert "ROW_NUMBER" in to_spark(sql.replace("(order", "(partition by b order"))
    assert "ROW_NUMBER" in to_spark("select row_number() over (order by a) as i from t")


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_file_taken_apart_reads_what_it_read_before(path):
    sql = path.read_text(encoding="utf-8")
    steps, select = steps_in_spark(sql)
    kept: set[str] = set()
    read: set[str] = set()
    for name, step in [*steps, ("", select)]:
        parsed = sqlglot.parse_one(step, read="spark")
        tables = {one.name for one in parsed.find_all(exp.Table)} - {
            one.alias for one in parsed.ctes
        }
        assert {one for one in tables if one.endswith("_kept")} <= kept
        read |= tables - kept
        kept.add(name)
    assert read == relations(sql)


def test_a_step_that_is_dear_and_read_twice_is_kept_by_itself():
    steps, select = steps_in_spark(
        "with plain as (select a from t), "
        "summed as (select a, count(*) as n from plain group by 1), "
        "more as (select a, n + 1 as m from summed), once as (select distinct a from u) "
        "select * from more inner join more as again using (a) inner join once using (a)"
    )
    assert steps == [
        (
            "more_kept",
            "WITH plain AS (SELECT a FROM t), "
            "summed AS (SELECT a, COUNT(*) AS n FROM plain GROUP BY 1) "
            "SELECT a, n + 1 AS m FROM summed",
        )
    ]
    assert select == (
        "WITH once AS (SELECT DISTINCT a FROM u) SELECT * FROM more_kept AS more "
        "INNER JOIN more_kept AS again USING (a) INNER JOIN once USING (a)"
    )


def test_a_step_read_twice_that_costs_nothing_is_worked_out_twice():
    sql = "with a as (select x from t) select * from a inner join a as b on a.x = b.x"
    assert steps_in_spark(sql)[0] == []


def test_relations_leave_out_what_a_statement_names_itself():
    sql = "with a as (select 1 from b), c as (select * from a) select * from c join d using (x)"
    assert relations(sql) == {"b", "d"}
