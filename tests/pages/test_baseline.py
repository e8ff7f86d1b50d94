"""The page of the first year, and the card of those who were asked and did not answer."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from insight.publish import publish

from .test_every_page import drawn_on, is_whole, words_of

REPOSITORY = Path(__file__).resolve().parents[2]
BASELINE, TREND = "pages/executives/baseline.py", "pages/executives/nps_trend.py"


@pytest.fixture
def shown(monkeypatch):
    """`shown(folder, page, address)`: a page as a reader who opens it has it."""

    def run(folder: Path, page: str, address: dict | None = None) -> AppTest:
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        for key, value in (address or {}).items():
            app.query_params[key] = value
        return app.switch_page(page).run()

    return run


def scored(day, *scores, **dimensions):
    return [{"responded_on": day, "recommend_score": score, **dimensions} for score in scores]


def test_the_surveys_are_shown_by_default_and_nothing_else_where_that_is_asked(shown, demo_folder):
    app = shown(demo_folder, BASELINE)
    assert app.title[0].value.startswith("NPS in 2025 is 9 points lower than in 2022")
    assert app.selectbox(key="choice:by").value == "survey"
    assert "Yearly relationship" in drawn_on(app)
    app = shown(demo_folder, BASELINE, {"by": ""})
    assert app.selectbox(key="choice:by").value == ""
    assert "Yearly relationship" not in drawn_on(app)
    app = shown(demo_folder, BASELINE, {"by": "region"})
    assert "Islands" in drawn_on(app)


def test_a_baseline_that_the_exports_no_longer_say_is_told_with_both_numbers(
    shown, tables_in, tmp_path
):
    first = scored(date(2024, 2, 1), *[9] * 50, *[0] * 30)
    later = scored(date(2025, 2, 1), *[9] * 50, *[0] * 30)
    as_of = date(2025, 12, 31)
    for answers in (first + later, first[:60] + later):
        tables_in(tmp_path, as_of, survey_responses=answers)
        version = publish(tmp_path)
    day = date.fromisoformat(version.published_at[:10])
    app = shown(tmp_path, BASELINE)
    assert is_whole(app)
    said = words_of(app)
    assert f"counted when first published on {day.day} " in said
    assert "first published as 25 from 80 answers, the exports now hold 60 and say 67" in said
    assert "NPS in 2025 shows no change from that in 2024" in said


def test_invitations_that_lack_a_filtered_dimension_say_so(shown, demo_folder):
    said = words_of(shown(demo_folder, TREND, {"where": "segment=Freight"}))
    assert "The table invitations does not say segment, so it cannot be filtered by it" in said
    assert "of those asked answered" not in said


def test_invitations_of_another_time_say_when_there_are_none(shown, given, tmp_path):
    given(
        survey_responses=scored(date(2024, 2, 1), *[9] * 40) + scored(date(2025, 2, 1), *[9] * 40),
        invitations=[{"day": date(2025, 2, 1), "sent": 200}],
    )
    said = words_of(shown(tmp_path, TREND, {"from": "2024-01-01", "to": "2024-12-31"}))
    assert "The table invitations has no rows for Everyone, 2024." in said


def test_the_card_says_how_many_answer_and_what_silence_leaves_open(shown, demo_folder):
    said = words_of(shown(demo_folder, TREND, {"unit": "year"}))
    assert "26 % of those asked answered in 2025, fewer than the 29 % of 2021; had all" in said
