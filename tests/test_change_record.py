"""What is checked before a change is kept, from the form and from a CSV file."""

from datetime import date

import pytest

from insight.cells import Cells
from insight.change_record import Known
from insight.problems import Mistake

KNOWN = Known(Cells({"region": {"North": frozenset({1}), "East": frozenset({2})}}), ("Fair price",))
GOOD = {"title": "Night boat", "started_on": "2026-03-01"}


def test_a_record_is_trimmed_typed_and_given_an_id():
    record = KNOWN.checked({"title": "  Night boat ", "started_on": "2026-03-01", "note": "  "})
    assert record["change_id"].startswith("edited-")
    assert (record["title"], record["lane"], record["note"]) == ("Night boat", "ours", None)
    assert record["started_on"] == date(2026, 3, 1)
    assert KNOWN.checked(GOOD)["change_id"] != record["change_id"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "title: say"),
        ({"title": "x" * 201}, "title: 201 characters"),
        ({"lane": "our"}, "lane: 'our' is none; did you mean 'ours'"),
        ({"kind": "prices"}, "kind: 'prices' is none; did you mean 'price'"),
        ({"started_on": None}, "started_on: say"),
        ({"started_on": "01.03.2026"}, "started_on: '01.03.2026' is no day; write it like"),
        ({"started_on": "0999-01-01"}, "started_on: 0999-01-01 is no day that can be"),
        ({"ended_on": "2026-02-28"}, "ended_on: it ends before it starts"),
        (
            {"learned_on": "2026-02-01", "decided_on": "2026-01-01"},
            "decided_on: it was decided before it was learned of",
        ),
        ({"decided_on": "2026-04-01"}, "started_on: it started before it was decided"),
        ({"exposed": "North"}, "exposed"),
        ({"exposed": "regoin=North"}, "did you mean 'region'"),
        ({"exposed": "region=Nort"}, "did you mean 'North'"),
    ],
)
def test_a_mistake_names_the_field_and_the_fix(fields, said):
    with pytest.raises(Mistake) as raised:
        KNOWN.checked(GOOD | fields)
    assert said in str(raised.value)


def test_what_an_export_calls_its_own_way_can_still_be_edited():
    before = KNOWN.checked(GOOD) | {"kind": "seasonal", "exposed": "region=West"}
    renamed = KNOWN.checked(before | {"title": "Day boat"}, before)
    assert (renamed["kind"], renamed["exposed"]) == ("seasonal", "region=West")
    with pytest.raises(Mistake, match="kind: 'festive' is none"):
        KNOWN.checked(before | {"kind": "festive"}, before)


def test_what_others_changed_may_start_before_we_decide_about_it():
    fields = {"lane": "market", "learned_on": "2026-03-05", "decided_on": "2026-04-01"}
    assert KNOWN.checked(GOOD | fields)["lane"] == "market"


def test_whom_it_touched_may_name_several_values():
    assert KNOWN.checked(GOOD | {"exposed": "region=North|East"})["exposed"] == "region=North|East"


def test_items_nobody_rated_are_said():
    records = [KNOWN.checked(GOOD | {"item": item}) for item in ("Fair price", "Sleep")]
    assert KNOWN.new_items(records) == ["Sleep"]


def test_a_csv_file_adds_and_alters():
    there = {"a": KNOWN.checked(GOOD | {"change_id": "a", "kind": "price", "note": "Kept"})}
    written = (
        "\ufeffchange_id,title,started_on,kind\n"
        "a,Night boat,2026-03-01,product\n"
        ',"Quay, rebuilt",2025-01-05,\n'
    )
    alters, adds = KNOWN.read_csv(written.encode(), "Maria", there)
    assert (alters.action, alters.after["kind"], alters.after["note"]) == (
        "edit",
        "product",
        "Kept",
    )
    assert (adds.action, adds.after["title"], adds.by) == ("add", "Quay, rebuilt", "Maria")


def test_rows_that_are_on_record_already_make_no_entry():
    there = {"a": KNOWN.checked(GOOD | {"change_id": "a"})}
    assert (
        KNOWN.read_csv(b"change_id,title,started_on\na,Night boat,2026-03-01\n", "M", there) == []
    )


def test_a_file_taken_in_twice_adds_nothing_twice():
    written = b"title,started_on,kind\nNight boat,2026-03-01,product\n"
    (entry,) = KNOWN.read_csv(written, "M", {})
    there = {entry.change_id: entry.after}
    assert KNOWN.read_csv(written, "M", there) == []
    (altered,) = KNOWN.read_csv(written.replace(b"product", b"price"), "M", there)
    assert (altered.action, altered.change_id) == ("edit", entry.change_id)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"title,start\nA,2026-01-01\n", "no column 'start'; did you mean 'started_on'"),
        (b"title\nA\n", "The column started_on is missing"),
        (b"", "The column title is missing"),
        (b"\xff\xfe\x00", "no CSV file in UTF-8"),
        (b"title,started_on\nA,soon\n", "line 2: started_on: 'soon'"),
        (b"title,started_on\nA,2026-01-01,more\n", "line 2: there are more fields than columns"),
        (b"title,started_on\n" + b",2026-01-01\n" * 5, "and 2 more lines"),
        (
            b"change_id,title,started_on\nx,A,2026-01-01\nx,B,2026-01-01\n",
            "line 3: change_id x stands twice",
        ),
    ],
)
def test_a_csv_file_that_is_wrong_is_kept_out_whole(written, said):
    with pytest.raises(Mistake) as raised:
        KNOWN.read_csv(written, "Maria", {})
    assert said in str(raised.value)
