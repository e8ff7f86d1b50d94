from datetime import date

from .test_every_page import drawn_on, is_whole, shown, words_of

__all__ = ["shown"]

PAGE = "pages/executives/change_effects.py"


def test_the_title_states_the_largest_effect_and_its_course_is_drawn(shown, demo_folder):
    app = shown(demo_folder, PAGE)
    said = words_of(app)
    assert app.title[0].value.startswith("Fast ferry to the Islands raised NPS by 14 points")
    assert "nothing moved, as it should be" in said
    assert "started 1 October 2023" in drawn_on(app)
    verdicts = {row["title"]: row["verdict"] for row in app.dataframe[0].value.to_dict("records")}
    assert verdicts["New lounges on the Eastern routes"] == (
        "It did not move NPS by more than 7 points"
    )
    assert verdicts["Text messages about delays"] == (
        "Cannot be told apart from Bridge toll introduced, so close in time"
    )


def test_a_link_names_the_measure_and_the_change(shown, demo_folder):
    app = shown(demo_folder, PAGE, {"effect_on": "delivered", "change": "CH23"})
    said = words_of(app)
    assert "raised delivery of “Short crossing” by 13 points" in app.title[0].value
    assert "Refund rules tightened lowered delivery of “Refunds without a fight”" in said
    assert "started 1 June 2025" in drawn_on(app)


def test_customers_told_are_held_against_those_not_told(shown, demo_folder):
    app = shown(demo_folder, PAGE)
    said = words_of(app)
    assert "Being told of three changes made no difference to NPS of more than 12 points" in said
    assert "9 changes with too few answers stand in the list only" in said
    assert "Nobody drew lots over whom to tell" in said
    verdicts = {
        (row["title"], row["verdict"])
        for table in app.dataframe
        if "nps_told_before" in table.value.columns
        for row in table.value.to_dict("records")
    }
    assert ("Punctuality plan", "No difference of more than 6 points") in verdicts


def test_without_contacts_the_card_says_what_to_add(shown, given, tmp_path):
    ours = {"change_id": "A", "lane": "ours", "title": "Boat", "started_on": date(2026, 1, 2)}
    answered = [{"responded_on": date(2026, 1, day), "recommend_score": 9} for day in (1, 5)]
    given(survey_responses=answered, changes=[ours])
    assert "This needs the table contacts" in words_of(shown(tmp_path, PAGE))


def test_where_nobody_was_told_the_card_says_what_would_tell(shown, given, tmp_path):
    ours = {"change_id": "A", "lane": "ours", "title": "Boat", "started_on": date(2026, 1, 2)}
    answered = [{"responded_on": date(2026, 1, day), "recommend_score": 9} for day in (1, 5)]
    called = {"customer_id": "a", "contacted_on": date(2026, 1, 3), "direction": "they_called"}
    given(survey_responses=answered, changes=[ours], contacts=[called])
    app = shown(tmp_path, PAGE)
    assert is_whole(app)
    assert "contacts of direction told within 30 days of it" in words_of(app)


def test_without_a_change_of_ours_the_page_says_so_and_not_that_ratings_lack(
    shown, given, tmp_path
):
    theirs = {"change_id": "M", "lane": "market", "title": "Levy", "started_on": date(2026, 1, 2)}
    answered = {"responded_on": date(2026, 1, 5), "recommend_score": 9}
    given(survey_responses=[answered], changes=[theirs])
    app = shown(tmp_path, PAGE)
    assert is_whole(app)
    assert "No change of ours started in this period" in words_of(app)
    assert "ratings" not in words_of(app)


def test_without_a_table_of_changes_the_page_says_what_to_add(shown, given, tmp_path):
    given(survey_responses=[{"responded_on": date(2026, 1, 5), "recommend_score": 9}])
    assert "This needs the table changes" in words_of(shown(tmp_path, PAGE))
