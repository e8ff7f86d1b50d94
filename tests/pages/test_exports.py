"""The page of exports: what is here, a file brought in step by step, and back again."""

from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from insight.settings import Settings
from insight.tables import export_path
from insight.ui.incoming import source_name
from insight.ui.publishers import why_not_publish
from insight.version import current_name

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
    ],
)
def test_files_of_one_kind_are_one_source(file, name):
    assert source_name(Path(file)) == name
