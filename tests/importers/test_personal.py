"""Names, addresses and numbers of persons are a question; a plan's name is not one."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insight.importers.mappings.fields import read_field
from insight.importers.reading.personal import (
    comments_with_addresses,
    looks_personal,
    refuse_personal,
)
from insight.importers.reading.text_column import TextColumn
from insight.problems import Mistake


def column(name: str, *texts: str, counts: tuple[int, ...] | None = None) -> TextColumn:
    return TextColumn("a.csv", name, tuple(range(2, len(texts) + 2)), texts, counts)


@pytest.mark.parametrize(
    ("name", "texts", "kind"),
    [
        ("Contact", ("ann@example.com", "", "bo@example.org"), "e-mail addresses"),
        ("E-Mail", ("5d41402abc4b",) * 12 + tuple("abcdefghijkl"), "e-mail addresses"),
        ("Reach me", ("+44 20 7946 0018", "+1 (212) 555-0147", "no"), "phone numbers"),
        ("Line", ("(212) 555-0147", "212-555-0199"), "phone numbers"),
        ("Telefonnummer", ("0301234567", "0409876543"), "phone numbers"),
        ("RecipientFirstName", ("Ann", "Bo"), "names"),
        ("Customer name", ("Ann Lee", "Bo Ek"), "names"),
        ("Nachname", ("Müller",), "names"),
        ("What is your name? (optional)", ("Ann", "Bo"), "names"),
        ("Name of the member", ("Ann Lee", "Bo Ek"), "names"),
        ("WhatsApp", ("'+91 99999 11111", "'+56954886178"), "phone numbers"),
        ("Contact number", ("99999 11111",), "phone numbers"),
    ],
)
def test_what_names_or_reaches_a_person_is_seen(name, texts, kind):
    assert looks_personal(name, column(name, *texts)) == kind


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Plan name", ("Basic", "Pro")),
        ("Name of the product?", ("Ferry",)),
        ("WhatsApp", ("yes", "no")),
        ("Product name", ("Ferry",)),
        ("Account", ("Acme Ltd", "Umbrella")),
        ("Name", ("K-17", "K-18")),
        ("Prefers e-mail", ("yes", "no", "")),
        ("Mobile phone", ("iPhone", "Android")),
        ("Channel", ("E-mail", "Phone", "Web")),
        ("Ticket", ("2125550147", "2125550199")),
        ("Day", ("2026-01-31", "2026-02-01")),
        ("Hour", ("08:00-09:00", "09:00-10:00")),
        ("Reason", ("write to ann@example.com please", "late", "dear")),
        ("Customer name", ("", "")),
    ],
)
def test_what_only_sounds_like_a_person_is_not(name, texts):
    assert looks_personal(name, column(name, *texts)) is None


def test_the_share_of_rows_decides_not_one_value():
    texts = ("ann@example.com", "North", "South")
    assert looks_personal("Region", column("Region", *texts, counts=(1, 50, 40))) is None
    assert looks_personal("Region", column("Region", *texts, counts=(90, 50, 40))) is not None


def test_the_question_names_file_column_row_and_the_line_that_settles_it():
    field = read_field("m.toml, [survey_responses]", "contact", "Who", "VARCHAR")
    with pytest.raises(Mistake) as asked:
        refuse_personal(field, column("Who", "", "ann@example.com"))
    said = str(asked.value)
    assert said.startswith("a.csv, row 3, column 'Who': this holds e-mail addresses of persons")
    assert 'contact = { column = "Who", personal = true }' in said


@pytest.mark.parametrize(
    ("ours", "theirs", "refused"),
    [
        ("customer_id", "E-mail", True),
        ("response_id", "E-mail", True),
        ("comment", "Customer name", True),
        ("title", "Name", False),
    ],
)
def test_our_own_columns_are_asked_about_where_they_could_name_persons(ours, theirs, refused):
    field = read_field("m.toml, [t]", ours, theirs, "VARCHAR")
    texts = ("ann@example.com",) if theirs == "E-mail" else ("Ann Lee",)
    if refused:
        with pytest.raises(Mistake, match="of persons"):
            refuse_personal(field, column(theirs, *texts))
    else:
        refuse_personal(field, column(theirs, *texts))


def test_the_mapping_may_ask_for_them():
    entry = {"column": "Who", "personal": True}
    field = read_field("m.toml, [survey_responses]", "contact", entry, "VARCHAR")
    refuse_personal(field, column("Who", "ann@example.com"))


def test_comments_that_hold_an_address_are_counted(tmp_path):
    comments = [
        "mail me: ann@example.com",
        "a @ b",
        None,
        "see x@y.org, or ann@example.com",
        "fine",
    ]
    pq.write_table(pa.table({"comment": comments}), tmp_path / "built.parquet")
    assert comments_with_addresses(tmp_path / "built.parquet") == 2
