"""Every statement that publishing runs can be said in Spark's dialect."""

import re

import pytest
import sqlglot
from sqlglot import exp

from insight.checks import CHECKS
from insight.publishing.spark_sql import relations, to_spark
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


def test_relations_leave_out_what_a_statement_names_itself():
    sql = "with a as (select 1 from b), c as (select * from a) select * from c join d using (x)"
    assert relations(sql) == {"b", "d"}
