"""What the page on the age of the relationship says where something is missing or too small."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from insight.tables import TABLES
from tests.queries.rows import answered, by_customer

from .test_every_page import REPOSITORY, drawn_on, is_whole, words_of

PAGE = "pages/executives/nps_by_tenure.py"
IN_2024, IN_2025 = date(2024, 5, 10), date(2025, 5, 10)


def followed(before, after, customers, first):
    return [
        answer
        for number in range(customers)
        for answer in by_customer(f"{first} {number}", (IN_2024, before), (IN_2025, after))
    ]


MOVES = followed(9, 9, 40, "stayed") + followed(9, 0, 12, "lost") + followed(0, 9, 33, "won")


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


@pytest.fixture
def page_of(opened, given, tmp_path):
    """`page_of(**tables)`: the page on these tables."""

    def published(**tables):
        given(**tables)
        return opened(tmp_path)

    return published


def test_the_demo_tells_its_story(opened, demo_folder):
    app = opened(demo_folder)
    said = words_of(app)
    assert "NPS in the first year is" in app.title[0].value
    assert "The same 3,449 customers score 7 points higher in 2025 than in 2024" in said
    assert "2024 to 2025: 136 promoters became detractors and 453 detractors recovered" in said
    assert "Who answers a third time has stayed" in said
    assert '"sankey"' in drawn_on(app)


def test_another_pair_can_be_chosen_and_drawn_by_revenue_with_the_silent(opened, demo_folder):
    app = opened(demo_folder, {"pair": "1", "flow": "revenue", "silent": "yes"})
    assert "2023 to 2024: 173 promoters became detractors" in words_of(app)
    assert "No answer<br>" in drawn_on(app)


def test_without_customers_the_page_says_which_table_to_add(page_of):
    app = page_of(survey_responses=MOVES)
    said = words_of(app)
    assert "This needs the table customers" in said
    assert TABLES["customers"].adds in said
    assert "The same 85 customers score" in said
    assert "12 promoters became detractors and 33 detractors recovered" in said
    assert "pale: fewer than 30 customers, too thin to say much" in said
    assert "customers.revenue_per_year would add the revenue that moved" in said


def test_without_customer_ids_nobody_can_be_followed_and_it_says_why(page_of):
    app = page_of(survey_responses=answered(IN_2024, *[9] * 40) + answered(IN_2025, *[0] * 40))
    said = words_of(app)
    assert said.count("This needs customer_id in survey_responses") == 2
    assert "they carry no customer_id" in said


def test_where_nobody_answered_in_two_years_in_a_row_it_says_so(page_of):
    app = page_of(
        survey_responses=[
            *(row for n in range(40) for row in by_customer(f"a{n}", (date(2022, 5, 1), 9))),
            *(row for n in range(40) for row in by_customer(f"b{n}", (IN_2025, 9))),
        ]
    )
    assert "Nobody among these answers gave a score in two years in a row" in words_of(app)


def test_answers_of_nobody_known_are_counted_in_words(page_of):
    app = page_of(survey_responses=MOVES + answered(IN_2025, *[9] * 17))
    assert "without 17 answers that carry no customer_id" in words_of(app)


def test_too_small_flows_are_hidden_and_counted_in_words(page_of):
    app = page_of(survey_responses=MOVES + followed(9, 7, 4, "slipped"))
    said = words_of(app)
    assert "2 flows hidden: fewer than 10 customers" in said
    shown = [flow for flow in app.dataframe if "customers" in flow.value.columns]
    customers = {float(n) for frame in shown for n in frame.value["customers"].dropna()}
    assert customers <= {89.0, 40.0, 33.0}


def test_thin_pairs_are_said_to_be_too_thin(page_of):
    app = page_of(survey_responses=followed(9, 0, 12, "lost"))
    assert "Only 12 customers answered in 2024 and in 2025: too thin to say more" in words_of(app)


def test_text_of_an_export_cannot_reach_the_page_as_markup(page_of):
    hostile = "<script>alert(1)</script> **bold**"
    app = page_of(
        survey_responses=[answer | {"region": hostile} for answer in MOVES],
        customers=[{"customer_id": "won 1", "since": IN_2024, "account": hostile}],
    )
    assert "<script>" not in drawn_on(app)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"pair": "99"}, "there is no pair “99” here; showing 2024 to 2025"),
        ({"flow": "gold"}, "there is no flow “gold” here"),
        ({"silent": "maybe"}, "there is no silent “maybe” here"),
    ],
)
def test_a_bad_choice_in_the_address_falls_back_with_a_visible_word(
    opened, demo_folder, address, said
):
    assert said in words_of(opened(demo_folder, address))


def test_days_within_a_month_stand_for_the_month_and_the_page_says_so(opened, demo_folder):
    app = opened(demo_folder, {"from": "2025-03-10", "to": "2025-05-20"})
    assert "these answers are counted by whole months: March to May 2025" in words_of(app)
