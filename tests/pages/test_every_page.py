"""What holds for every page, whatever is asked of it; a new page joins by existing."""

import json
import math
import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from insight.tables import TABLES
from insight.ui.chart_message import drawn

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("pages/**/*.py"))
REAL_SURVEYS = ("kcmo", "bank", "spack", "prepbench_040", "prepbench_122")

EVERYONE = {}
FEW = {"from": "2022-02-01", "to": "2022-02-28", "where": ["region=Islands", "channel=App"]}
NONE = {"from": "1999-01-01", "to": "1999-12-31"}

every_page = pytest.mark.parametrize("page", PAGES)


@pytest.fixture
def shown(monkeypatch):
    """`shown(folder, page, address)`: a page of the dashboard as a reader who opens it has it."""

    def run(folder: Path, page: str, address: dict | None = None) -> AppTest:
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
        for key, value in (address or {}).items():
            app.query_params[key] = value
        return app.switch_page(page).run()

    return run


def words_of(app: AppTest) -> str:
    """Everything a page says in words."""
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "metric",
    )
    said = []
    for kind in kinds:
        for element in app.get(kind):
            said += [str(getattr(element, name, "")) for name in ("label", "value", "delta")]
    return "\n".join(said).replace("\\", "")


def drawn_on(app: AppTest) -> str:
    """Every chart of a page, as the numbers sent to the browser."""
    elements = [element.proto for element in app.get("bidi_component")]
    own = [drawn(proto.bytes) for proto in elements if proto.component_name == "chart"]
    by_streamlit = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    return json.dumps(own + by_streamlit)


def is_whole(app: AppTest) -> bool:
    """Whether nothing failed: no exception, no failed card, and a title."""
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    return len(app.title) == 1


def test_pages_lie_one_folder_deeper_than_pages():
    # Streamlit would run a file directly in pages/ without app.py, so without its filters.
    assert len(PAGES) >= 5
    assert {len(Path(page).parts) for page in PAGES} == {3}


def test_every_page_is_in_the_navigation():
    app = (REPOSITORY / "app.py").read_text(encoding="utf-8")
    assert sorted(re.findall(r'st\.Page\("([^"]+)"', app)) == PAGES


@every_page
@pytest.mark.parametrize("address", [EVERYONE, FEW, NONE], ids=["everyone", "few", "none"])
def test_a_page_opens_on_the_demo(shown, demo_folder, page, address):
    app = shown(demo_folder, page, address)
    assert is_whole(app)
    assert app.main.children
    assert "fictional" in words_of(app)


@every_page
@pytest.mark.parametrize("survey", REAL_SURVEYS)
def test_a_page_opens_on_a_real_survey(shown, real_survey, page, survey):
    app = shown(real_survey(survey), page)
    assert is_whole(app)
    assert "fictional" not in words_of(app)


@every_page
@pytest.mark.parametrize("survey", REAL_SURVEYS)
def test_a_page_of_a_real_survey_opens_on_a_period_without_answers(
    shown, real_survey, page, survey
):
    assert is_whole(shown(real_survey(survey), page, NONE))


@every_page
def test_a_page_opens_on_a_company_with_answers_alone(shown, given, tmp_path, page):
    given(survey_responses=[{"responded_on": date(2026, 1, 5)}])
    assert is_whole(shown(tmp_path, page))


def test_a_page_without_any_answers_names_the_filter_to_relax(shown, demo_folder):
    said = words_of(shown(demo_folder, "pages/executives/nps_trend.py", NONE))
    assert "No answers match: Everyone, 1999." in said
    assert re.search(r"Without the period there are 60,472 answers\.", said)


def test_a_survey_without_scores_says_what_scores_would_add(shown, real_survey):
    said = words_of(shown(real_survey("kcmo"), "pages/executives/nps_trend.py"))
    assert "This needs recommend_score" in said
    assert "Name its column in the mapping" in said


@pytest.mark.parametrize(
    ("survey", "page", "table"),
    [
        ("bank", "pages/executives/want_vs_delivered.py", "ratings"),
        ("bank", "pages/executives/drivers.py", "ratings"),
        ("bank", "pages/executives/overview.py", "ratings"),
        ("bank", "pages/executives/change_timeline.py", "changes"),
        ("bank", "pages/executives/nps_trend.py", "invitations"),
        ("kcmo", "pages/executives/change_timeline.py", "changes"),
        ("kcmo", "pages/executives/overview.py", "changes"),
        ("prepbench_040", "pages/executives/want_vs_delivered.py", "ratings"),
    ],
)
def test_a_missing_table_is_named_with_what_it_would_add(shown, real_survey, survey, page, table):
    said = words_of(shown(real_survey(survey), page))
    assert f"This needs the table {table}" in said
    assert TABLES[table].adds in said


BAD_ADDRESSES = [
    ({"period": "3y"}, "there is no period '3y'"),
    ({"from": "yesterday"}, "'yesterday' is no day"),
    ({"from": "2026-05-01", "to": "2026-04-01"}, "swap the two days"),
    ({"versus": "last_year"}, "there is no comparison 'last_year'"),
    ({"versus_from": "2026-05-01", "versus_to": "2026-04-01"}, "swap the two days"),
    ({"where": "region=Atlantis"}, "region has no value 'Atlantis'"),
    ({"where": "planet=Earth"}, "there is no dimension 'planet'"),
    ({"where": "region"}, "write it as dimension=value"),
    ({"where": ["region=Islands", "region=<script>alert(1)</script>"]}, "region has no value"),
]


@pytest.mark.parametrize(("address", "word"), BAD_ADDRESSES, ids=str)
def test_a_bad_value_in_the_address_falls_back_with_a_visible_word(
    shown, demo_folder, address, word
):
    app = shown(demo_folder, "pages/executives/overview.py", address)
    assert is_whole(app)
    assert [warning.value for warning in app.warning] != []
    assert word in words_of(app)


@pytest.mark.parametrize(
    "address",
    [
        {"from": "0001-01-01"},
        {"from": "0001-01-01", "to": "0001-01-31"},
        {"to": "9999-12-31"},
        {"versus_from": "0001-01-01", "versus_to": "9999-12-31"},
        {"versus_from": "1800-01-01", "versus_to": "2200-12-31"},
        {"period": "", "where": "", "from": "", "versus": "", "unknown": "x"},
        {"from": "2026-02-30", "versus": "\0", "where": "=" * 500},
    ],
    ids=str,
)
def test_no_days_in_the_address_break_the_overview(shown, demo_folder, address):
    assert is_whole(shown(demo_folder, "pages/executives/overview.py", address))


@every_page
@pytest.mark.parametrize("days", [{"from": "1800-01-01", "to": "2200-12-31"}, {"from": "0001"}])
def test_no_address_breaks_a_page(shown, demo_folder, page, days):
    choices = {"unit": "week", "by": "planet", "window": "-1", "item": "../..", "draw": "pie"}
    assert is_whole(shown(demo_folder, page, days | choices))


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("pages/executives/nps_trend.py", {"unit": "week"}),
        ("pages/executives/nps_trend.py", {"by": "planet"}),
        ("pages/executives/nps_trend.py", {"window": "7"}),
        ("pages/executives/want_vs_delivered.py", {"item": "Nothing"}),
        ("pages/executives/change_timeline.py", {"unit": "day"}),
    ],
)
def test_a_bad_choice_in_the_address_falls_back_with_a_visible_word(
    shown, demo_folder, page, address
):
    [(choice, value)] = address.items()
    app = shown(demo_folder, page, address)
    assert is_whole(app)
    assert f"Left out: there is no {choice} “{value}” here" in words_of(app)


def test_a_link_shows_the_view_it_was_copied_from(shown, demo_folder):
    address = {
        "from": "2025-01-01",
        "to": "2025-12-31",
        "versus": "baseline",
        "where": ["region=Islands", "segment=Freight", "segment=Leisure"],
    }
    app = shown(demo_folder, "pages/executives/nps_trend.py", address)
    assert app.selectbox(key="period").value == "own"
    assert app.selectbox(key="versus").value == "baseline"
    assert app.multiselect(key="where:region").value == ["Islands"]
    assert app.multiselect(key="where:segment").value == ["Freight", "Leisure"]
    assert "Islands, Freight or Leisure, 2025" in words_of(app)


@pytest.fixture
def thin_folder(given, tmp_path):
    """Nine answers on the Islands, which nobody may see, and a hundred in the North."""
    answers = [
        {
            "response_id": f"{region} {number}",
            "responded_on": date(2026, 1, 15),
            "recommend_score": score,
            "region": region,
        }
        for region, scores in (("Islands", [9] * 7 + [0] * 2), ("North", [9, 9, 7, 0] * 25))
        for number, score in enumerate(scores)
    ]
    ratings = [
        {
            "response_id": answer["response_id"],
            "item": "Price",
            "wanted": 4.0 if answer["region"] == "Islands" else 5.0,
            "wanted_low": 1.0,
            "wanted_high": 5.0,
            "delivered": 2.0 if answer["region"] == "Islands" else 3.0,
            "delivered_low": 1.0,
            "delivered_high": 5.0,
        }
        for answer in answers
    ]
    given(survey_responses=answers, ratings=ratings)
    return tmp_path


@every_page
def test_no_page_shows_a_number_of_fewer_answers_than_the_minimum(shown, thin_folder, page):
    app = shown(thin_folder, page, {"where": "region=Islands"})
    assert is_whole(app)
    said = words_of(app)
    assert "Fewer than 10 answers match" in said
    for secret in ("55.5", "55.6", "NPS is 56", "from 9", "7 promoters", "\N{MINUS SIGN}75"):
        assert secret not in said
    assert not re.search(r"55\.5|\b75\.0|\b25\.0", drawn_on(app))
    for table in app.dataframe:
        frame = table.value
        for column in frame.columns.intersection(["nps", "respondents", "gap", "wanted"]):
            assert frame[column].isna().all(), column


@pytest.mark.parametrize(
    ("page", "number"),
    [("pages/executives/nps_trend.py", "25.0"), ("pages/executives/want_vs_delivered.py", "50.0")],
)
def test_the_same_page_draws_the_numbers_of_enough_answers(shown, thin_folder, page, number):
    app = shown(thin_folder, page, {"where": "region=North"})
    assert "100 answers match" in words_of(app)
    assert number in drawn_on(app)


DRIVERS = "pages/executives/drivers.py"


def test_scores_and_ratings_of_different_people_say_that_they_are(shown, given, tmp_path):
    given(
        survey_responses=[
            {"response_id": "scored", "responded_on": date(2026, 1, 5), "recommend_score": 9},
            {"response_id": "rated", "responded_on": date(2026, 1, 5)},
        ],
        ratings=[
            {
                "response_id": "rated",
                "item": "Price",
                "delivered": 3.0,
                "delivered_low": 1.0,
                "delivered_high": 5.0,
            }
        ],
    )
    app = shown(tmp_path, DRIVERS)
    assert "none has both a score from 0 to 10 and a rating" in words_of(app)
    assert is_whole(app)


def test_drivers_are_said_to_be_association_and_how_many_people_they_rest_on(shown, demo_folder):
    said = words_of(shown(demo_folder, DRIVERS))
    assert "This is association, not cause" in said
    assert "“Staff who care” goes most with the score" in said
    assert "people gave a score and rated all twelve items" in said
    assert "“Feeling safe” is wanted 2nd of eleven, yet goes 9th with the score" in said
    assert "Promoters praise “Feeling safe” most" in said


COMPARING = ("pages/executives/what_moved_nps.py", "pages/explore/segment_scan.py")


@pytest.mark.parametrize("page", COMPARING)
def test_a_page_that_compares_by_a_dimension_says_what_one_is(shown, given, tmp_path, page):
    given(survey_responses=[{"responded_on": date(2026, 1, 5), "recommend_score": 9}])
    said = words_of(shown(tmp_path, page))
    assert "This needs a dimension with more than one value" in said


@pytest.mark.parametrize("page", COMPARING)
def test_a_page_compares_nothing_where_the_periods_share_days(shown, demo_folder, page):
    days = {"from": "2025-01-01", "to": "2025-12-31"}
    shared = {"versus_from": "2025-06-01", "versus_to": "2025-12-31"}
    app = shown(demo_folder, page, days | shared)
    assert "2025 and June to December 2025 share days" in app.title[0].value
    assert is_whole(app)


def test_the_dimension_chosen_is_the_one_a_change_is_split_by(shown, demo_folder):
    address = {"from": "2025-01-01", "to": "2025-12-31"}
    page = "pages/executives/what_moved_nps.py"
    assert "inside each segment" in shown(demo_folder, page, address).title[0].value
    assert "each region" in shown(demo_folder, page, address | {"by": "region"}).title[0].value


GAPS, STORY = "pages/executives/want_vs_delivered.py", "pages/explore/item_story.py"


def table_with(app, *columns):
    """The rows of the first table of a page that has these columns."""
    frames = (table.value for table in app.dataframe)
    return next(f.to_dict("records") for f in frames if set(columns) <= set(f.columns))


def test_kcmo_shows_the_figures_of_its_readme_as_picks(shown, real_survey):
    app = shown(real_survey("kcmo"), GAPS, {"where": "wave=2021 Q3"})
    said = words_of(app)
    assert "“Streets, sidewalks and infrastructure” comes first: 70 % picked it" in said
    assert "have no gap" in said
    drawn = drawn_on(app)
    for written in ("Picked as important", "<b>0.60</b>", "<b>0.27</b>", "<b>0.14</b>"):
        assert written in drawn
    # Don't know is no rating: with the code 9 read as one, the mean would be 98.9 % of maximum.
    by_item = {row["item"]: row for row in table_with(app, "item", "gap")}
    assert round(by_item["City planning"]["delivered"], 1) == 49.0


def test_kcmo_waves_stand_side_by_side(shown, real_survey):
    drawn = drawn_on(shown(real_survey("kcmo"), GAPS, {"by": "wave"}))
    for written in ("2021 Q3", "2022 Q1", "<b>0.60</b>", "<b>0.61</b>", "<b>0.28</b>"):
        assert written in drawn


def test_spack_shows_wants_and_quality_without_a_gap(shown, real_survey):
    app = shown(real_survey("spack"), GAPS)
    assert "asked of different items, so no gap can be shown" in app.title[0].value
    assert "no gap: no item was rated on both sides" in words_of(app)
    drawn = drawn_on(app)
    assert "No item was asked on both sides" in drawn
    assert "gap, points" not in drawn
    rows = table_with(app, "item", "gap")
    assert [
        row["item"]
        for row in rows
        if not math.isnan(math.nan if row["gap"] is None else row["gap"])
    ] == []
    assert {row["item"] for row in rows} >= {"Documentation", "Better error messages"}


def test_hard_items_alone_can_be_chosen_and_importance_derived(shown, demo_folder):
    app = shown(demo_folder, GAPS, {"kind": "soft", "importance": "derived"})
    assert "“Refunds without a fight” falls" in app.title[0].value
    said = words_of(app)
    assert "association with the score, not cause" in said
    kinds = {row["kind"] for row in table_with(app, "item", "gap")}
    assert kinds == {"soft"}


def test_the_story_of_an_item_holds_its_changes_and_its_comments(shown, demo_folder):
    app = shown(demo_folder, STORY, {"item": "Told about delays", "by": "segment"})
    said = words_of(app)
    assert "Told about delays: since" in app.title[0].value
    assert "The want was 12 points higher after “Being told matters more” than before" in said
    assert "not proof" in said
    listed = table_with(app, "number", "lane")
    assert [row["item"] for row in listed] == ["Told about delays"] * 3
    comments = table_with(app, "found")
    assert len(comments) == 50
    assert all("told" in row["found"] or "delays" in row["found"] for row in comments)


def test_an_item_without_changes_or_comments_says_so(shown, real_survey):
    said = words_of(shown(real_survey("kcmo"), STORY, {"item": "Police"}))
    assert "No change on record aimed at this item" in said
    assert "No comment of these answers has a word of the item's name" in said


def test_no_comment_is_shown_of_too_few_answers(shown, given, tmp_path):
    answers = [
        {"response_id": str(n), "responded_on": date(2026, 1, 5), "comment": "secret price"}
        | {"region": "Islands" if n < 9 else "North"}
        for n in range(30)
    ]
    ratings = [
        {"response_id": str(n), "item": "Price", "delivered": 3.0}
        | {"delivered_low": 1.0, "delivered_high": 5.0}
        for n in range(30)
    ]
    given(survey_responses=answers, ratings=ratings)
    few = shown(tmp_path, STORY, {"where": "region=Islands"})
    assert not any("secret" in str(table.value.to_numpy()) for table in few.dataframe)
    enough = shown(tmp_path, STORY, {"where": "region=North"})
    assert any("secret" in str(table.value.to_numpy()) for table in enough.dataframe)


def test_a_folder_without_a_version_says_how_to_publish(shown, tmp_path):
    app = shown(tmp_path, "pages/executives/overview.py")
    assert is_whole(app)
    assert "python -m insight publish" in words_of(app)
