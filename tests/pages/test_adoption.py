"""What the pages about channels and leads say, on the demo and where something is missing."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from .test_every_page import REPOSITORY, is_whole, words_of

CHANNELS = "pages/executives/adoption.py"
LEADS = "pages/workshops/lead_or_follow.py"
ANSWER = {"responded_on": date(2026, 1, 5), "recommend_score": 9}


@pytest.fixture
def opened(monkeypatch):
    """`opened(folder, page, address)`: a page as a reader who opens it has it."""

    def run(folder, page, address=None):
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        for key, value in (address or {}).items():
            app.query_params[key] = value
        return app.switch_page(page).run()

    return run


def test_the_title_names_the_channel_pushed_too_early(opened, demo_folder):
    app = opened(demo_folder, CHANNELS)
    assert app.title[0].value == "App was pushed 12 to 13 months before customers took to it"
    said = words_of(app)
    assert "App grew from 6 to 54 % of interactions since November 2021" in said
    assert "no curve for Phone and Web: its share has not risen by five points" in said
    assert "No teaching is on record" in said


def test_nps_by_time_since_first_use_is_of_the_channel_chosen(opened, demo_folder):
    said = words_of(opened(demo_folder, CHANNELS))
    assert "App: NPS 3 to 6 months after first use is" in said
    assert "so a difference need not come from using it" in said
    said = words_of(opened(demo_folder, CHANNELS, {"first_used": "Phone"}))
    assert "Phone: No difference between times since first use" in said


def test_where_nothing_tells_when_a_channel_was_first_used_it_says_what_would(
    opened, given, tmp_path
):
    used = [{"day": date(2026, 1, 1), "channel": "App", "interactions": 50}]
    given(survey_responses=[ANSWER], interactions=used)
    app = opened(tmp_path, CHANNELS)
    assert is_whole(app)
    said = words_of(app)
    assert "interactions are counted by day, not by customer" in said
    assert "direction they_called" in said


def test_a_filter_that_interactions_do_not_carry_is_named(opened, demo_folder):
    said = words_of(opened(demo_folder, CHANNELS, {"where": ["segment=Freight"]}))
    assert "The table interactions does not say segment" in said


def test_interactions_without_a_push_show_their_shares(opened, given, tmp_path):
    used = [
        {"day": date(2026, month, 1), "channel": channel, "interactions": 50}
        for month in (1, 2)
        for channel in ("App", "Phone")
    ]
    later = ANSWER | {"responded_on": date(2026, 3, 5)}
    given(survey_responses=[ANSWER, later], interactions=used)
    app = opened(tmp_path, CHANNELS)
    assert is_whole(app)
    said = words_of(app)
    assert "No change of ours of kind channel names a channel" in said
    assert "No channel gained five points of share since" in said
    assert "Answers do not say by which channel" in said


def test_the_three_columns_hold_every_theme(opened, demo_folder):
    app = opened(demo_folder, LEADS)
    assert app.title[0].value == (
        "We follow on two themes: customers moved 14 to 15 months before us on "
        "“Told about delays”; we lead on seven themes"
    )
    said = words_of(app)
    for heading in ("Where customers are leading us", "Where we lead the pack"):
        assert heading in said
    assert "No theme stands here." in said


def test_hostile_titles_of_changes_are_shown_as_they_stand(opened, given, tmp_path):
    title = "<script>alert(1)</script> [x](javascript:y)"
    given(
        survey_responses=[ANSWER],
        changes=[
            {
                "change_id": "1",
                "lane": "market",
                "title": title,
                "item": "**Price**",
                "started_on": date(2026, 1, 2),
            }
        ],
    )
    app = opened(tmp_path, LEADS)
    assert is_whole(app)
    cards = [element.value for element in (*app.markdown, *app.caption)]
    assert any(r"\<script\>alert\(1\)" in card for card in cards)
    assert any(r"\*\*Price\*\*" in card for card in cards)
