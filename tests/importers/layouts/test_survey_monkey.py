"""SurveyMonkey: two header rows, questions above and options below."""

from datetime import date

from insight.importers.layouts import recognise
from tests.importers.layouts.conftest import first_rows, layout_of, line


def test_two_header_rows_come_in_by_the_suggested_lines(imported):
    came = imported("survey_monkey")
    assert [(row["responded_on"], row["recommend_score"]) for row in came.responses] == [
        (date(2025, 10, 26), 10),
        (date(2025, 10, 27), 7),
        (date(2025, 10, 30), 4),
    ]
    assert came.ratings["118000002", "Friendliness"] == (None, 3)


def test_a_blank_cell_above_belongs_to_the_question_on_its_left():
    columns = layout_of("survey_monkey").columns
    assert columns[9] == "How likely is it that you would recommend us?"
    assert columns[10:13] == (
        "Please rate our branch - Speed",
        "Please rate our branch - Friendliness",
        "Please rate our branch - Opening hours",
    )
    assert columns[-1] == "What could we do better?"


def test_options_that_were_ticked_are_no_ratings():
    layout = layout_of("survey_monkey")
    items = [each.name for each in layout.suggestions if each.table == "ratings.items"]
    assert items == ["Speed", "Friendliness", "Opening hours"]


def test_a_score_spread_over_its_options_is_one_column(imported):
    came = imported("survey_monkey_spread")
    assert [row["recommend_score"] for row in came.responses] == [10, 7]
    layout = layout_of("survey_monkey_spread")
    assert [name for name in layout.columns[9:] if name] == [
        "How likely is it that you would recommend us?"
    ]


def test_a_score_whose_options_are_only_ticked_is_not_guessed_and_says_why():
    above, below, *answers = first_rows("survey_monkey_spread")
    ticked = [(*row[:9], *("1" if cell else "" for cell in row[9:])) for row in answers]
    layout = recognise([above, below, *ticked])
    assert line(layout, "recommend_score") is None
    assert layout.spread == {}
    seven = "How likely is it that you would recommend us? - 7"
    assert "condensed columns" in layout.left_out[seven]


def test_an_export_without_the_tools_own_columns_is_known_by_its_second_row():
    above = ("Respondent ID", "Contact information", "", "Are you coming?", "Why?")
    below = ("", "Name", "Email", "Response", "Open-Ended Response")
    layout = recognise([above, below, ("118120333334", "Ada", "ada@example.org", "Yes", "")])
    assert layout.name == "SurveyMonkey, two header rows"
    assert layout.columns[1:4] == (
        "Contact information - Name",
        "Contact information - Email",
        "Are you coming?",
    )
    assert set(layout.columns[1:3]) <= layout.left_out.keys(), "people, by the words below"


def test_without_a_second_header_row_the_first_answer_is_row_two():
    above, _, *answers = first_rows("survey_monkey")
    layout = recognise([above, *answers])
    assert (layout.name, layout.first_answer) == ("SurveyMonkey, one header row", 2)


def test_a_day_that_could_be_another_is_asked_about():
    rows = [
        tuple(cell.replace("10/26/", "10/06/") for cell in row)
        for row in first_rows("survey_monkey")[:3]
    ]
    responded_on = line(recognise(rows), "responded_on")
    assert responded_on.entry == {"column": "End Date"}
    assert responded_on.decide
    assert "%d/%m/%Y" in responded_on.reason
    assert "%m/%d/%Y" in responded_on.reason


def test_people_are_left_out():
    left_out = layout_of("survey_monkey").left_out
    assert {"IP Address", "Email Address", "First Name", "Last Name"} <= left_out.keys()


def test_a_rating_of_the_help_by_phone_is_no_phone_number():
    rows = [
        tuple(cell.replace("Friendliness", "Help by phone") for cell in row)
        for row in first_rows("survey_monkey")
    ]
    layout = recognise(rows)
    assert "Please rate our branch - Help by phone" not in layout.left_out
    assert line(layout, "Help by phone", "ratings.items")
