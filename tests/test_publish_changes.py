"""Edited changes become a version at once, and stay through every publishing."""

import threading
from datetime import date

import pytest

from insight.changes_journal import COLUMNS, Entry, append, read_journal
from insight.gateway import Gateway
from insight.problems import Mistake
from insight.publish import publish
from insight.publish_changes import publish_changes

ANSWERS = [
    {"responded_on": date(2026, 1, day), "recommend_score": 9, "region": region}
    for day, region in ((10, "North"), (11, "South"))
]
EXPORTED = [{"change_id": "a", "title": "Exported", "started_on": date(2025, 1, 1)}]


def added(change_id="n", title="Added", **more):
    return dict.fromkeys(COLUMNS) | {
        "change_id": change_id,
        "lane": "ours",
        "title": title,
        "started_on": date(2025, 2, 1),
        **more,
    }


def titles(folder, ask):
    return [row["title"] for row in ask(Gateway.open(folder), "change_timeline")]


def test_an_edit_is_shown_without_counting_the_answers_again(folder_of, ask):
    folder = folder_of(survey_responses=ANSWERS, changes=EXPORTED)
    before = publish(folder)
    append(folder, [Entry.made("me", None, added())])
    version = publish_changes(folder)
    assert titles(folder, ask) == ["Exported", "Added"]
    assert version.damage() is None
    assert (version.changes_entries, version.tables["changes"]) == (1, 2)
    for file in ("nps_daily.parquet", "survey_responses.parquet"):
        assert (version.folder / file).samefile(before.folder / file)
    assert {file.table for file in version.files} == {file.table for file in before.files}


def test_whom_an_edited_change_touched_is_counted(folder_of):
    folder = folder_of(survey_responses=ANSWERS, changes=EXPORTED)
    publish(folder)
    append(folder, [Entry.made("me", None, added(exposed="region=South"))])
    publish_changes(folder)
    touched = Gateway.open(folder).warehouse.fetch("select change_id from exposed_cells")
    assert touched["change_id"].to_pylist() == ["n"]


def test_publishing_all_again_keeps_what_was_edited(folder_of, ask, tables_in):
    folder = folder_of(survey_responses=ANSWERS, changes=EXPORTED)
    append(folder, [Entry.made("me", None, added())])
    assert publish(folder).changes_entries == 1
    assert titles(folder, ask) == ["Exported", "Added"]
    exported = [*EXPORTED, {"change_id": "b", "title": "New", "started_on": date(2025, 3, 1)}]
    tables_in(folder, survey_responses=ANSWERS, changes=exported)
    publish(folder)
    assert titles(folder, ask) == ["Exported", "Added", "New"]


def test_a_company_without_changes_adds_its_first(folder_of, ask):
    folder = folder_of(survey_responses=ANSWERS)
    publish(folder)
    append(folder, [Entry.made("me", None, added())])
    publish_changes(folder)
    assert titles(folder, ask) == ["Added"]
    assert Gateway.open(folder).warehouse.has_table("changes")
    publish(folder)
    assert titles(folder, ask) == ["Added"]


def test_an_entry_whose_change_is_gone_is_a_note(folder_of):
    folder = folder_of(survey_responses=ANSWERS, changes=EXPORTED)
    publish(folder)
    gone = added("gone", "Night boat")
    append(folder, [Entry.made("me", gone, gone | {"title": "Day boat"})])
    version = publish_changes(folder)
    assert "changes: Day boat (gone) was edited but is gone" in version.notes
    again = publish(folder)
    assert "changes: Day boat (gone) was edited but is gone" in again.notes


def test_nothing_new_makes_no_version(folder_of):
    folder = folder_of(survey_responses=ANSWERS, changes=EXPORTED)
    before = publish(folder)
    assert publish_changes(folder) == before


def test_a_wrong_export_is_refused_and_what_stands_stays(folder_of, tables_in, ask):
    folder = folder_of(survey_responses=ANSWERS, changes=EXPORTED)
    publish(folder)
    tables_in(folder, changes=[EXPORTED[0] | {"lane": "theirs"}])
    append(folder, [Entry.made("me", None, added())])
    with pytest.raises(Mistake, match="theirs"):
        publish_changes(folder)
    assert titles(folder, ask) == ["Exported"]
    assert len(read_journal(folder).entries) == 1


def test_two_who_save_at_once_are_both_shown(folder_of, ask):
    folder = folder_of(survey_responses=ANSWERS, changes=EXPORTED)
    publish(folder)

    def save(name):
        append(folder, [Entry.made(name, None, added(name, name))])
        publish_changes(folder)

    threads = [threading.Thread(target=save, args=[name]) for name in ("Ann", "Bob", "Cem")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert titles(folder, ask) == ["Exported", "Ann", "Bob", "Cem"]
