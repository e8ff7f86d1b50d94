"""What the workshop pages say of beliefs, effort and Kano where something is missing."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from insight.gateway import Gateway
from insight.problems import Failure
from tests.queries.rows import rated, together

from .test_every_page import REPOSITORY, is_whole, words_of

KNOW_THEM = "pages/workshops/perception_gap.py"
KANO = "pages/workshops/kano.py"
WANTS = rated("Price", [(3.0, 4.0), (4.0, 4.0)] * 30)


def belief(day, department="Sales"):
    scale = {"wanted": 5.0, "wanted_low": 1.0, "wanted_high": 5.0}
    return {"item": "Price", "department": department, "believed_on": day, **scale}


@pytest.fixture
def opened(monkeypatch):
    """`opened(folder, page, address)`: a page as a reader who opens it has it."""

    def run(folder, page=KNOW_THEM, address=None):
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        for key, value in (address or {}).items():
            app.query_params[key] = value
        app.switch_page(page).run()
        assert is_whole(app)
        return app

    return run


def test_the_demo_tells_its_story(opened, demo_folder):
    app = opened(demo_folder)
    said = words_of(app)
    assert app.title[0].value == "We underrate “Told about delays” by 16 points"
    assert "Sales underrates “Told about delays” by 24 points, the widest of two gaps" in said
    assert "“Feeling safe” and “Fair price” had no completed change" in said
    assert "“Refunds without a fight” is hardest for customers" in said


def test_a_department_can_be_chosen_by_a_link(opened, demo_folder):
    app = opened(demo_folder, address={"department": "Sales"})
    assert "Sales overrates “Fair price” by 12 points and underrates" in words_of(app)
    gone = opened(demo_folder, address={"department": "Piracy"})
    assert "there is no department “Piracy” here; showing Everybody" in words_of(gone)


def test_beliefs_of_another_time_are_named_with_their_day(opened, demo_folder):
    said = words_of(opened(demo_folder, address={"from": "2023-01-01", "to": "2023-12-31"}))
    assert "No beliefs are on record for 2023. The latest are from 14 November 2025." in said
    assert "Nobody was asked this: Everyone, 2023." in said


def test_old_beliefs_are_held_against_all_time(opened, given, tmp_path):
    long_ago = rated("Price", [(3.0, None)] * 40, day=date(2022, 1, 10))
    given(**together(WANTS, long_ago), beliefs=[belief(date(2022, 1, 5))] * 12)
    assert opened(tmp_path).title[0].value.startswith("We overrate “Price” by")


def test_a_filter_narrows_customers_and_not_beliefs(opened, demo_folder):
    said = words_of(opened(demo_folder, address={"where": "segment=Freight"}))
    assert "beliefs are held of all customers" in said


def test_without_beliefs_effort_or_pairs_it_says_what_would_add_them(opened, given, tmp_path):
    given(**WANTS)
    said = words_of(opened(tmp_path))
    assert "This needs the table beliefs" in said
    assert "effort in ratings" in said
    assert "functional" in words_of(opened(tmp_path, KANO))


@pytest.mark.parametrize("page", [KNOW_THEM, KANO])
def test_a_failing_question_ends_in_its_own_card(opened, demo_folder, monkeypatch, page):
    answer = Gateway.ask

    def fail(gateway, name, *asked, **options):
        if name in ("perception_gap", "effort", "kano"):
            raise Failure("this version is too old")
        return answer(gateway, name, *asked, **options)

    monkeypatch.setattr(Gateway, "ask", fail)
    app = opened(demo_folder, page)
    assert "this version is too old" in words_of(app)


def test_hostile_departments_are_read_as_text(opened, given, tmp_path):
    hostile = "**[x](http://a.b)** <b onclick=x>:rocket:"
    given(**WANTS, beliefs=[belief(date(2026, 1, 10), hostile)] * 12)
    app = opened(tmp_path, address={"department": hostile})
    assert app.subheader[0].value.startswith("\\*\\*\\[x\\]\\(http")
