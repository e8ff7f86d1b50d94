import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from insight.problems import Failure
from insight.publish import publish
from insight.warehouse import Warehouse, literal, quoted

ANSWERS = [
    {"responded_on": date(2026, 1, day), "recommend_score": 9, "region": "North"}
    for day in range(1, 11)
]
SLOW = "select sum(a.range * b.range) from range(1000000) as a, range(1000000) as b"


@pytest.fixture
def warehouse(folder_of):
    version = publish(folder_of(survey_responses=ANSWERS))
    opened = Warehouse(version)
    yield opened
    opened.close()


def setting(warehouse, name):
    rows = warehouse.fetch(f"select value from duckdb_settings() where name = '{name}'")
    return rows["value"].to_pylist()[0]


def test_a_select_with_values_is_answered(warehouse):
    rows = warehouse.fetch(
        "select count(*) as n from nps_daily where day >= $day", {"day": date(2026, 1, 4)}
    )
    assert rows.to_pylist() == [{"n": 7}]


def test_every_file_of_the_version_can_be_asked(warehouse):
    for file in warehouse.version.files:
        if file.role == "read":
            continue
        rows = warehouse.fetch(f"select count(*) as n from {quoted(file.table)}")
        assert rows["n"].to_pylist() == [file.rows]


@pytest.mark.parametrize(
    "statement",
    [
        "copy (select 1) to 'stolen.csv'",
        "copy nps_daily to 'stolen.parquet' (format parquet)",
        "attach 'other.db'",
        "install httpfs",
        "load httpfs",
        "set threads = 1",
        "reset lock_configuration",
        "pragma enable_profiling",
        "create table mine as select 1",
        "drop view nps_daily",
        "insert into cells values (1)",
        "delete from cells",
        "update cells set cell_id = 1",
        "export database 'all'",
        "call pragma_version()",
        "explain analyze select 1",
        "select 1; select 2",
        "select 1; drop view nps_daily",
        "",
        "-- nothing",
    ],
)
def test_only_a_select_is_answered(warehouse, statement):
    with pytest.raises(Failure, match="only a select statement is answered"):
        warehouse.fetch(statement)


@pytest.mark.parametrize(
    "source",
    [
        "read_csv('/etc/passwd')",
        "read_text('/etc/passwd')",
        "read_blob('/etc/hostname')",
        "glob('/etc/*')",
        "'/etc/passwd'",
        "read_parquet('{exports}/survey_responses.parquet')",
        "parquet_metadata('{exports}/survey_responses.parquet')",
        "read_parquet('{version}/../../exports/survey_responses.parquet')",
        "read_csv('http://127.0.0.1:9/x.csv')",
    ],
)
def test_no_file_outside_the_version_is_read(warehouse, source):
    folder = warehouse.version.folder
    place = source.format(exports=folder.parents[1] / "exports", version=folder)
    with pytest.raises(Failure, match="could not be read"):
        warehouse.fetch(f"select * from {place}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lock_configuration", "true"),
        ("enable_external_access", "false"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("allow_persistent_secrets", "false"),
        ("python_enable_replacements", "false"),
    ],
)
def test_the_session_is_locked_down(warehouse, name, value):
    assert setting(warehouse, name) == value


def test_only_the_versions_folder_and_its_own_scratch_are_allowed(warehouse):
    allowed = setting(warehouse, "allowed_directories").strip("[]").split(", ")
    scratch = setting(warehouse, "temp_directory")
    assert {Path(folder) for folder in allowed} == {warehouse.version.folder, Path(scratch)}


def test_a_question_that_takes_too_long_is_stopped_and_the_next_is_answered(warehouse):
    limited = Warehouse(warehouse.version, seconds=0.2)
    with pytest.raises(Failure, match=r"took longer than 0\.2 seconds and was stopped"):
        limited.fetch(SLOW)
    assert limited.fetch("select 1 as one")["one"].to_pylist() == [1]
    limited.close()


def test_stopping_one_question_leaves_the_others_alone(warehouse):
    limited = Warehouse(warehouse.version, seconds=0.2)
    with ThreadPoolExecutor(2) as readers:
        slow = readers.submit(limited.fetch, SLOW)
        answered = 0
        while not slow.done():
            answered += limited.fetch("select 1 as one").num_rows
            time.sleep(0.01)
    assert isinstance(slow.exception(), Failure)
    assert answered > 0
    limited.close()


def test_threads_share_a_warehouse(warehouse):
    sql = "select count(*) + $n as n from nps_daily"
    with ThreadPoolExecutor(8) as readers:
        answers = list(
            readers.map(lambda n: warehouse.fetch(sql, {"n": n})["n"].to_pylist(), range(200))
        )
    assert answers == [[10 + n] for n in range(200)]


def test_the_company_is_asked_for_the_tables_it_has(warehouse):
    assert warehouse.has_table("survey_responses")
    assert not warehouse.has_table("ratings")


@pytest.mark.parametrize("name", ['a"b', "'; drop table x --", "select", "ä ö", "", "\n"])
def test_names_and_values_are_written_so_that_they_stay_what_they_are(name):
    connection = duckdb.connect()
    column = name or "empty"
    rows = connection.execute(f"select {literal(name)} as {quoted(column)}")
    assert rows.description[0][0] == column
    assert rows.fetchone() == (name,)


def test_lists_numbers_and_truths_are_written_as_sql_writes_them():
    assert literal(["a'b", 1]) == "['a''b', 1]"
    assert literal(True) == "true"
    assert literal(2) == "2"


@pytest.mark.parametrize("name", ["it's", "[1]", "a*b?", "{x,y}", "sp ace", "日本"])
def test_a_data_folder_may_have_any_name(folder_of, tmp_path, name):
    folder_of(survey_responses=ANSWERS)
    folder = tmp_path / name
    folder.mkdir()
    (tmp_path / "exports").rename(folder / "exports")
    opened = Warehouse(publish(folder))
    assert opened.fetch("select sum(answers) as n from nps_daily")["n"].to_pylist() == [10]
    assert opened.fetch("select count(*) as n from survey_responses")["n"].to_pylist() == [10]
    opened.close()


def test_ten_heavy_questions_at_once_do_not_stop_a_light_one(demo):
    heavy = "select sum(a.range * b.range) as total from range(100000) as a, range(100000) as b"
    warehouse = Warehouse(demo.warehouse.version, memory_limit="1GiB", seconds=3.0)
    with ThreadPoolExecutor(11) as readers:
        stopped = [readers.submit(warehouse.fetch, heavy) for _ in range(10)]
        light = readers.submit(warehouse.fetch, "select sum(answers) as answers from nps_daily")
        assert light.result()["answers"].to_pylist() == [59271]
        for one in stopped:
            with pytest.raises(Failure, match="was stopped"):
                one.result()
    warehouse.close()
