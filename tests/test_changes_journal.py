"""The journal of edited changes: replay, durability, and two people at once."""

import json
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from insight.changes_journal import (
    COLUMNS,
    FILE,
    Entry,
    Journal,
    append,
    parsed,
    read_journal,
    replayed,
)
from insight.problems import Failure, Mistake

REPOSITORY = Path(__file__).resolve().parents[1]
EMPTY = dict.fromkeys(COLUMNS)


def change(change_id, title="A change", **more):
    return EMPTY | {
        "change_id": change_id,
        "lane": "ours",
        "title": title,
        "started_on": date(2025, 1, 1),
        **more,
    }


EXPORTED = [change("a"), change("b", "Another", item="Price")]


def titles(journal, exported=EXPORTED):
    records, _ = replayed(exported, journal)
    return {record["change_id"]: record["title"] for record in records}


def test_an_addition_an_edit_and_a_removal_stand_over_the_export():
    a, b = EXPORTED
    journal = Journal(
        (
            Entry.made("me", None, change("c", "New")),
            Entry.made("me", a, a | {"title": "Renamed"}),
            Entry.made("me", b, None),
        )
    )
    assert titles(journal) == {"a": "Renamed", "c": "New"}


def test_an_edit_leaves_the_columns_it_did_not_touch_to_the_export():
    a, _ = EXPORTED
    journal = Journal((Entry.made("me", a, a | {"title": "Renamed"}),))
    records, _ = replayed([a | {"kind": "price", "note": "Imported later"}], journal)
    (record,) = records
    assert (record["title"], record["kind"], record["note"]) == (
        "Renamed",
        "price",
        "Imported later",
    )


def test_undoing_an_earlier_edit_keeps_a_later_one():
    a, _ = EXPORTED
    first = Entry.made("me", a, a | {"title": "Renamed"})
    second = Entry.made("you", a | {"title": "Renamed"}, a | {"title": "Renamed", "kind": "price"})
    journal = Journal((first, second, first.undone("me")))
    records, _ = replayed([a], journal)
    assert (records[0]["title"], records[0]["kind"]) == ("A change", "price")


def test_an_undo_is_undone_and_nothing_is_undone_twice():
    a, _ = EXPORTED
    edit = Entry.made("me", a, a | {"title": "Renamed"})
    undo = edit.undone("me")
    journal = Journal((edit, undo))
    assert titles(journal)["a"] == "A change"
    with pytest.raises(Mistake, match="undone already"):
        journal.undo(edit.entry_id, "me")
    again = Journal((*journal.entries, journal.undo(undo.entry_id, "me")))
    assert titles(again)["a"] == "Renamed"


def test_an_entry_whose_change_is_gone_is_listed_and_not_lost():
    a, _ = EXPORTED
    edit = Entry.made("me", a, a | {"title": "Renamed"})
    records, lost = replayed([change("b")], Journal((edit,)))
    assert [record["change_id"] for record in records] == ["b"]
    assert lost == (edit,)
    assert titles(Journal((edit,)))["a"] == "Renamed"


def test_an_id_given_by_position_is_not_taken_for_another_change():
    was = change("change 2", "Night boat")
    edit = Entry.made("me", was, was | {"kind": "product"})
    records, lost = replayed([change("change 2", "Fuel surcharge")], Journal((edit,)))
    assert records[0]["kind"] is None
    assert lost == (edit,)


IDS = st.sampled_from(["a", "b", "c", "d"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), IDS, st.text(min_size=1, max_size=3)),
        st.tuples(st.just("edit"), IDS, st.text(min_size=1, max_size=3)),
        st.tuples(st.just("remove"), IDS),
        st.tuples(st.just("undo")),
    ),
    max_size=25,
)


@each(STEPS)
def test_whatever_is_added_edited_removed_and_undone_a_stack_of_states_agrees(steps):
    """Undo takes back the latest step that stands: then a stack of states is the model."""
    journal, states = Journal(), [titles(Journal())]
    steps_that_stand = []
    for step in steps:
        now = dict(states[-1])
        records = {record["change_id"]: record for record in replayed(EXPORTED, journal)[0]}
        if step[0] == "undo":
            if not steps_that_stand:
                continue
            states.pop()
            entry = journal.undo(steps_that_stand.pop(), "me")
        else:
            change_id = step[1]
            before = records.get(change_id)
            if (before is None) != (step[0] == "add"):
                continue
            if step[0] == "remove":
                after = None
                del now[change_id]
            else:
                after = (before or change(change_id)) | {"title": step[2]}
                now[change_id] = step[2]
            entry = Entry.made("me", before, after)
            states.append(now)
            steps_that_stand.append(entry.entry_id)
        journal = Journal((*journal.entries, entry))
        assert titles(journal) == states[-1]


def test_what_is_appended_is_read_back_whole(tmp_path):
    a, _ = EXPORTED
    entries = (
        Entry.made("Zoë \u2028 <b>", None, change("n", 'Say "boo"\nnow', told_on=date(1890, 5, 1))),
        Entry.made("me", a, None),
    )
    append(tmp_path, entries[:1])
    append(tmp_path, entries[1:])
    assert read_journal(tmp_path) == Journal(entries)


def test_no_journal_is_an_empty_one(tmp_path):
    assert read_journal(tmp_path) == Journal()


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_write_cut_short_is_left_out_said_and_written_behind(tmp_path, cut):
    first, second = (Entry.made("me", None, change(name)) for name in "ab")
    append(tmp_path, [first])
    whole = (tmp_path / FILE).read_bytes()
    append(tmp_path, [second])
    written = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(written[: len(whole) + cut])
    torn = read_journal(tmp_path)
    assert torn.entries == (first,)
    assert "line 2 was not written whole" in torn.trouble
    append(tmp_path, [second])
    assert read_journal(tmp_path).entries == (first, second)


@pytest.mark.parametrize(
    "line", [b"5", b'"text"', b"[]", b"{}", b'{"before": 1, "after": 2}', b"\xff\xfe", b"null"]
)
def test_a_line_that_is_no_entry_is_left_out(line):
    assert parsed(line + b"\n").torn_lines == (1,)


@each(st.binary(max_size=60))
def test_no_bytes_break_the_reading(written):
    parsed(written)


def test_people_who_save_at_the_same_time_lose_nothing(tmp_path):
    writer = (
        "import sys; from pathlib import Path; from datetime import date\n"
        "from insight.changes_journal import COLUMNS, Entry, append\n"
        "for n in range(20):\n"
        "    one = dict.fromkeys(COLUMNS) | dict(change_id=f'{sys.argv[2]} {n}', title='x' * 999,\n"
        "        lane='ours', started_on=date(2025, 1, 1))\n"
        "    append(Path(sys.argv[1]), [Entry.made(sys.argv[2], None, one)])\n"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", writer, str(tmp_path), name], cwd=REPOSITORY)
        for name in ("Ann", "Bob")
    ]
    mine = [Entry.made("me", None, change(f"me {n}")) for n in range(20)]
    thread = threading.Thread(target=lambda: [append(tmp_path, [entry]) for entry in mine])
    thread.start()
    thread.join()
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    journal = read_journal(tmp_path)
    assert journal.trouble is None
    for name in ("Ann", "Bob", "me"):
        own = [entry.change_id for entry in journal.entries if entry.by == name]
        assert own == [f"{name} {n}" for n in range(20)]


def test_a_folder_that_cannot_be_written_is_a_failure(tmp_path):
    with pytest.raises(Failure, match="cannot be written"):
        append(tmp_path / "absent", [Entry.made("me", None, change("a"))])


def test_a_line_of_the_journal_is_plain_json(tmp_path):
    append(tmp_path, [Entry.made("me", None, change("a"))])
    (line,) = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    written = json.loads(line)
    assert (written["action"], written["by"]) == ("add", "me")
    assert written["after"]["started_on"] == "2025-01-01"
