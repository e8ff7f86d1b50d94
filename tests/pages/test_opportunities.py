"""What the page on gaps to close says, and how the efforts set on it are kept."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from insight.ui.efforts import in_address
from tests.queries.rows import rated, together

from .test_every_page import REPOSITORY, drawn_on, is_whole, words_of

PAGE = "pages/workshops/opportunities.py"
WANT_AND_LACK, WANT_AND_GET = (5, 1), (5, 5)


@pytest.fixture
def opened(monkeypatch):
    """`opened(folder, address)`: the page as a reader who opens it has it."""

    def run(folder, address=None):
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        for key, value in (address or {}).items():
            app.query_params[key] = value
        app.switch_page(PAGE).run()
        assert is_whole(app)
        return app

    return run


def listed(app):
    """The items of the short list, first to last."""
    [text] = [one.value for one in app.markdown if one.value.startswith("1. **")]
    return [name.replace("\\", "") for name in re.findall(r"^\d\. \*\*(.*)\*\*", text, re.M)]


def table_of(app):
    [table] = app.data_editor
    return table


@pytest.fixture
def three_gaps(given, tmp_path):
    """Items that forty people want: none gets the first, ten the second, twenty the third."""
    given(
        **together(
            *(
                rated(item, [WANT_AND_LACK] * (40 - get) + [WANT_AND_GET] * get)
                for item, get in (("Delays", 0), ("Price", 10), ("Refunds", 20))
            )
        )
    )
    return tmp_path


def test_the_demo_names_the_first_gap_and_three_to_start_with(opened, demo_folder):
    app = opened(demo_folder, {"from": "2025-11-01", "to": "2026-10-31"})
    assert "“Told about delays” is the gap to close first" in app.title[0].value
    assert listed(app) == ["Told about delays", "Fair price", "Refunds without a fight"]
    assert "With limited resources, these three" in words_of(app)
    assert "Wi-Fi that works" in words_of(app)


def test_a_breakdown_is_drawn_and_said_beside_the_title_for_everyone(opened, demo_folder):
    app = opened(demo_folder, {"by": "segment"})
    assert "is the gap to close first" in app.title[0].value
    assert "it differs by segment" in words_of(app)
    assert "Coach groups" in drawn_on(app)


def test_efforts_in_the_address_change_the_order_and_stand_in_the_table(opened, three_gaps):
    app = opened(three_gaps)
    assert listed(app) == ["Delays", "Price", "Refunds"]
    assert list(table_of(app).value["effort"]) == [3, 3, 3]
    link = in_address({"Refunds": 1, "Delays": 3})
    again = opened(three_gaps, {"effort": link})
    # Scores are 20, 17.5 and 15: 10/3, 7.5/3 and 5/1.
    assert listed(again) == ["Refunds", "Delays", "Price"]
    assert list(table_of(again).value["effort"]) == [3, 3, 1]
    assert again.session_state["choices"]["effort"] == link


def test_an_effort_out_of_bounds_or_of_an_item_long_gone_leaves_the_others(opened, three_gaps):
    gone, beyond = in_address({"Gone": 1}), in_address({"Delays": 9})
    app = opened(three_gaps, {"effort": f"{in_address({'Price': 2})}.{gone}.{beyond}"})
    assert f"“{gone}.{beyond}” is no effort of an item here" in words_of(app)
    assert list(table_of(app).value["effort"]) == [3, 2, 3]


@pytest.mark.parametrize("effort", ["zzzz9", "1", "....", "<script>", "\0", "٣٣٣٣٣", "x" * 3000])
def test_an_effort_of_no_item_is_left_out_with_a_word(opened, three_gaps, effort):
    app = opened(three_gaps, {"effort": effort})
    assert "is no effort of an item here" in words_of(app)
    assert list(table_of(app).value["effort"]) == [3, 3, 3]


def test_without_scores_nothing_is_ranked_and_the_title_says_why(opened, real_survey):
    app = opened(real_survey("spack"))
    assert "so none has an opportunity score" in app.title[0].value
    assert "28 items" in words_of(app)
    assert not app.data_editor


def test_picks_are_ranked_by_the_share_who_picked(opened, real_survey):
    app = opened(real_survey("kcmo"))
    assert "“Streets, sidewalks and infrastructure” is the gap to close first" in words_of(app)
    assert "Importance is the share who picked it" in words_of(app)
    assert "recommend_score in survey_responses would add what goes with the score" in words_of(app)
    assert listed(app) == ["Streets, sidewalks and infrastructure"]


def test_a_hostile_item_stays_text(opened, given, tmp_path):
    given(**rated("**x** <img src=x> :smile: [a](b)", [WANT_AND_LACK] * 40))
    app = opened(tmp_path)
    shown = [one.value for kind in ("markdown", "title", "subheader") for one in app.get(kind)]
    assert any("img src" in text for text in shown)
    assert not any(re.search(r"(?<!\\)(<img|\[a\]|\*\*x)", text) for text in shown)
