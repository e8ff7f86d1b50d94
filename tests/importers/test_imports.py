"""An import writes all its tables or nothing, replaces its own source and leaves the others."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insight.importers.imports import import_files
from insight.problems import Failure, Mistake
from insight.tables import FILE_COLUMN, SOURCE_COLUMN, export_path, read_sources

DAY = '[survey_responses]\nresponded_on = "day"\n'
NPS = DAY + 'recommend_score = "nps"\n'
RATED = NPS + '[ratings]\nscale = [1, 5]\n[[ratings.items]]\nitem = "Food"\ndelivered = "q"\n'


def named(source: str, mapping: str = NPS) -> str:
    return f'[file]\nsource = "{source}"\nas_of = "2021-12-31"\n' + mapping


def test_torn_lines_are_rejected_with_their_reason_and_counted(folder):
    summary = folder.take("day,nps\n2021-01-01,9\n2021-01-02\n2021-01-03,8,7\n", NPS)
    table = summary.tables[0]
    assert (table.rows_read, table.rows_kept, table.rows_rejected) == (3, 1, 2)
    assert summary.reasons == (("1 field instead of 2", 1), ("3 fields instead of 2", 1))
    assert summary.rejects == folder.data / "rejects" / "shop.csv"
    assert summary.rejects.read_text(encoding="utf-8").splitlines() == [
        "file,row,reason,text",
        "answers.csv,3,1 field instead of 2,2021-01-02",
        'answers.csv,4,3 fields instead of 2,"2021-01-03,8,7"',
    ]


def test_rejects_of_an_earlier_import_go_when_the_file_is_whole_again(folder):
    rejects = folder.take("day,nps\n2021-01-01,9\n2021-01-02\n", NPS).rejects
    assert rejects.exists()
    assert folder.take("day,nps\n2021-01-01,9\n2021-01-02,8\n", NPS).rejects is None
    assert not rejects.exists()


def test_the_source_of_the_rows_is_kept_with_the_export(folder):
    folder.take_files(
        {"a.csv": "day,nps\n2021-01-01,9\n", "b.csv": "day,nps\n2021-01-02,8\n2021-01-03\n"},
        named("wave 1"),
    )
    told = [
        (one.files, one.as_of, one.imported_on, one.rows_read, one.rows_kept, one.rows_rejected)
        for one in folder.sources("survey_responses")
    ]
    as_of, today = date(2021, 12, 31), date(2026, 7, 1)
    assert told == [(("a.csv",), as_of, today, 1, 1, 0), (("b.csv",), as_of, today, 2, 1, 1)]
    assert folder.column("survey_responses", SOURCE_COLUMN) == ["wave 1", "wave 1"]
    assert folder.column("survey_responses", FILE_COLUMN) == ["a.csv", "b.csv"]


def test_without_an_as_of_day_it_is_the_day_of_import_and_said(folder):
    summary = folder.take("day,nps\n2021-01-01,9\n", NPS)
    assert summary.as_of == date(2026, 7, 1)
    assert folder.sources("survey_responses")[0].as_of == date(2026, 7, 1)
    assert any(
        said.startswith("As of 2026-07-01, the day of import") for said in summary.assumptions
    )


def test_what_was_guessed_or_passed_over_is_said(folder):
    summary = folder.take("day;nps;why\n2021-01-01;9;x\n\n", named("shop"))
    assert summary.assumptions == (
        "answers.csv: guessed encoding utf-8 and delimiter semicolon.",
        "answers.csv: blank rows passed over: 1.",
        "answers.csv: not mapped: why.",
        "survey_responses: response_id is made from source, file and row.",
    )


def test_nothing_is_guessed_where_the_mapping_says_it(folder):
    said = '[file]\nencoding = "utf-8"\ndelimiter = ","\nas_of = "2021-12-31"\n'
    summary = folder.take("day,nps\n2021-01-01,9\n", said + NPS)
    assert [line for line in summary.assumptions if "guessed" in line] == []


def test_answers_after_the_as_of_day_are_said(folder):
    summary = folder.take("day,nps\n2121-01-01,9\n", named("shop"))
    assert (
        "survey_responses: the latest responded_on is 2121-01-01, which is after the as-of day."
        in summary.assumptions
    )


def test_a_longer_file_of_the_same_source_replaces_its_rows(folder):
    folder.take("day,nps\n2021-01-01,9\n", named("shop"))
    folder.take("day,nps\n2021-01-01,3\n2021-01-02,8\n", named("shop"))
    assert folder.column("survey_responses", "recommend_score") == [3, 8]
    assert [source.name for source in folder.sources("survey_responses")] == ["shop"]


def test_the_same_import_twice_gives_the_same_bytes(folder):
    folder.take("day,nps,q\n2021-01-01,9,4\n", RATED)
    once = folder.exports()
    folder.take("day,nps,q\n2021-01-01,9,4\n", RATED)
    assert folder.exports() == once


def test_another_source_adds_its_rows_and_columns(folder):
    folder.take("day,nps,r\n2021-01-01,9,East\n", named("a", NPS + 'region = "r"\n'))
    folder.take("day,w\n2022-01-01,W2\n", named("b", DAY + 'wave = "w"\n'))
    rows = folder.rows("survey_responses")
    assert list(rows[0]) == ["response_id", "responded_on", "wave", "recommend_score", "region"]
    assert [tuple(row.values())[1:] for row in rows] == [
        (date(2021, 1, 1), None, 9, "East"),
        (date(2022, 1, 1), "W2", None, None),
    ]
    assert [source.name for source in folder.sources("survey_responses")] == ["a", "b"]


def test_replacing_one_source_leaves_the_other(folder):
    folder.take("day,nps\n2021-01-01,9\n", named("a"))
    folder.take("day,nps\n2021-01-01,8\n", named("b"))
    folder.take("day,nps\n2021-01-01,1\n", named("a"))
    scores = folder.column("survey_responses", "recommend_score")
    sources = folder.column("survey_responses", SOURCE_COLUMN)
    assert sorted(zip(sources, scores, strict=True)) == [("a", 1), ("b", 8)]


def test_a_dimension_that_a_source_no_longer_has_goes_with_its_rows(folder):
    folder.take("day,nps,r\n2021-01-01,9,East\n", named("a", NPS + 'region = "r"\n'))
    folder.take("day,nps\n2021-01-01,8\n", named("b"))
    folder.take("day,nps\n2021-01-01,9\n", named("a"))
    assert "region" not in folder.rows("survey_responses")[0]


def test_rows_join_an_export_that_was_dropped_in_by_hand(folder):
    path = export_path(folder.data, "survey_responses")
    path.parent.mkdir(parents=True)
    by_hand = {"response_id": ["x"], "responded_on": [date(2020, 1, 1)], "recommend_score": [7]}
    pq.write_table(pa.table(by_hand), path)
    folder.take("day,nps\n2021-01-01,9\n", named("a"))
    assert folder.column("survey_responses", "recommend_score") == [7, 9]
    assert folder.column("survey_responses", SOURCE_COLUMN) == [None, "a"]
    assert pq.read_schema(path).field("recommend_score").type == pa.int8()


def test_an_id_of_another_source_is_refused(folder):
    mapping = NPS + 'response_id = "id"\n'
    folder.take("id,day,nps\n7,2021-01-01,9\n", named("a", mapping))
    before = folder.exports()
    with pytest.raises(Mistake, match=r"holds response_id '7' from another source than 'b'"):
        folder.take("id,day,nps\n7,2021-01-01,9\n", named("b", mapping))
    assert folder.exports() == before


def test_a_dimension_spelled_with_other_capitals_is_refused(folder):
    folder.take("day,nps,r\n2021-01-01,9,East\n", named("a", NPS + 'region = "r"\n'))
    with pytest.raises(Mistake, match="has a column 'region'; spell 'Region' the same way"):
        folder.take("day,nps,r\n2021-01-01,9,East\n", named("b", NPS + 'Region = "r"\n'))


def test_a_dimension_that_was_a_number_before_is_refused(folder):
    number = NPS + 'size = { column = "s", type = "number" }\n'
    folder.take("day,nps,s\n2021-01-01,9,4\n", named("a", number))
    with pytest.raises(Mistake, match="holds other types than this import brings"):
        folder.take("day,nps,s\n2021-01-01,9,big\n", named("b", NPS + 'size = "s"\n'))


def test_a_table_that_the_mapping_no_longer_fills_is_said(folder):
    folder.take("day,nps,q\n2021-01-01,9,4\n", named("shop", RATED))
    summary = folder.take("day,nps,q\n2021-01-01,9,4\n", named("shop"))
    assert "ratings: rows of an earlier import of shop stay as they are." in summary.assumptions


def test_a_file_that_contradicts_the_mapping_changes_nothing(folder):
    folder.take("day,nps,q\n2021-01-01,9,4\n2021-01-02\n", named("shop", RATED))
    before = folder.exports()
    with pytest.raises(Mistake, match="row 2, column 'q': '9' is outside the scale"):
        folder.take("day,nps,q\n2021-01-01,9,9\n", named("shop", RATED))
    assert folder.exports() == before


def test_an_import_that_fails_halfway_changes_nothing(folder):
    folder.take("day,nps,q\n2021-01-01,9,4\n", named("shop", RATED))
    before = folder.exports()
    in_the_way = export_path(folder.data, "ratings").with_suffix(".parquet.unfinished")
    in_the_way.mkdir()
    with pytest.raises(Failure, match="could not be written, so nothing was"):
        folder.take("day,nps,q\n2022-01-01,1,1\n", named("shop", RATED))
    assert folder.exports() == before


def test_a_first_import_whose_rejects_cannot_be_written_leaves_no_table(folder):
    (folder.data / "rejects" / "shop.csv.unfinished").mkdir(parents=True)
    with pytest.raises(Failure):
        folder.take("day,nps,q\n2022-01-01,1,1\n2022-01-02\n", RATED)
    assert folder.exports() == {}


def test_a_damaged_export_is_a_failure_and_stays(folder):
    path = export_path(folder.data, "survey_responses")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no parquet")
    with pytest.raises(Failure, match="cannot be read, so nothing can be added"):
        folder.take("day,nps\n2021-01-01,9\n", NPS)
    assert path.read_bytes() == b"no parquet"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "name at least one file"),
        (["none.csv"], "there is no file"),
        (["a.csv", "copy.csv"], "have the same content"),
        (["a.csv", "deeper/a.csv"], "have the same name"),
    ],
)
def test_files_that_would_be_counted_twice_or_not_at_all_are_refused(folder, names, said):
    (folder.desk / "deeper").mkdir()
    for name in ("a.csv", "copy.csv"):
        folder.write(name, "day,nps\n2021-01-01,9\n")
    folder.write("deeper/a.csv", "day,nps\n2021-01-01,8\n")
    mapping = folder.write("shop.toml", NPS)
    with pytest.raises(Mistake, match=said):
        import_files(folder.data, [folder.desk / name for name in names], mapping, date(2026, 7, 1))


def test_progress_is_told_file_by_file_and_table_by_table(folder):
    told = []
    folder.take("day,nps,q\n2021-01-01,9,4\n", RATED, progress=told.append)
    assert told == [
        "answers.csv: 1 rows read",
        "survey_responses: 1 rows made",
        "ratings: 1 rows made",
        f"{folder.data}: written survey_responses, ratings",
    ]


def test_sources_are_read_back_from_every_table_of_an_import(folder):
    folder.take("day,nps,q\n2021-01-01,9,4\n", named("shop", RATED))
    for table in ("survey_responses", "ratings"):
        assert read_sources(export_path(folder.data, table))[0].name == "shop"
