"""Publishing again reads the days that have changed, and gives what reading everything gives."""

import json
import random
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.forget import forget
from insight.problems import Mistake
from insight.publish import ROLLUPS, publish
from insight.publishing import due_days, exports, marks
from insight.publishing.days_read import DAYS, days_read
from insight.publishing.kept_rows import counted_by_itself
from insight.publishing.versions_before import previous_version
from insight.version import MANIFEST, MANIFEST_HASH, last_good_version, sha256
from tests.alike import differences
from tests.conftest import write_tables
from tests.edited_company import (
    AS_OF,
    EDITS,
    a_corrected_score,
    a_customer_known_no_more,
    a_customer_who_moved,
    a_new_customer,
    a_new_value,
    an_answer_that_moved,
    an_answer_that_went,
    new_days,
    rating,
    ratings_of_an_old_answer,
    rows_of_other_tables,
    small_company,
)
from tests.spark.company import FIRST

SAID = ("coverage", "dimensions", "tables", "notes", "day_is_assumed", "detail_since")
IN_ORDER = ("survey_responses", "ratings", "cells")


@pytest.fixture(scope="module", autouse=True)
def a_part_is_read_however_large_it_is():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(due_days, "MOST_READ", 1)
        yield


@pytest.fixture(scope="session")
def company_published(tmp_path_factory):
    folder = write_tables(tmp_path_factory.mktemp("again"), AS_OF, **small_company())
    publish(folder)
    return folder


@pytest.fixture
def folder(company_published, tmp_path):
    """A data folder of the company, published once."""
    return Path(shutil.copytree(company_published, tmp_path / "company"))


def said_and_differences(folder):
    """(what was said of reading, in what the version differs from one of reading everything)."""
    other = folder.with_name(f"{folder.name} whole")
    shutil.copytree(folder, other)
    told = []
    again, whole = publish(folder, told.append), publish(other, everything=True)
    found = differences(again, whole)
    found += [said for said in SAID if getattr(again, said) != getattr(whole, said)]
    for table in IN_ORDER:
        rows = [pq.read_table(one.folder / f"{table}.parquet") for one in (again, whole)]
        found += [] if rows[0].to_pylist() == rows[1].to_pylist() else [f"order of {table}"]
    if days_read(again).marks != days_read(whole).marks:
        found.append("marks")
    shutil.rmtree(other)
    return [step for step in told if step.startswith("Reading ")][-1], found


def read_in_words(days):
    """How the sentence on what is read begins."""
    if not days:
        return ("Reading no day of ",)
    return f"Reading {len(days)} of ", f"({' to '.join(map(str, sorted({min(days), max(days)})))});"


@pytest.mark.parametrize(
    "edits",
    [
        (new_days,),
        (
            a_corrected_score,
            a_new_value,
            ratings_of_an_old_answer,
            rows_of_other_tables,
            a_new_customer,
            a_customer_who_moved,
            a_customer_known_no_more,
            an_answer_that_moved,
        ),
        (an_answer_that_went,),
    ],
)
def test_what_is_published_again_is_what_everything_would_give(folder, edits):
    tables, draw = small_company(), random.Random(5)
    days = [edit(draw, tables) for edit in edits]
    write_tables(folder, AS_OF, **tables)
    # Settings count for rows that are kept as well.
    (folder / "settings.toml").write_text("fiscal_year_starts = 7\n")
    said, found = said_and_differences(folder)
    assert found == []
    if edits != (an_answer_that_went,):
        assert all(part in said for part in read_in_words(set().union(*days)))


@given(draw=st.randoms(use_true_random=False))
@settings(max_examples=2, deadline=None)
def test_whatever_is_edited_again_and_again(company_published, tmp_path_factory, draw):
    folder = tmp_path_factory.mktemp("edited") / "company"
    shutil.copytree(company_published, folder)
    tables = small_company()
    for _ in range(2):
        for edit in draw.sample(EDITS, 2):
            edit(draw, tables)
        write_tables(folder, AS_OF, **tables)
        _, found = said_and_differences(folder)
        assert found == []


def test_rows_of_other_days_are_those_kept_and_are_not_read(folder):
    version = last_good_version(folder)[0]
    kept = pq.read_table(version.folder / "survey_responses.parquet")
    said = pa.array(["kept"] * kept.num_rows)
    rewrite(version, kept.set_column(kept.schema.get_field_index("comment"), "comment", said))
    tables = small_company()
    (day,) = a_corrected_score(random.Random(1), tables)
    write_tables(folder, AS_OF, **tables)
    again = pq.read_table(publish(folder).folder / "survey_responses.parquet").to_pylist()
    assert {row["responded_on"] == day for row in again if row["comment"] != "kept"} == {True}
    assert {row["comment"] for row in again if row["responded_on"] != day} == {"kept"}


def rewrite(version, rows):
    """Put other answers into a version, as if it had been published with them."""
    path = version.folder / "survey_responses.parquet"
    path.unlink()
    pq.write_table(rows, path)
    manifest = json.loads((version.folder / MANIFEST).read_text(encoding="utf-8"))
    (file,) = [one for one in manifest["files"] if one["path"] == path.name]
    file |= {"bytes": path.stat().st_size, "sha256": sha256(path)}
    (version.folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    (version.folder / MANIFEST_HASH).write_text(sha256(version.folder / MANIFEST))


def test_a_file_that_was_not_written_is_not_looked_into(folder, monkeypatch):
    monkeypatch.setattr(exports, "MOMENT_SECONDS", 0)
    publish(folder, everything=True)
    looked_into = []
    marks_of = marks.marks_of
    monkeypatch.setattr(
        marks, "marks_of", lambda *given: looked_into.append(given[1]) or marks_of(*given)
    )
    write_tables(folder, AS_OF, contacts=small_company()["contacts"][1:])
    publish(folder)
    assert looked_into == ["contacts"]


def test_a_file_written_a_moment_ago_is_looked_into_again(folder):
    path = folder / "exports" / "survey_responses.parquet"
    assert exports.stamp(path) == ""


@pytest.mark.parametrize(
    ("edit", "refused"),
    [
        (lambda t: t["survey_responses"].append(t["survey_responses"][0]), "in more than one row"),
        (lambda t: t["survey_responses"].pop(0), "which survey_responses lacks"),
        (lambda t: t["ratings"].append(rating(t["survey_responses"][0], "speed")), "speed"),
        (lambda t: t["survey_responses"][0].update(recommend_score=11), "recommend_score 11"),
    ],
)
def test_what_is_refused_is_refused_in_the_same_words(folder, edit, refused):
    tables = small_company()
    edit(tables)
    write_tables(folder, AS_OF, **tables)
    said = []
    for everything in (False, True):
        with pytest.raises(Mistake, match=refused) as mistake:
            publish(folder, everything=everything)
        said.append(str(mistake.value))
    assert said[0] == said[1]


def test_an_item_that_was_hard_in_a_row_without_values_is_no_soft_one_later(folder_of):
    answers = [{"response_id": f"r{n}", "responded_on": FIRST + timedelta(n)} for n in range(3)]
    hard = {"response_id": "r0", "item": "x", "kind": "hard"}
    publish(folder_of(survey_responses=answers, ratings=[hard]))
    folder = folder_of(survey_responses=answers, ratings=[hard, rating(answers[2], "x")])
    with pytest.raises(Mistake, match="item x is both hard and soft"):
        publish(folder)


def with_agents(*agents):
    return [
        {"response_id": f"r{n}", "responded_on": FIRST + timedelta(n % 20)}
        | {"agent": None if agent is None else str(agent)}
        for n, agent in enumerate(agents)
    ]


def test_a_column_of_too_many_values_stays_none_where_values_are_left(folder_of):
    publish(folder_of(survey_responses=with_agents(*range(210))))
    folder = folder_of(survey_responses=with_agents(*range(205), *["same"] * 5, "new"))
    said, found = said_and_differences(folder)
    assert found == []
    assert said.startswith("Reading 6 of ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (range(201), [*range(199), "same", "same"]),
        (range(200), [*range(200), "one more"]),
        ([None] * 30, [*[None] * 29, "first"]),
    ],
)
def test_whether_a_column_is_a_dimension_all_rows_tell(folder_of, before, after):
    publish(folder_of(survey_responses=with_agents(*before)))
    told = []
    publish(folder_of(survey_responses=with_agents(*after)), told.append)
    assert "Reading everything: agent may be a dimension now, or no longer be one" in told


def test_where_most_rows_are_others_everything_is_read(folder, monkeypatch):
    monkeypatch.setattr(due_days, "MOST_READ", 0.5)
    told = []
    write_tables(folder, AS_OF, ratings=small_company()["ratings"][::-1])
    publish(folder, told.append)
    assert "Reading everything: most rows stand on days that have changed" in told


def test_after_somebody_was_forgotten_everything_is_read(folder):
    told = []
    forget(folder, ["C0001"], told.append)
    assert any(one.startswith("Reading everything: customers were forgotten") for one in told)


def test_where_rows_of_somebody_forgotten_come_back_that_is_said_and_counted_right(folder_of):
    answers = [
        {"customer_id": f"c{n}", "responded_on": FIRST + timedelta(n), "region": f"c{n // 2}"}
        for n in range(4)
    ]
    folder = folder_of(survey_responses=answers)
    publish(folder)
    forget(folder, ["c1"])
    folder_of(survey_responses=[answer | {"plan": "new"} for answer in answers])
    said, found = said_and_differences(folder)
    assert found == []
    assert said == "Reading everything: tables or columns are others"
    notes = last_good_version(folder)[0].notes
    assert "survey_responses: 1 row of forgotten customers had come back and left again" in notes
    said, found = said_and_differences(folder)
    assert found == []
    assert said.startswith("Reading everything: a value of a dimension is the id of ")


@pytest.mark.parametrize("what", ["rests_on", "stamps", "a file", "not a file"])
def test_where_what_was_read_cannot_be_told_everything_is_read(folder, monkeypatch, what):
    version = last_good_version(folder)[0]
    path = version.folder / "days_read.parquet"
    written = pq.read_table(path)
    if what == "a file":
        path.unlink()
    elif what == "not a file":
        monkeypatch.setattr("insight.publishing.reading.__version__", "later")
    else:
        rest = json.loads(written.schema.metadata[b"undercurrent.read"])
        rest[what] = {}
        pq.write_table(
            written.replace_schema_metadata({"undercurrent.read": json.dumps(rest)}), path
        )
    told = []
    publish(folder, told.append)
    assert [one for one in told if one.startswith("Reading everything: ")]


@pytest.mark.parametrize("path", sorted(ROLLUPS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_rollup_that_counts_by_itself_reads_one_table_and_names_its_period(path):
    sql = path.read_text(encoding="utf-8")
    by_itself = counted_by_itself(sql)
    if by_itself is None:
        assert "by itself" not in sql
        return
    unit, table = by_itself
    assert DAYS[table] in sql or unit == "day"
    assert f"as {unit}" in sql
    statement = re.sub(r"--.*", "", sql)
    read = set(re.findall(r"\b(?:from|join)\s+(\w+)", statement))
    named = set(re.findall(r"(\w+) as \(", statement))
    assert read - named == {table}


def test_the_version_to_go_on_from_is_the_latest_whole_one(folder):
    first = last_good_version(folder)[0]
    second = publish(folder)
    assert previous_version(folder).name == second.name
    (second.folder / "cells.parquet").write_bytes(b"")
    assert previous_version(folder).name == first.name


def test_everything_can_be_asked_for(folder, run):
    _, _, said = run("publish", "--everything", "--data", folder)
    assert "Reading everything: as asked" in said
