"""Every row of a file is staged, blank or rejected; columns are found by unambiguous names."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.files.records import FileOptions
from insight.importers.files.source_file import staged_sources
from insight.importers.files.staging import ROW
from insight.importers.imports import build_import
from insight.problems import Mistake

DAY = '[survey_responses]\nresponded_on = "day"\n'
NPS = DAY + 'recommend_score = "nps"\n'


@pytest.fixture
def stage(tmp_path):
    """Stage one file of this text; all its columns, unless a mapping is to name them."""

    def staged(text, **options):
        path = tmp_path / "answers.csv"
        path.write_text(text, encoding="utf-8")
        options["names"] = frozenset(options.get("names", ()))
        (file,) = staged_sources([path], FileOptions(**options), tmp_path)
        return file

    return staged


def test_title_lines_above_the_header_are_passed_over_and_said(folder):
    summary = folder.take(
        "Answers of June\n\nPrinted,2021-07-01\nday,nps,why\n2021-06-01,9,x\n", NPS
    )
    assert folder.column("survey_responses", "recommend_score") == [9]
    assert folder.column("survey_responses", "response_id") == ["shop:answers.csv:5"]
    assert "answers.csv: its header is row 4, below 2 other rows." in summary.assumptions


def test_a_header_read_as_one_column_offers_its_delimiter(folder):
    day = '[survey_responses]\nresponded_on = "day"\n'
    with pytest.raises(Mistake, match=r"""'day#nps'\?\n.*\n  delimiter = "#"$"""):
        folder.take("day#nps\n2021-01-01#9\n", day)
    folder.take("day#nps\n2021-01-01#9\n", f'[file]\ndelimiter = "#"\n{day}')


def test_the_mapping_says_where_the_header_begins(folder):
    said = "[file]\nfirst_row = 3\nheader_rows = 2\n"
    folder.take("day,nps\n2020-01-01,1\nday,nps\nDay,Score\n2021-06-01,9\n", said + NPS)
    assert folder.column("survey_responses", "recommend_score") == [9]


def test_titles_are_known_by_their_width_where_no_names_are_expected(stage):
    file = stage("Answers of June\n\nday,nps,why\n2021-06-01,9,\n2021-06-02,8,good\n")
    assert file.header == ("day", "nps", "why")
    assert file.rows_read == 2


def test_a_repeated_name_is_mapped_by_its_number(folder):
    line = DAY + 'recommend_score = "Score #2"\n'
    folder.take("day,Score,Score\n2021-01-01,3,9\n", line)
    assert folder.column("survey_responses", "recommend_score") == [9]


def test_a_column_without_a_name_is_mapped_by_its_place(folder):
    text = "day,,nps,\n2021-01-01,North,9,web\n"
    folder.take(text, NPS + 'region = "column 2"\nchannel = "column 4"\n')
    assert folder.column("survey_responses", "region") == ["North"]
    assert folder.column("survey_responses", "channel") == ["web"]


def test_a_column_without_a_name_that_holds_something_is_said(folder):
    summary = folder.take("day,,nps,,\n2021-01-01,,9,web,\n", NPS)
    assert "answers.csv: not mapped: column 4." in summary.assumptions


def test_a_repeated_name_alone_is_refused_with_the_names_that_are_plain(folder):
    with pytest.raises(
        Mistake, match=r'stands twice, as columns 2 and 3;.*"Score #1" is the first'
    ):
        folder.take("day,Score,Score\n2021-01-01,3,9\n", DAY + 'recommend_score = "Score"\n')


def test_every_column_has_a_name_that_a_mapping_can_use(stage):
    file = stage("a,Score,,Score\n1,2,3,4\n")
    assert file.head.unambiguous == ("a", "Score #1", "column 3", "Score #2")
    assert file.vocabulary("Score #2").texts == ("4",)


def test_a_vocabulary_has_first_rows_and_counts(stage):
    texts = stage("a,b\nx,1\n\ny,1\n x ,2\n,2\n").vocabulary("a")
    assert (texts.texts, texts.rows, texts.counts) == (("x", "y", ""), (2, 4, 6), (2, 1, 1))


def test_an_optional_column_may_be_absent_and_that_is_said(folder):
    mapping = NPS + 'region = { column = "r", optional = true }\n'
    summary = folder.take_files(
        {"a.csv": "day,nps,r\n2021-01-01,9,North\n", "b.csv": "day,nps\n2021-01-02,8\n"}, mapping
    )
    assert folder.column("survey_responses", "region") == ["North", None]
    assert (
        "b.csv: has no column 'r', so shop.toml, [survey_responses] region is empty for it."
        in summary.assumptions
    )


def test_a_column_that_one_of_the_files_lacks_is_refused_otherwise(folder):
    texts = {
        "a.csv": "day,nps,region\n2021-01-01,9,North\n",
        "b.csv": "day,nps,regions\n2021-01-02,8,South\n",
    }
    with pytest.raises(Mistake, match=r"b.csv has no column 'region'") as raised:
        folder.take_files(texts, NPS + 'region = "region"\n')
    lines = [line for line in str(raised.value).splitlines() if line.startswith("  ")]
    for line, regions in zip(lines, (["North", "South"], ["North", None]), strict=True):
        folder.take_files(texts, f"{NPS}{line.strip()}\n")
        assert folder.column("survey_responses", "region") == regions


def test_columns_of_very_many_texts_keep_every_row(folder, monkeypatch):
    monkeypatch.setattr("insight.importers.files.staging._FEW_TEXTS", 10)
    monkeypatch.setattr("insight.importers.files.source_file._ROWS_AT_ONCE", 16)
    monkeypatch.setattr("insight.importers.reading.field_reader._MOST_KEPT", 20)
    rows = [f"id {n},2021-01-{n % 28 + 1:02} 10:00:{n % 60:02}.{n},{n % 11}" for n in range(300)]
    mapping = NPS + 'response_id = "id"\ncomment = "day"\n'
    folder.take("\n".join(["id,day,nps", *rows]) + "\n", mapping)
    assert folder.column("survey_responses", "response_id") == [f"id {n}" for n in range(300)]
    days = [date(2021, 1, n % 28 + 1) for n in range(300)]
    assert folder.column("survey_responses", "responded_on") == days
    comments = folder.column("survey_responses", "comment")
    assert comments == [row.split(",")[1] for row in rows]


def test_a_refusal_far_down_a_column_of_very_many_texts_names_its_row(folder, monkeypatch):
    monkeypatch.setattr("insight.importers.files.source_file._ROWS_AT_ONCE", 16)
    monkeypatch.setattr("insight.importers.reading.field_reader._MOST_KEPT", 20)
    rows = [f"2021-01-{n % 28 + 1:02} 10:00:{n % 60:02}" for n in range(100)]
    text = "\n".join(["day", *rows, "soon"]) + "\n"
    with pytest.raises(Mistake, match=r"row 102, column 'day': 'soon'"):
        folder.take(text, DAY)
    assert not folder.data.exists()


PREVIEWS = (
    "StartDate,EndDate,Status,ResponseId,Q1_NPS_GROUP,Q1\n"
    "Start Date,End Date,Response Type,Response ID,Group,Recommend?\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}",'
    '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID1""}"\n'
)
QUALTRICS = (
    '[survey_responses]\nresponse_id = "ResponseId"\nrecommend_score = "Q1"\n'
    'responded_on = { column = "EndDate", time_zone = "as written" }\n'
)


def test_rows_that_a_layout_calls_no_answers_are_rejected_with_its_reason(folder):
    day = "2021-06-01 10:00:00"
    summary = folder.take(
        f"{PREVIEWS}{day},{day},IP Address,R_1,Promoter,9\n"
        f"{day},{day},Survey Preview,R_2,Promoter,10\n",
        QUALTRICS,
    )
    assert folder.column("survey_responses", "response_id") == ["R_1"]
    assert (summary.tables[0].rows_read, summary.tables[0].rows_rejected) == (2, 1)
    assert "preview" in summary.reasons[0][0].lower()
    rejected = summary.rejects.read_text(encoding="utf-8")
    assert "R_2" in rejected
    assert "Promoter" not in rejected, "no line of the mapping names that column"


kinds = st.lists(st.sampled_from(["whole", "torn", "wide", "blank", "quote", "broken"]))


@settings(max_examples=30)
@given(kinds)
def test_rows_read_are_rows_kept_plus_rows_rejected_whatever_the_rows(tmp_path_factory, kinds):
    written = {
        "whole": "k{n},2,3",
        "torn": "t{n},2",
        "wide": "w{n},2,3,4",
        "blank": ",,",
        "quote": '"q\n{n}",2,3',
        "broken": '"b{n}"x,2,3',
    }
    desk = tmp_path_factory.mktemp("rows")
    lines = [written[kind].format(n=n) for n, kind in enumerate(["whole", *kinds])]
    (desk / "answers.csv").write_text("\n".join(["a,b,c", *lines]) + "\n", encoding="utf-8")
    options = FileOptions(names=frozenset("abc"))
    (file,) = staged_sources([desk / "answers.csv"], options, desk)
    kept = [row for batch in file.batches(["a"]) for row in batch[ROW].to_pylist()]
    rejected = [reject.row for reject in file.rejects()]
    assert len(kept) == file.rows_kept == 1 + sum(kind in ("whole", "quote") for kind in kinds)
    assert len(rejected) == file.rows_rejected == len(kinds) + 1 - len(kept) - file.blank
    assert file.rows_read == file.rows_kept + file.rows_rejected
    assert sorted([*kept, *rejected]) == [
        row for row, kind in enumerate(["whole", *kinds], start=2) if kind != "blank"
    ]


def test_a_column_may_be_called_as_the_row_numbers_are(stage):
    (batch,) = stage("row,a\nx,1\ny,2\n").batches(["row", "a"])
    assert batch.column(ROW).to_pylist() == [2, 3]
    assert batch.column("row").to_pylist() == ["x", "y"]


exports = st.lists(st.sampled_from(["answer", "preview", "repeat", "torn", "blank"]), max_size=12)


@settings(max_examples=20, deadline=None)
@given(exports)
def test_an_import_loses_no_row_to_previews_or_repeats(tmp_path_factory, kinds):
    day = "2021-06-01 10:00:00"
    written = {
        "answer": f"{day},{day},IP Address,R_{{n}},Promoter,9",
        "preview": f"{day},{day},Survey Preview,P_{{n}},Promoter,10",
        "repeat": f"{day},{day},IP Address,R_0,Promoter,8",
        "torn": f"{day},{day},IP Address",
        "blank": ",,,,,",
    }
    desk = tmp_path_factory.mktemp("export")
    lines = [written[kind].format(n=n) for n, kind in enumerate(["answer", *kinds])]
    (desk / "a.csv").write_text(PREVIEWS + "\n".join(lines) + "\n", encoding="utf-8")
    (desk / "m.toml").write_text(QUALTRICS + 'repeated = "latest"\n', encoding="utf-8")
    today = date(2026, 7, 1)
    with build_import(desk / "none", [desk / "a.csv"], desk / "m.toml", today) as built:
        (file,) = built.files
        kept = [row for batch in file.batches([]) for row in batch[ROW].to_pylist()]
        rejected = [reject.row for reject in file.rejects()]
        (table,) = built.summary.tables
    assert table.rows_written == table.rows_kept == len(kept)
    assert len(kept) == 1 + kinds.count("answer")
    assert table.rows_read == table.rows_kept + table.rows_rejected
    assert sum(count for _, count in built.summary.reasons) == len(rejected)
    assert sorted([*kept, *rejected]) == [
        row for row, kind in enumerate(["answer", *kinds], start=4) if kind != "blank"
    ]
    assert not (desk / "none").exists()


def test_blank_names_make_no_title_line_of_a_header(stage):
    assert stage(",day,nps\n0,2021-01-01,9\n1,2021-01-02,3\n").header == ("", "day", "nps")
    assert stage(",nps\n0,9\n1,3\n").header == ("", "nps")
    assert stage("a,,,nps\n0,1,2,9\n1,1,2,3\n").header == ("a", "", "", "nps")
    assert stage(",,,day,shop\n0,0,0,one,x\n1,0,0,two,x\n").header == ("", "", "", "day", "shop")
