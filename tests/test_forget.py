"""A customer is forgotten everywhere, and does not come back."""

import csv
import logging
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from insight.forget import forget, rows_naming
from insight.forgotten import is_forgotten
from insight.gateway import Gateway
from insight.importers.imports import import_files
from insight.problems import Failure, Mistake
from insight.publish import publish
from insight.publishing.undo import switch_to
from insight.replacing import link
from insight.tables import export_path, read_sources
from insight.version import current_name, last_good_version, version_names

DAY = date(2026, 1, 5)


def answer(customer, number, **more):
    return {
        "response_id": f"{customer}-{number}",
        "customer_id": customer,
        "responded_on": DAY,
        "recommend_score": 9,
        "comment": f"said by {number}",
        **more,
    }


def rated(response_id):
    scale = {"delivered_low": 1, "delivered_high": 5}
    return {"response_id": response_id, "item": "Food", "delivered": 4, **scale}


TABLES = {
    "survey_responses": [answer("Ann", 1), answer("Ann", 2), answer("Bob", 1), answer("Cem", 1)],
    "ratings": [rated("Ann-1"), rated("Ann-2"), rated("Bob-1")],
    "customers": [{"customer_id": one} for one in ("Ann", "Bob")],
    "contacts": [{"customer_id": one, "contacted_on": DAY} for one in ("Ann", "Ann", "Bob")],
    "departures": [{"customer_id": "Ann", "left_on": DAY}],
    "follow_ups": [{"response_id": "Ann-1", "opened_on": DAY}],
    "changes": [{"title": "A change", "started_on": DAY}],
}
EXPORTED = {
    "survey_responses": 2,
    "contacts": 2,
    "customers": 1,
    "departures": 1,
    "follow_ups": 1,
    "ratings": 2,
}
"""Rows of the exports that name Ann."""


@pytest.fixture(scope="module")
def published(tmp_path_factory, tables_in):
    folder = tables_in(tmp_path_factory.mktemp("published"), **TABLES)
    publish(folder)
    return folder


@pytest.fixture
def folder(published, tmp_path):
    """A data folder published once, whose customers are Ann, Bob and Cem."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return tmp_path


def texts_in(folder):
    """Every text in every Parquet file below a folder, with where it stands."""
    for path in folder.rglob("*.parquet"):
        for name, column in zip((table := pq.read_table(path)).column_names, table, strict=True):
            if pa.types.is_string(column.type):
                yield from ((text, f"{path.name}.{name}") for text in pc.unique(column).to_pylist())


def places_naming(folder, customer):
    parquet = [place for text, place in texts_in(folder) if text and customer in text]
    texts = [path for path in folder.rglob("*") if path.suffix in (".csv", ".json", ".jsonl")]
    return parquet + [path.name for path in texts if customer in path.read_text(encoding="utf-8")]


def test_a_forgotten_customer_stands_nowhere_any_more(folder):
    publish(folder)
    assert places_naming(folder, "Ann")
    done = forget(folder, ["Ann"])
    assert places_naming(folder, "Ann") == []
    assert version_names(folder) == [done.version] == [current_name(folder)]
    assert {one.table: one.rows for one in done.found if one.place == "exports"} == EXPORTED
    in_versions = [one for one in done.found if one.place in done.versions_removed]
    assert {one.table for one in in_versions} == {*EXPORTED, "raters"}


def test_everything_else_stays(folder):
    before = {table: pq.read_table(export_path(folder, table)) for table in TABLES}
    sources = read_sources(export_path(folder, "contacts"))
    forget(folder, ["Ann"])
    assert last_good_version(folder)[0].tables["survey_responses"] == 2
    for table, rows in before.items():
        after = pq.read_table(export_path(folder, table))
        assert after.schema.equals(rows.schema, check_metadata=True)
        assert after.num_rows == rows.num_rows - EXPORTED.get(table, 0)
    assert read_sources(export_path(folder, "contacts")) == sources
    assert places_naming(folder, "Bob")


def test_several_are_forgotten_together(folder):
    done = forget(folder, ["Ann", "Cem"])
    assert places_naming(folder, "Ann") == places_naming(folder, "Cem") == []
    assert {one.rows for one in done.found if one.table == "survey_responses"} == {3}


def test_versions_that_never_named_them_are_kept(folder_of):
    folder = folder_of(survey_responses=[answer("Bob", 1)])
    earlier = publish(folder).name
    folder_of(**TABLES)
    later = publish(folder).name
    done = forget(folder, ["Ann"])
    assert done.versions_removed == (later,)
    assert version_names(folder) == [done.version, earlier]


def test_a_version_that_names_them_goes_even_while_it_is_read_and_the_reader_is_told(folder):
    reader = Gateway.open(folder)
    forget(folder, ["Ann"])
    assert places_naming(folder, "Ann") == []
    with pytest.raises(Failure):
        reader.warehouse.fetch("select comment from survey_responses")


def test_a_customer_number_of_another_type_is_found(tmp_path):
    (tmp_path / "exports").mkdir()
    rows = pa.table({"customer_id": [7, 70], "responded_on": [DAY, DAY]})
    pq.write_table(rows, export_path(tmp_path, "survey_responses"))
    publish(tmp_path)
    assert [one.rows for one in forget(tmp_path, ["7"]).found] == [1, 1]
    [left] = pq.read_table(export_path(tmp_path, "survey_responses"))["customer_id"].to_pylist()
    assert left == 70


def test_rejected_rows_that_name_them_go_as_whole_words(folder):
    rejects = folder / "rejects" / "yearly.csv"
    rejects.parent.mkdir()
    rows = [
        ["a.csv", "3", "1 field instead of 2", "Ann;torn"],
        ["a.csv", "4", "text after a closing quote", 'x,"Annabel"y\nz'],
    ]
    with rejects.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["file", "row", "reason", "text"], *rows])
    done = forget(folder, ["Ann"])
    assert [one.rows for one in done.found if one.place == "rejects"] == [1]
    with rejects.open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file))[1:] == rows[1:]


def test_what_was_kept_to_undo_imports_goes_too(folder):
    kept = folder / "exports" / ".before" / "20260101T000000000000Z" / "exports"
    link(export_path(folder, "survey_responses"), kept / "survey_responses.parquet")
    done = forget(folder, ["Ann"])
    assert done.imports_not_undone == 1
    assert [(one.table, one.rows) for one in done.found if "undo" in one.place] == [
        ("survey_responses", 2)
    ]
    assert not list((folder / "exports").rglob(".before/*/*"))


def test_only_a_salted_hash_of_them_is_kept_so_that_they_do_not_come_back(folder, folder_of):
    forget(folder, ["Ann"])
    forgotten = is_forgotten(folder)
    assert (forgotten("Ann"), forgotten("Bob"), forgotten.answer("Ann-2")) == (True, False, True)
    assert len(forgotten.salt) == 32
    folder_of(**TABLES)
    version = publish(folder)
    assert places_naming(folder, "Ann") == []
    assert "ratings: 2 rows of forgotten customers had come back and left again" in version.notes
    assert publish(folder).notes == ()


def test_an_import_leaves_them_out_with_a_reason_and_keeps_nothing_of_their_rows(folder, tmp_path):
    forget(folder, ["Ann"])
    file, mapping = tmp_path / "again.csv", tmp_path / "again.toml"
    file.write_text("who,day,score\nAnn,2026-02-01,9\nBob,2026-02-02,8\nAnn,torn\n")
    mapping.write_text(
        '[survey_responses]\ncustomer_id = "who"\nresponded_on = "day"\nrecommend_score = "score"\n'
    )
    summary = import_files(folder, [file], mapping, DAY)
    assert dict(summary.reasons) == {
        "this customer asked to be forgotten": 1,
        "2 fields instead of 3": 1,
    }
    [table] = summary.tables
    assert (table.rows_read, table.rows_kept, table.rows_rejected) == (3, 1, 2)
    assert places_naming(folder / "exports", "Ann") == []
    assert places_naming(folder / "rejects", "Ann") == []


def test_ratings_that_come_back_without_their_answers_leave_again(folder, folder_of):
    forget(folder, ["Ann"])
    folder_of(ratings=TABLES["ratings"])
    publish(folder)
    assert places_naming(folder, "Ann") == []


def test_an_id_that_another_answer_has_by_now_is_not_taken_for_theirs(folder, folder_of):
    forget(folder, ["Ann"])
    folder_of(survey_responses=[answer("Bob", 1, response_id="Ann-1")], ratings=[rated("Ann-1")])
    assert publish(folder).tables["ratings"] == 1


def test_a_list_of_the_forgotten_that_cannot_be_read_stops_publishing(folder):
    (folder / "exports" / "forgotten.json").write_text("{")
    with pytest.raises(Failure, match=r"forgotten\.json says who is forgotten and cannot be read"):
        publish(folder)


def test_a_value_of_a_dimension_that_is_their_id_is_blotted_out_of_the_cells(folder_of, ask):
    rows = [answer(one, n, owner=one) for one in ("Ann", "Bob") for n in range(10)]
    folder = folder_of(survey_responses=rows)
    publish(folder)
    forget(folder, ["Ann"])
    assert places_naming(folder, "Ann") == []
    assert [row["value"] for row in ask(Gateway.open(folder), "answers", by="owner")] == ["Bob"]
    publish(folder)
    assert places_naming(folder, "Ann") == []


def test_the_only_customer_leaves_nothing_published(folder_of):
    folder = folder_of(survey_responses=[answer("Ann", 1)])
    publish(folder)
    done = forget(folder, ["Ann"])
    assert done.nothing_left
    assert version_names(folder) == []
    assert current_name(folder) is None


def test_a_stop_midway_is_said_and_forgetting_them_once_more_finishes(folder, monkeypatch):
    def refused(*_, **__):
        raise Failure("publishing stopped: No space left on device")

    monkeypatch.setattr("insight.forget.publish", refused)
    with pytest.raises(Failure, match=r"but versions still do.* No space .* forget them once more"):
        forget(folder, ["Ann"])
    monkeypatch.undo()
    forget(folder, ["Ann"])
    assert places_naming(folder, "Ann") == []
    assert last_good_version(folder)[1] is None


def test_a_disk_that_takes_nothing_is_said_and_nothing_is_half_forgotten(folder, monkeypatch):
    def refused(*_, **__):
        raise OSError(28, "No space left on device")

    version = current_name(folder)
    monkeypatch.setattr("insight.forget.write_without", refused)
    with pytest.raises(Failure, match="so they are not forgotten yet: No space left on device"):
        forget(folder, ["Ann"])
    monkeypatch.undo()
    assert {
        one.table: one.rows for one in rows_naming(folder, ["Ann"]) if one.place == "exports"
    } == (EXPORTED)
    assert current_name(folder) == version


def test_after_going_back_the_version_shown_is_searched_too(folder, folder_of):
    first = current_name(folder)
    folder_of(survey_responses=[answer("Bob", 1)], ratings=[rated("Bob-1")], follow_ups=[])
    for table in ("customers", "contacts", "departures", "follow_ups"):
        export_path(folder, table).unlink()
    publish(folder)
    switch_to(folder, first)
    done = forget(folder, ["Ann"])
    assert done.version == current_name(folder)
    assert first in done.versions_removed


def test_an_export_that_cannot_be_read_cannot_be_searched(folder):
    export_path(folder, "contacts").write_bytes(b"no Parquet")
    with pytest.raises(Mistake, match="what cannot be read cannot be searched"):
        rows_naming(folder, ["Ann"])


def test_the_command_says_what_went_from_where_and_never_the_id(run, folder, caplog):
    version = current_name(folder)
    with caplog.at_level(logging.DEBUG):
        code, out, err = run("forget", "--customer", "Ann", "--data", folder)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == (
        "Found in exports: survey_responses 2 rows, contacts 2 rows, customers 1 row, "
        "departures 1 row, follow_ups 1 row, ratings 2 rows"
    )
    assert lines[1].startswith(f"Found in version {version}: survey_responses 2 rows")
    assert f"Removed the versions that named them: {version}" in lines
    assert "Not ours to remove: the surveys these exports were made from" in lines[-1]
    assert "Ann" not in out + err + caplog.text
    code, _, err = run("forget", "--customer", "Ann", "--data", folder)
    assert (code, "forgotten before" in err) == (2, True)


def test_a_dry_run_changes_nothing(run, folder):
    version = current_name(folder)
    code, out, _ = run("forget", "--customer", "Ann", "--dry-run", "--data", folder)
    assert (code, out.splitlines()[-1]) == (0, "Nothing was changed: this was a dry run")
    assert version_names(folder) == [version]
    assert places_naming(folder, "Ann")
    assert not is_forgotten(folder)


def test_of_several_customers_those_that_nothing_names_are_told_by_their_place(run, folder):
    given = ("--customer", "Ann", "--customer", "Bbo", "--customer", "Cem")
    code, out, err = run("forget", *given, "--dry-run", "--data", folder)
    assert code == 0
    assert "No row names customer 2 of the 3 given: look whether it is written right" in out
    assert "Bbo" not in out + err


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_an_unknown_id_is_a_mistake_that_lists_nobody(run, folder, more):
    code, out, err = run("forget", "--customer", "An", *more, "--data", folder)
    assert (code, out) == (2, "")
    assert "nothing was found: no row in" in err
    assert not any(name in err for name in ("Ann", "Bob", "Cem"))
    assert not is_forgotten(folder)
