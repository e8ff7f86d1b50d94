"""The page of exports: what is here, a file brought in step by step, and back again."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from insight.settings import Settings
from insight.tables import TABLES, export_path
from insight.ui.incoming import source_name
from insight.ui.publishers import why_not_publish
from insight.version import current_name
from tests.importers.making import write_workbook

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = "pages/explore/exports.py"
FIRST_DAY = date(2026, 1, 13)


def survey(answers: int = 60) -> bytes:
    """A survey of these answers, ISO days from FIRST_DAY on, half promoters, half detractors."""
    lines = ["Answer,Day,How likely are you to recommend us?,Region"]
    lines += [
        f"A{number},{FIRST_DAY + timedelta(days=number)},{3 if number % 2 else 10},"
        f"{('North', 'South')[number // 30 % 2]}"
        for number in range(answers)
    ]
    return "\n".join(lines).encode()


@pytest.fixture
def opened(monkeypatch):
    def run(folder: Path) -> AppTest:
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        return app.switch_page(PAGE).run()

    return run


def press(app: AppTest, label: str) -> AppTest:
    app = next(button for button in app.button if button.label == label).click().run()
    assert [error.value for error in app.exception] == []
    return app


def said(app: AppTest) -> str:
    kinds = (app.title, app.markdown, app.caption, app.info, app.warning)
    return "\n".join(one.value for kind in kinds for one in kind).replace("\\", "")


def test_the_page_lists_every_table_with_rows_period_and_files(opened, demo_folder):
    app = opened(demo_folder)
    held = app.dataframe[0].value.set_index("table")
    assert held.loc["survey_responses", "rows"] == 60_472
    assert held.loc["survey_responses", "to"] == date(2026, 11, 12)
    assert set(held["files"]) == {"made by python -m insight demo"}
    assert "current" in set(app.dataframe[-1].value["state"])


def test_a_file_comes_into_an_empty_folder_and_is_shown(opened, tmp_path):
    app = opened(tmp_path)
    app.file_uploader[0].upload("survey 2026.csv", survey(), "text/csv").run()
    assert "NPS" not in said(app)
    app = press(app, "Preview")
    assert "NPS 0 (" in said(app)
    assert "from 60 answers: 30 promoters, 0 passives, 30 detractors" in said(app)
    assert not export_path(tmp_path, "survey_responses").exists()
    app = press(app, "Bring in and publish")
    assert pq.read_metadata(export_path(tmp_path, "survey_responses")).num_rows == 60
    assert "survey_responses: 60 rows read, 60 kept, 0 rejected" in said(app)
    app.switch_page(PAGE).run()
    assert app.dataframe[0].value["files"].tolist() == ["survey 2026.csv"]
    [absent] = [one.value for one in app.caption if one.value.startswith("Not here: ")]
    assert all(table in absent.replace("\\", "") for table in TABLES if table != "survey_responses")
    app.switch_page("pages/executives/nps_trend.py").run()
    assert "span fewer months than the rolling window" in said(app)


def test_a_longer_file_replaces_the_first_and_both_steps_can_be_undone(opened, tmp_path):
    app = opened(tmp_path)
    for number, answers in enumerate((60, 80)):
        app.file_uploader[0].upload("survey.csv", survey(answers), "text/csv").run()
        app = press(press(app, "Preview"), "Bring in and publish")
        if not number:
            app.switch_page(PAGE).run()
    assert pq.read_metadata(export_path(tmp_path, "survey_responses")).num_rows == 80
    latest = current_name(tmp_path)
    app = press(app.switch_page(PAGE).run(), "Show this version")
    assert current_name(tmp_path) < latest
    assert app.dataframe[0].value["rows"].tolist() == [60]
    app = press(app, "Undo it and publish")
    assert pq.read_metadata(export_path(tmp_path, "survey_responses")).num_rows == 60
    assert app.dataframe[0].value["rows"].tolist() == [60]


def test_an_open_decision_stops_the_preview_until_it_is_made(opened, tmp_path):
    app = opened(tmp_path)
    rows = [f"{1 + n % 12:02}/{1 + n % 9:02}/2026,{n % 11}" for n in range(40)]
    content = "\n".join(["Day,How likely are you to recommend us?", *rows]).encode()
    app.file_uploader[0].upload("survey.csv", content, "text/csv").run()
    assert "Preview" not in [button.label for button in app.button]
    [decision] = [box for box in app.selectbox if box.label.startswith("responded")]
    assert len(decision.options) >= 2
    app = decision.set_value(0).run()
    assert "Preview" in [button.label for button in app.button]


def test_a_mapping_that_is_wrong_is_a_sentence_and_nothing_comes_in(opened, tmp_path):
    app = opened(tmp_path)
    mapping = b'[survey_responses]\nresponded_on = "Dya"\n'
    app.file_uploader[0].set_value(
        [("survey.csv", survey(), "text/csv"), ("m.toml", mapping, "application/toml")]
    ).run()
    app = press(app, "Preview")
    assert "has no column 'Dya'" in said(app)
    assert "did you mean 'Day'" in said(app)
    assert not (tmp_path / "exports").exists()


def box(app: AppTest, label: str):
    return next(one for one in app.selectbox if one.label == label)


def test_a_settled_line_is_given_another_column_and_taken_back(opened, tmp_path):
    app = opened(tmp_path)
    rows = [f"A{n},{FIRST_DAY + timedelta(days=n)},{n % 11},{10 - n % 11},web" for n in range(40)]
    header = "Answer,Day,How likely are you to recommend us?,Likely to buy again,Channel"
    app.file_uploader[0].upload("s.csv", "\n".join([header, *rows]).encode(), "text/csv").run()
    box(app, "Our column").set_value(("survey_responses", "recommend_score")).run()
    box(app, "Its column in the file").set_value("Likely to buy again").run()
    assert 'recommend_score = "Likely to buy again"' in app.text_area[0].value
    app = press(app, "As suggested")
    assert 'recommend_score = "How likely are you to recommend us?"' in app.text_area[0].value
    app = press(press(app, "Leave this line out"), "Preview")
    assert "No answer to the recommend question would come in." in said(app)


def test_a_file_of_another_name_is_asked_for_its_source(opened, tmp_path):
    app = opened(tmp_path)
    app.file_uploader[0].upload("survey.csv", survey(60), "text/csv").run()
    app = press(press(app, "Preview"), "Bring in and publish").switch_page(PAGE).run()
    app.file_uploader[0].upload("all of it.csv", survey(80), "text/csv").run()
    [decision] = [one for one in app.selectbox if one.label.startswith("file: source")]
    assert [option.split(":")[0] for option in decision.options] == [
        "if it is more of 'survey'",
        "if it is a survey of its own",
    ]
    app = press(decision.set_value(0).run(), "Preview")
    assert "replaces survey.csv" in said(app)


def test_what_must_be_known_before_a_suggestion_is_said_as_text(opened, tmp_path):
    app = opened(tmp_path)
    content = (
        survey().decode().replace("North", "Größe").encode("utf-8") + b"\nA61,2026-03-01,9,\x81"
    )
    app.file_uploader[0].upload("survey.csv", content, "text/csv").run()
    assert app.warning[0].value.replace("\\", "").startswith("survey.csv, line ")
    assert "Preview" not in [button.label for button in app.button]
    app = press(app.text_area[0].set_value('[file]\nencoding = "no such"').run(), "Use this text")
    assert 'encoding "no such" is none that exists' in said(app)
    app = press(app.text_area[0].set_value('[file]\nencoding = "cp437"').run(), "Use this text")
    assert 'encoding = "cp437"' in app.text_area[0].value
    assert "Preview" in [button.label for button in app.button]


def test_of_a_workbook_with_several_sheets_one_is_chosen(opened, tmp_path):
    rows = [["ID", "Date", "NPS"], *(["1", f"2026-01-{day:02}", day] for day in range(1, 9))]
    book = write_workbook(tmp_path / "book.xlsx", {"May": rows, "June": rows[:6]})
    (tmp_path / "company").mkdir()
    app = opened(tmp_path / "company")
    app.file_uploader[0].upload("book.xlsx", book.read_bytes(), "application/xlsx").run()
    [which] = [one for one in app.selectbox if one.label == "Which is it?"]
    assert list(which.options) == ['sheet = "May"', 'sheet = "June"']
    app = which.set_value('sheet = "June"').run()
    assert 'sheet = "June"' in app.text_area[0].value
    assert app.warning == []


def test_a_mapping_written_by_hand_is_let_go_again(opened, tmp_path):
    app = opened(tmp_path)
    app.file_uploader[0].upload("survey.csv", survey(), "text/csv").run()
    app = press(app.text_area[0].set_value("[survey_responses").run(), "Use this text")
    app = press(app, "Preview")
    assert "the mapping survey.toml is not TOML" in said(app)
    assert app.text_area[0].value == "[survey_responses"
    app = press(press(app, "Back to the suggestion"), "Preview")
    assert "from 60 answers" in said(app)


@pytest.mark.parametrize(
    ("settings", "address", "why_not"),
    [
        (Settings(), "127.0.0.1", None),
        (Settings(), "0.0.0.0", "must list its publishers"),
        (Settings(publish_from_page=False), "127.0.0.1", "publish_from_page is false"),
        (Settings(publishers=("ann@example.com",)), "127.0.0.1", "once signed in"),
    ],
)
def test_who_may_publish(monkeypatch, settings, address, why_not):
    monkeypatch.setattr(st, "get_option", lambda _: address)
    assert why_not_publish(settings) == why_not or why_not in why_not_publish(settings)


@pytest.mark.parametrize(
    ("user", "may"),
    [
        ({"is_logged_in": True, "email": "Ann@Example.com"}, True),
        ({"is_logged_in": True, "email": "bob@example.com"}, False),
        ({"is_logged_in": True, "email": "ann@example.com", "email_verified": False}, False),
        ({"is_logged_in": False}, False),
    ],
)
def test_publishers_are_those_who_signed_in_with_a_listed_address(monkeypatch, user, may):
    monkeypatch.setattr(st, "user", user)
    assert (why_not_publish(Settings(publishers=("ann@example.com",))) is None) == may


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Survey 2026-03.csv", "survey"),
        ("Survey_2026_04.xlsx", "survey"),
        ("NPS export (1).sav", "nps export"),
        ("2026.csv", "upload"),
        ("+ " + "long " * 40 + ".csv", ("long " * 16).strip()),
    ],
)
def test_files_of_one_kind_are_one_source(file, name):
    assert source_name(Path(file)) == name
