"""Files of a source come together part by part: nothing is lost, nothing counted twice."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insight.importers.mappings.mapping import read_mapping
from insight.importers.merging.arriving import arrivals
from insight.problems import Failure, Mistake
from insight.tables import (
    FILE_COLUMN,
    SOURCE_COLUMN,
    Source,
    export_path,
    read_sources,
    write_export,
)
from tests.importers.merging_desk import ANSWERS, CUSTOMERS, FEB, JAN, NO_IDS, RATED, TODAY, Desk


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_the_same_file_again_changes_nothing(desk):
    desk.take({"jan.csv": JAN})
    before = desk.everything()
    assert desk.take({"jan.csv": JAN}) is None
    assert desk.everything() == before


def test_the_same_content_under_another_name_changes_nothing_and_is_said(desk):
    desk.take({"jan.csv": JAN})
    path = desk.desk / "january.csv"
    path.write_bytes((desk.desk / "jan.csv").read_bytes())
    arrived = arrivals(desk.data, read_mapping(desk.desk / "shop.toml"), [path])
    assert arrived.to_read == ()
    assert arrived.said == ("january.csv: already imported as jan.csv, nothing changed.",)


def test_a_changed_mapping_replaces_the_part(desk):
    desk.take({"jan.csv": JAN})
    merged = desk.take({"jan.csv": JAN}, ANSWERS + 'region = "r"\n', more={"region": "East"})
    assert merged.said == (
        "jan.csv (2026-01-01 to 2026-01-31, 2 rows): replaces jan.csv (2026-01-01 to 2026-01-31, "
        "2 rows).",
    )
    assert desk.rows("survey_responses", "response_id", "region") == [("1", "East"), ("2", "East")]


def test_a_longer_file_replaces_and_a_new_period_is_added(desk):
    desk.take({"jan.csv": JAN})
    assert desk.take({"feb.csv": FEB}).said == (
        "feb.csv (2026-02-01 to 2026-02-28, 2 rows): added.",
    )
    desk.take({"year.csv": [*JAN, *FEB, ("5", "05-05", 1)]})
    assert [id_ for id_, _, _ in desk.answers] == ["1", "2", "3", "4", "5"]
    assert desk.parts == ["year.csv"]


def test_of_several_files_only_the_new_one_is_added(desk):
    desk.take({"jan.csv": JAN, "feb.csv": FEB})
    merged = desk.take({"jan.csv": JAN, "feb.csv": FEB, "mar.csv": [("5", "03-01", 1)]})
    assert merged.said == (
        "jan.csv: already imported, nothing changed.",
        "feb.csv: already imported, nothing changed.",
        "mar.csv (2026-03-01, 1 row): added.",
    )
    assert [file for _, _, file in desk.answers] == ["jan.csv"] * 2 + ["feb.csv"] * 2 + ["mar.csv"]
    assert desk.parts == ["jan.csv", "feb.csv", "mar.csv"]


def test_a_part_says_where_its_rows_came_from(desk):
    desk.take({"jan.csv": JAN}, file='as_of = "2026-02-02"', torn={"jan.csv": [9]})
    (part,) = read_sources(export_path(desk.data, "survey_responses"))
    assert (part.name, part.files, part.as_of, part.imported_on) == (
        "shop",
        ("jan.csv",),
        date(2026, 2, 2),
        TODAY,
    )
    assert (part.rows_read, part.rows_kept, part.rows_rejected) == (3, 2, 1)
    assert (part.first_day, part.last_day) == (date(2026, 1, 1), date(2026, 1, 31))
    assert len(part.sha256) == len(part.mapping) == 64


def test_a_question_changes_nothing(desk):
    desk.take({"jan.csv": JAN})
    before = desk.everything()
    with pytest.raises(Mistake, match=r"mid\.csv .* meets jan\.csv .* of 'shop'"):
        desk.take({"mid.csv": [("2", "01-31", 3), ("9", "02-03", 5)]})
    assert desk.everything() == before


def test_an_id_in_both_files_is_named_unless_the_mapping_settles_it(desk):
    desk.take({"jan.csv": JAN})
    mid = {"mid.csv": [("2", "01-31", 8), ("9", "02-03", 5)]}
    with pytest.raises(Mistake) as asked:
        desk.take(mid, file='again = "add"')
    assert "mid.csv: response_id '2' stands in jan.csv of 'shop' already" in str(asked.value)
    assert '  repeated = "latest"' in str(asked.value)
    latest = RATED.replace("[survey_responses]", '[survey_responses]\nrepeated = "latest"', 1)
    desk.take({"jan.csv": JAN}, latest)
    merged = desk.take(mid, latest, file='again = "add"')
    assert merged.said[-1].startswith("Answers that stood in an earlier file too: 1; the latest")
    assert desk.answers == [("1", 9, "jan.csv"), ("2", 8, "mid.csv"), ("9", 5, "mid.csv")]
    assert desk.rows("ratings", "response_id", "delivered") == [("1", 9), ("2", 8), ("9", 5)]


def test_an_earlier_day_in_a_later_file_is_not_the_latest_answer(desk):
    latest = ANSWERS.replace("[survey_responses]", '[survey_responses]\nrepeated = "latest"', 1)
    desk.take({"jan.csv": JAN}, latest)
    desk.take({"old.csv": [("2", "01-02", 8), ("0", "01-01", 8)]}, latest, file='again = "add"')
    assert desk.answers == [("1", 9, "jan.csv"), ("2", 3, "jan.csv"), ("0", 8, "old.csv")]


def test_kept_answers_of_another_day_get_an_id_of_their_own_with_their_ratings(desk):
    kept = RATED.replace("[survey_responses]", '[survey_responses]\nrepeated = "kept"', 1)
    desk.take({"jan.csv": JAN}, kept)
    desk.take({"mid.csv": [("2", "01-31", 3), ("1", "01-20", 5)]}, kept, file='again = "add"')
    assert desk.answers == [
        ("1", 9, "jan.csv"),
        ("2", 3, "jan.csv"),
        ("1 (mid.csv)", 5, "mid.csv"),
    ]
    assert desk.rows("ratings", "response_id", "delivered") == [
        ("1", 9),
        ("2", 3),
        ("1 (mid.csv)", 5),
    ]


def test_ratings_go_with_the_questionnaires_of_their_file(desk):
    desk.take({"jan.csv": JAN, "feb.csv": FEB}, RATED)
    desk.take({"feb.csv": [*FEB, ("5", "02-28", 1)]}, RATED)
    assert desk.rows("ratings", "response_id", FILE_COLUMN) == [
        ("1", "jan.csv"),
        ("2", "jan.csv"),
        ("3", "feb.csv"),
        ("4", "feb.csv"),
        ("5", "feb.csv"),
    ]


def test_a_file_of_a_name_that_is_taken_is_kept_beside_it_with_its_ids(desk):
    desk.take({"export.csv": JAN}, NO_IDS)
    desk.take({"export.csv": FEB}, NO_IDS)
    assert desk.answers == [
        ("shop:export.csv:2", 9, "export.csv"),
        ("shop:export.csv:3", 3, "export.csv"),
        ("shop:export.csv (2):2", 7, "export.csv (2)"),
        ("shop:export.csv (2):3", 10, "export.csv (2)"),
    ]
    assert desk.parts == ["export.csv", "export.csv (2)"]
    assert desk.take({"export.csv": FEB}, NO_IDS) is None


def test_customers_are_a_snapshot(desk):
    desk.take({"2025.csv": [("a", None, 1), ("b", None, 2)]}, CUSTOMERS)
    desk.take({"2026.csv": [("b", None, 3)]}, CUSTOMERS)
    assert desk.rows("customers", "customer_id", "account") == [("b", "3")]


def test_customers_beside_answers_are_as_in_the_latest_file(desk):
    both = ANSWERS + CUSTOMERS
    desk.take({"jan.csv": JAN}, both)
    desk.take({"feb.csv": FEB}, both)
    rolling = [("3", "03-03", 1), ("8", "03-03", 2)]
    with pytest.raises(Mistake, match="response_id '3'"):
        desk.take({"mar.csv": rolling}, both)
    desk.take({"mar.csv": rolling}, CUSTOMERS + NO_IDS)
    assert desk.rows("customers", "customer_id", "account", FILE_COLUMN) == [
        ("1", "9", "jan.csv"),
        ("2", "3", "jan.csv"),
        ("4", "10", "feb.csv"),
        ("3", "1", "mar.csv"),
        ("8", "2", "mar.csv"),
    ]


def test_rows_of_a_source_imported_before_parts_were_told_apart_are_one_part(desk):
    old = Source("shop", ("jan.csv",), TODAY, TODAY, 2, 2, 0)
    rows = pa.table(
        {
            "response_id": ["1", "2"],
            "responded_on": [date(2026, 1, 1), date(2026, 1, 31)],
            SOURCE_COLUMN: ["shop", "shop"],
        }
    )
    write_export(desk.data, "survey_responses", rows, [old])
    desk.take({"feb.csv": FEB})
    assert [file for _, _, file in desk.answers] == [None, None, "feb.csv", "feb.csv"]
    desk.take({"jan2.csv": [*JAN, ("7", "01-15", 1)]})
    assert [id_ for id_, _, _ in desk.answers] == ["3", "4", "1", "2", "7"]
    assert desk.parts == ["feb.csv", "jan2.csv"]


def test_the_types_of_an_export_are_ours_whatever_was_dropped_in(desk):
    path = export_path(desk.data, "survey_responses")
    path.parent.mkdir(parents=True)
    by_hand = {"responded_on": [date(2020, 1, 1)], "recommend_score": [7], "spent": [1]}
    pq.write_table(pa.table(by_hand), path)
    desk.take({"jan.csv": JAN})
    schema = pq.read_schema(path)
    assert schema.field("recommend_score").type == pa.int8()
    assert schema.names == [
        "response_id",
        "responded_on",
        "recommend_score",
        "spent",
        SOURCE_COLUMN,
        FILE_COLUMN,
    ]
    with pytest.raises(Mistake, match=r"spent is BIGINT there and VARCHAR here; say type"):
        desk.take({"feb.csv": FEB}, ANSWERS + 'spent = "s"\n', more={"spent": "much"})
    with pytest.raises(Mistake, match="has a column 'spent'; spell 'Spent' the same way"):
        desk.take({"feb.csv": FEB}, ANSWERS + 'Spent = "s"\n', more={"Spent": "much"})


def test_rejects_follow_the_parts_of_their_source(desk):
    desk.take({"jan.csv": JAN, "feb.csv": FEB}, torn={"jan.csv": [7], "feb.csv": [8, 9]})
    rejects = desk.data / "rejects" / "shop.csv"
    assert rejects.read_text().splitlines() == [
        "file,row,reason,text",
        "jan.csv,7,torn,x",
        "feb.csv,8,torn,x",
        "feb.csv,9,torn,x",
    ]
    desk.take({"feb.csv": [*FEB, *[(n, "02-02", 1) for n in "567"]]}, torn={"feb.csv": [4]})
    assert rejects.read_text().splitlines()[1:] == ["jan.csv,7,torn,x", "feb.csv,4,torn,x"]
    desk.take({"year.csv": [*JAN, *FEB, *[(n, "03-02", 1) for n in "56789"]]})
    assert not rejects.exists()


def test_an_export_that_cannot_be_read_stays_as_it_is(desk):
    path = export_path(desk.data, "survey_responses")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no parquet")
    with pytest.raises(Failure, match="cannot be read, so nothing can be added"):
        desk.take({"jan.csv": JAN})
    assert path.read_bytes() == b"no parquet"


def test_ratings_alone_speak_for_the_days_of_the_answers_they_belong_to(desk):
    desk.take({"jan.csv": JAN, "feb.csv": FEB})
    ratings = RATED.removeprefix(ANSWERS).replace("[ratings]", '[ratings]\nresponse_id = "id"', 1)
    desk.take({"r1.csv": JAN}, ratings, source="ratings")
    desk.take({"r2.csv": FEB}, ratings, source="ratings")
    desk.take({"r1.csv": [*JAN, ("0", None, 1)]}, ratings, source="ratings")
    assert desk.rows("ratings", "response_id", FILE_COLUMN) == [
        ("3", "r2.csv"),
        ("4", "r2.csv"),
        ("1", "r1.csv"),
        ("2", "r1.csv"),
        ("0", "r1.csv"),
    ]


def test_the_same_imports_give_the_same_bytes(desk, tmp_path):
    other = Desk(tmp_path / "other")
    other.desk.mkdir()
    for one in (desk, other):
        one.take({"jan.csv": JAN}, RATED)
        one.take({"feb.csv": FEB}, RATED)
    for table in ("survey_responses", "ratings"):
        written = export_path(desk.data, table).read_bytes()
        assert export_path(other.data, table).read_bytes() == written
