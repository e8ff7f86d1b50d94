"""A draft imports as it is, or stops with a question at exactly the lines that it marks."""

import csv
import tomllib
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.importers.drafts.draft import Choice, Draft, Line
from insight.importers.drafts.suggest import suggest_mapping
from insight.importers.files.records import FileOptions
from insight.importers.imports import build_import
from insight.importers.mappings.mapping import read_mapping
from insight.problems import Mistake
from tests.importers.conftest import TODAY
from tests.importers.making import write_workbook

DATASETS = Path(__file__).resolve().parents[3] / "shared" / "datasets"

SHOP = """\
Response ID,E-mail,Date,Region,How likely are you to recommend us?,NPS group,Spend,Why?
r1,ann@example.org,2026-01-31,North,9,promoter,12.50,Because the parcel came a day before its time
r2,bob@example.org,2026-02-01,South,0,detractor,8.25,"It never came, and nobody called me"
r3,cyn@example.org,2026-02-28,North,10,promoter,99.99,Friendly people on every floor
r4,dan@example.org,2026-03-31,South,7,passive,20.10,The box was far too large for it
"""


@pytest.fixture
def draft(folder):
    """Makes the draft of files written as text; the last one's text is `text`."""

    def made(text: str, name: str = "answers.csv", **more: str) -> Draft:
        files = [folder.write(other, said) for other, said in more.items()]
        return suggest_mapping([*files, folder.write(name, text)], TODAY)

    return made


def entries(draft: Draft, table: str) -> dict:
    """What a draft says in one table, by name; open lines as None."""
    return {line.name: line.entry for line in draft.lines if line.table == table}


def the_open_line(draft: Draft) -> Line:
    (line,) = draft.open_lines
    return line


def column_of(header: str, *values: str) -> str:
    """A small file of answers in which one column holds these values."""
    rows = [f"{number},2026-01-{number % 28 + 1:02},{value}" for number, value in enumerate(values)]
    return "\n".join([f'Response ID,Date,"{header}"', *rows]) + "\n"


def test_a_plain_export_needs_no_decision(draft):
    made = draft(SHOP)
    assert not made.open_lines
    assert entries(made, "file") == {"as_of": "2026-03-31"}
    assert entries(made, "survey_responses") == {
        "response_id": "Response ID",
        "responded_on": "Date",
        "recommend_score": "How likely are you to recommend us?",
        "comment": "Why?",
        "region": "Region",
        "spend": {"column": "Spend", "type": "number"},
    }
    assert {left.column for left in made.left_out} == {"E-mail", "NPS group"}


def test_its_text_is_a_mapping_with_a_reason_for_every_line(draft, folder):
    made = draft(SHOP)
    written = made.toml()
    assert tomllib.loads(written)["survey_responses"]["region"] == "Region"
    assert all(line.reason and line.reason in written for line in made.lines)
    assert '#   "E-mail": personal (e-mail addresses)' in written
    assert folder.take(SHOP, written).tables[0].rows_written == 4


def test_a_day_that_fits_two_formats_is_decided_with_what_the_first_row_would_mean(draft):
    line = the_open_line(draft("ID,Survey date,NPS\n1,03/04/2026,9\n2,05/06/2026,0\n"))
    assert (line.name, line.entry) == ("responded_on", None)
    assert line.choices == (
        Choice({"column": "Survey date", "format": "%d/%m/%Y"}, "then row 2 is 2026-04-03"),
        Choice({"column": "Survey date", "format": "%m/%d/%Y"}, "then row 2 is 2026-03-04"),
    )


def test_one_day_past_the_twelfth_decides_the_format(draft):
    made = draft("ID,Survey date,NPS\n1,03/04/2026,9\n2,25/06/2026,0\n")
    assert not made.open_lines
    assert entries(made, "survey_responses")["responded_on"] == {
        "column": "Survey date",
        "format": "%d/%m/%Y",
    }


def test_the_day_of_asking_stands_beside_the_day_of_answering(draft):
    made = draft("ID,Sent date,Completed date,NPS\n1,2026-01-01,2026-01-05,9\n")
    said = entries(made, "survey_responses")
    assert (said["sent_on"], said["responded_on"]) == ("Sent date", "Completed date")


def test_without_a_day_a_person_says_it(draft):
    line = the_open_line(draft("ID,wave,NPS\n1,2025,9\n2,2026,0\n"))
    assert line.name == "responded_on"
    assert [choice.entry for choice in line.choices] == [
        {"column": "wave", "labels": {"2025": "2026-07-01", "2026": "2026-07-01"}},
        {"value": "2026-07-01"},
    ]


@pytest.mark.parametrize(
    "question",
    [
        "How likely is it that you would recommend us to a friend?",
        "NPS",
        "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?",
        "Quelle est la probabilité que vous nous recommandiez ?",
        "¿Qué probabilidad hay de que nos recomiende?",
    ],
)
def test_the_recommend_question_is_known_by_its_wording(draft, question):
    made = draft(column_of(question, "0", "7", "10"))
    assert entries(made, "survey_responses")["recommend_score"] == question


@pytest.mark.parametrize(
    ("values", "entry"),
    [
        (
            [str(score) for score in range(1, 12)],
            {"column": "NPS", "labels": {str(code): code - 1 for code in range(1, 12)}},
        ),
        (["9", "10", "0", "Blank", "7"], {"column": "NPS", "missing": ["Blank"]}),
        (["9", "10", "0", "99", "7"], {"column": "NPS", "missing": ["99"]}),
        (
            ["Not at all likely - 0", "5", "Extremely likely - 10"],
            {"column": "NPS", "labels": {"Not at all likely - 0": 0, "Extremely likely - 10": 10}},
        ),
        (["1", "2", "3", "4", "5"], {"column": "NPS", "scale": [0, 10]}),
        (
            ["0 - not at all likely", "5", "10 - extremely likely"],
            {"column": "NPS", "labels": {"0 - not at all likely": 0, "10 - extremely likely": 10}},
        ),
    ],
    ids=["1 to 11", "Blank", "99", "words before numbers", "1 to 5", "words"],
)
def test_a_score_that_could_mean_something_else_is_decided(draft, values, entry):
    line = the_open_line(draft(column_of("NPS", *values)))
    assert line.name == "recommend_score"
    assert entry in [choice.entry for choice in line.choices]


def test_codes_that_the_file_declares_missing_leave_a_score_as_it_is(folder):
    path = folder.desk / "a.sav"
    scores = pd.DataFrame({"NPS": [9.0, 0.0, 99.0, 7.0], "DAY": ["2026-01-31"] * 4})
    pyreadstat.write_sav(scores, path, missing_ranges={"NPS": [99]})
    said = suggest_mapping([path], TODAY).toml()
    assert 'recommend_score = "NPS"' in said
    assert "no answer, as the file itself says: '99'" in said


def test_two_recommend_questions_are_a_choice(draft):
    text = "ID,Date,NPS shop,NPS web\n1,2026-01-01,9,0\n2,2026-01-02,10,8\n"
    line = the_open_line(draft(text))
    assert [choice.entry for choice in line.choices] == ["NPS shop", "NPS web", None]


def test_items_that_share_a_scale_are_paired_by_what_they_are_about(draft):
    header = "ID,Date,Importance of speed,Importance of price,Satisfaction with speed"
    rows = ["1,2026-01-01,1,5,2", "2,2026-01-02,5,4,1", "3,2026-01-03,3,1,5"]
    made = draft("\n".join([f"{header},Satisfaction with price", *(f"{row},3" for row in rows)]))
    assert entries(made, "ratings") == {"scale": [1, 5]}
    assert entries(made, "ratings.items") == {
        "speed": {"wanted": "Importance of speed", "delivered": "Satisfaction with speed"},
        "price": {"wanted": "Importance of price", "delivered": "Satisfaction with price"},
    }


def test_a_code_beside_a_scale_may_mean_no_answer(draft):
    header = "ID,Date,q1_1,q1_2,q1_3"
    rows = ["1,2026-01-01,1,5,2", "2,2026-01-02,9,4,1", "3,2026-01-03,3,1,5"]
    line = the_open_line(draft("\n".join([header, *rows])))
    assert (line.table, line.name) == ("ratings", "missing")
    assert line.choices[0].entry == ["9"]


def test_an_item_that_runs_against_the_others_is_decided(draft, folder):
    rows = [f"{n},2026-01-01,{n % 5 + 1},{n % 5 + 1},{5 - n % 5}" for n in range(60)]
    text = "\n".join(["ID,Date,q1_1,q1_2,q1_3", *rows])
    made = draft(text)
    line = the_open_line(made)
    assert (line.table, line.name) == ("ratings.items", "q1_3")
    assert [choice.entry["delivered"]["scale"] for choice in line.choices] == [[5, 1], [1, 5]]
    settled = made.with_line(line.table, line.name, line.choices[0].entry)
    assert folder.take(text, settled.toml()).tables[1].rows_written == 180


def test_words_of_a_scale_get_their_numbers(draft):
    made = draft(column_of("How satisfied are you?", "Very satisfied", "Neutral", "Dissatisfied"))
    assert entries(made, "ratings") == {
        "scale": [1, 5],
        "labels": {"Dissatisfied": 2, "Neutral": 3, "Very satisfied": 5},
    }
    assert entries(made, "ratings.items") == {
        "How satisfied are you?": {"delivered": "How satisfied are you?"}
    }


def test_names_and_numbers_of_people_are_no_comment_and_no_id(draft):
    people = [f"r{n},2026-01-{n:02},{n % 11},Ann Lee{n},'+91 99999 111{n:02}" for n in range(1, 29)]
    made = draft("ID,Date,NPS,Name of the member,Contact number\n" + "\n".join(people) + "\n")
    assert set(entries(made, "survey_responses")) == {
        "response_id",
        "responded_on",
        "recommend_score",
    }
    assert all(left.reason.startswith("personal") for left in made.left_out)


def test_left_out_columns_say_why(draft):
    header = "ID,Date,NPS,IPAddress,Phone number,Month,Nothing,Country,Colours"
    row = "{0},2026-01-0{0},9,10.0.0.{0},+44 20 7946 000{0},1,,UK,{1}"
    colours = ["red; blue", "red; green", "blue; green", "red", "blue", "red; blue; green"]
    rows = [row.format(number, said) for number, said in enumerate(colours, start=1)]
    made = draft("\n".join([header, *rows]))
    assert {left.column: left.reason.split(":")[0] for left in made.left_out} == {
        "IPAddress": "personal (IP addresses); a mapping may ask for it",
        "Phone number": "personal (phone numbers); a mapping may ask for it",
        "Month": "follows from the day",
        "Nothing": "empty",
        "Country": "one value only",
        "Colours": "several choices in one field; a dimension takes one",
    }


def test_a_column_that_one_of_two_files_lacks_is_optional(draft, folder):
    earlier = "ID,Date,NPS\n1,2025-01-01,9\n"
    text = "ID,Date,NPS,Region\n2,2026-01-01,3,North\n3,2026-01-02,4,South\n"
    made = draft(text, **{"earlier.csv": earlier})
    assert entries(made, "survey_responses")["region"] == {"column": "Region", "optional": True}
    folder.take_files({"earlier.csv": earlier, "answers.csv": text}, made.toml())
    assert folder.column("survey_responses", "region") == [None, "North", "South"]


def test_a_recommend_question_that_was_renamed_has_both_names(draft, folder):
    earlier = "ID,Date,NPS\n1,2025-01-01,9\n"
    text = "ID,Date,Would you recommend us?\n2,2026-01-01,3\n"
    made = draft(text, **{"earlier.csv": earlier})
    said = entries(made, "survey_responses")["recommend_score"]
    assert said == {"column": ["NPS", "Would you recommend us?"]}
    folder.take_files({"earlier.csv": earlier, "answers.csv": text}, made.toml())
    assert folder.column("survey_responses", "recommend_score") == [9, 3]


def test_columns_that_stand_twice_are_named_apart(draft, folder):
    text = "ID,Date,NPS,Region,Region\n1,2026-01-01,9,N,a\n2,2026-01-02,3,S,b\n"
    made = draft(text)
    said = entries(made, "survey_responses")
    assert {said["region_1"], said["region_2"]} == {"Region #1", "Region #2"}
    folder.take(text, made.toml())
    assert folder.column("survey_responses", "region_2") == ["a", "b"]


def test_an_id_that_stands_twice_is_a_question(draft, folder):
    text = "ID,Date,NPS\n1,2026-01-01,9\n2,2026-01-02,0\n1,2026-01-03,10\n"
    made = draft(text)
    assert (the_open_line(made).name, the_open_line(made).choices[0].entry) == (
        "repeated",
        "latest",
    )
    folder.take(text, made.with_line("survey_responses", "repeated", "latest").toml())
    assert folder.column("survey_responses", "recommend_score") == [0, 10]


def test_of_a_workbook_with_several_sheets_one_is_named(folder):
    rows = [["ID", "Date", "NPS"], ["1", "2026-01-01", 9], ["2", "2026-01-02", 0]]
    path = write_workbook(folder.desk / "book.xlsx", {"May": rows, "June": rows[:2]})
    with pytest.raises(Mistake, match="several sheets"):
        suggest_mapping([path], TODAY)
    made = suggest_mapping([path], TODAY, options=FileOptions(sheet="June"))
    assert entries(made, "file") == {"as_of": "2026-01-01", "sheet": "June"}


def test_customers_without_answers_are_customers(draft):
    made = draft("Customer ID,Contract\nc1,Monthly\nc2,Yearly\nc3,Monthly\n")
    assert entries(made, "customers") == {"customer_id": "Customer ID", "contract": "Contract"}
    assert "would need a day (responded_on)" in made.toml()


def test_columns_called_as_ours_are_ours_and_a_day_of_signing_up_is_no_answer(draft):
    rows = [f"c{n},2020-01-{n:02},{'A' if n % 2 else 'B'}" for n in range(1, 13)]
    made = draft("Customer ID,Since,Segment\n" + "\n".join(rows) + "\n")
    assert entries(made, "customers") == {
        "customer_id": "Customer ID",
        "since": "Since",
        "segment": "Segment",
    }
    assert "no column holds days" not in made.toml()


def test_changes_keep_their_kind_their_lane_and_their_note(draft):
    rows = [f"Change {n},2026-02-{n:02},price,ours,A word on change {n}" for n in range(1, 13)]
    made = draft("Title,Date,Kind,Lane,Note\n" + "\n".join(rows) + "\n")
    words = {"title": "Title", "kind": "Kind", "lane": "Lane", "note": "Note"}
    assert entries(made, "changes") == {"started_on": "Date", **words}


def test_hostile_names_and_values_stay_in_their_quotes(draft, folder):
    header = '"a ""b"" # c\n[file]",Date,NPS,"x = 1 \u2028 \x7f"'
    text = f"{header}\n1,2026-01-01,9,[file]\n2,2026-01-02,3,# DECIDE\n"
    made = draft(text)
    assert not made.open_lines
    assert folder.take(text, made.toml()).tables[0].rows_written == 2


def test_an_open_line_stops_the_import_by_its_name(draft, folder):
    text = "ID,Survey date,NPS\n1,03/04/2026,9\n2,05/06/2026,0\n"
    with pytest.raises(Mistake) as refused:
        folder.take(text, draft(text).toml())
    assert "still to be decided" in str(refused.value)
    assert "[survey_responses] responded_on: 'Survey date', row 2:" in str(refused.value)


def test_a_decided_line_takes_the_place_of_its_question(draft, folder):
    text = "ID,Survey date,NPS\n1,03/04/2026,9\n2,05/06/2026,0\n"
    made = draft(text)
    settled = made.with_line(
        "survey_responses", "responded_on", made.open_lines[0].choices[0].entry
    )
    settled = settled.with_line("survey_responses", "recommend_score", None)
    settled = settled.with_line("survey_responses", "wave", {"value": "2026"})
    assert not settled.open_lines
    folder.take(text, settled.toml())
    assert [row["responded_on"].month for row in folder.rows("survey_responses")] == [4, 6]
    assert set(folder.rows("survey_responses")[0]) == {"response_id", "responded_on", "wave"}


NAMES = """ID|Response ID|Customer ID|Sent date|NPS|Would you recommend us?|q1_1|q1_2|q1_3|Comment|
Region|Importance of x|Satisfaction with x|Weight|Wave|survey|decide|recommend_score|[a]|x "y" = #|
"""
VALUES = """0|1|5|9|10|11|99|3.5|N/A|2026-01-31|03/04/2026|1/31/26|Good|Bad|Very satisfied|a@b.org|
45000|10 - yes|x, y|"|#|Ünï\u2028|a long remark about something that never ends|"""


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_draft_of_anything_is_a_mapping_that_imports_or_asks(tmp_path_factory, data):
    names = data.draw(st.lists(st.sampled_from(NAMES.split("|")), min_size=1, max_size=6))
    row = st.lists(st.sampled_from(VALUES.split("|")), min_size=len(names), max_size=len(names))
    rows = data.draw(st.lists(row, min_size=1, max_size=6))
    desk = tmp_path_factory.mktemp("any")
    with (desk / "any.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [[*names, "Date", "Shop"], *([*row, "2026-01-31", "one"] for row in rows)]
        )
    draft = suggest_mapping([desk / "any.csv"], TODAY)
    (desk / "draft.toml").write_text(draft.toml(), encoding="utf-8")
    if draft.open_lines:
        with pytest.raises(Mistake, match="still to be decided"):
            read_mapping(desk / "draft.toml")
    else:
        with build_import(desk / "data", [desk / "any.csv"], desk / "draft.toml", TODAY) as built:
            assert {table.rows_kept for table in built.summary.tables} == {len(rows)}


@pytest.mark.skipif(
    not DATASETS.is_dir(), reason="the real surveys in ../shared/datasets are not on this machine"
)
@pytest.mark.parametrize(
    ("files", "open_lines"),
    [
        (["bank/bank_nps_2021.csv"], []),
        (["kcmo/kcmo_2021_q3.csv", "kcmo/kcmo_2022_q1.csv"], ["responded_on", "missing"]),
        (
            ["prepbench/case_040_input_02.csv"],
            ["recommend_score", "breakfast", "lunch", "dinner"],
        ),
        (["spack/spack-user-survey-2021-responses.csv"], []),
        (["spack/releases.csv"], ["lane"]),
        (["winback/win_back.csv"], []),
        (["telco/telco_churn.csv"], ["offer", "avg_monthly_gb_download"]),
        (["qualtrics/QT_Matrix.csv"], ["scale"]),
    ],
    ids=lambda value: Path(value[0]).stem if value and "/" in value[0] else "",
)
def test_drafts_of_real_files_stop_at_their_open_lines_and_nowhere_else(
    files, open_lines, tmp_path
):
    paths = [DATASETS / file for file in files]
    draft = suggest_mapping(paths, TODAY)
    mapping = tmp_path / "draft.toml"
    mapping.write_text(draft.toml(), encoding="utf-8")
    assert [line.name for line in draft.open_lines] == open_lines
    if open_lines:
        with pytest.raises(Mistake, match="still to be decided") as refused:
            read_mapping(mapping)
        assert all(name in str(refused.value) for name in open_lines)
    for line in draft.open_lines:
        draft = draft.with_line(line.table, line.name, line.choices[0].entry)
    mapping.write_text(draft.toml(), encoding="utf-8")
    with build_import(tmp_path / "data", paths, mapping, TODAY) as built:
        assert all(table.rows for table in built.tables)
