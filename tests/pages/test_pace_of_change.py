"""What the page on the pace of change says where something fires, is missing or too little."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.queries.rows import answered

from .test_every_page import REPOSITORY, drawn_on, is_whole, words_of

PAGE = "pages/executives/pace_of_change.py"
ANSWERS = answered(date(2025, 1, 5), 9, 3) + answered(date(2026, 6, 5), 9, 3)
HOSTILE = "need <b>x</b> [y](http://z) *w*"


@pytest.fixture
def opened(monkeypatch):
    """`opened(folder)`: the page as a reader who opens it has it."""

    def run(folder):
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        app.switch_page(PAGE).run()
        assert is_whole(app)
        return app

    return run


@pytest.fixture
def page_of(opened, given, tmp_path):
    """`page_of(**tables)`: the page on these tables."""

    def published(**tables):
        given(**tables)
        return opened(tmp_path)

    return published


def test_the_demo_is_not_complacent_and_says_by_which_rule(opened, demo_folder):
    app = opened(demo_folder)
    said = words_of(app)
    assert "No sign that our changes speed up or slow down" in app.title[0].value
    assert "No sign of complacency" in said
    assert "The warning fires when customers shifted at least once" in said
    assert "four changes of ours completed" in said
    assert "Half of 3,524 answers followed up are done within 13 days" in said


def test_customers_who_changed_while_we_did_not_are_a_plain_warning(page_of):
    app = page_of(
        survey_responses=ANSWERS,
        changes=[
            {"title": "We", "lane": "ours", "kind": "price", "started_on": date(2025, 2, 1)},
            {
                "title": "They",
                "lane": "customers",
                "kind": HOSTILE,
                "started_on": date(2026, 2, 1),
            },
        ],
    )
    assert app.title[0].value.startswith("Customers have changed and we have not")
    [warning] = app.warning
    assert "The warning fires when" in warning.value
    assert "Customers: need &lt;b&gt;x&lt;/b&gt;" in drawn_on(app)
    assert "No change of ours in this period says when it was learned of" in words_of(app)


def test_releases_make_a_timeline_of_their_own(opened, real_survey):
    app = opened(real_survey("spack"))
    said = words_of(app)
    assert "Our changes" in app.title[0].value or "our changes" in app.title[0].value
    assert "The latest change of ours that customers would notice started on" in said


def test_without_changes_answers_acted_upon_are_still_shown(page_of):
    app = page_of(
        survey_responses=ANSWERS,
        follow_ups=[
            {
                "response_id": str(number),
                "opened_on": date(2026, 1, 1),
                "done_on": date(2026, 1, 1 + number),
            }
            for number in range(1, 8)
        ],
    )
    said = words_of(app)
    assert "This needs the table changes" in said
    assert "Half of 7 answers followed up are done within 4 days" in said
