"""What each change did: from answers by side and month, and the planted truths of the demo."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from insight.charts import change_effects
from insight.charts.change_verdicts import judged
from insight.filters import Filters
from insight.words import Words

TRUTHS = Path(__file__).parents[2] / "data" / "demo_truth.toml"


def scores(region, month, promoters, detractors, year=2025):
    return [
        {
            "response_id": f"{region} {year} {month} {number}",
            "responded_on": date(year, month, 10),
            "recommend_score": score,
            "region": region,
        }
        for number, score in enumerate([10] * promoters + [0] * detractors)
    ]


def a_change(change_id="C1", started_on=date(2025, 5, 1), exposed="region=North", **more):
    return {
        "change_id": change_id,
        "lane": "ours",
        "title": f"Change {change_id}",
        "started_on": started_on,
        "exposed": exposed,
        **more,
    }


def north_rose(months=range(1, 9), people=10):
    """The North alternates around 0 and from May on around 60; the South stays at 0."""
    rows = []
    for month in months:
        promoters = (5 if month < 5 else 8) * people // 10 + (month % 2) * people // 10
        rows += scores("North", month, promoters, people - promoters)
        rows += scores("South", month, people // 2, people // 2)
    return rows


def test_the_step_of_those_touched_less_the_others_is_the_effect(given, ask):
    gateway = given(survey_responses=north_rose(), changes=[a_change()])
    [row] = ask(gateway, "change_effects")
    # The North: 20, 0, 20, 0 before and 80, 60, 80, 60 after; errors that alternate weigh the
    # first month less than its share, so the step is near 60.
    assert row["effect"] == pytest.approx(60, abs=3)
    assert row["low"] < 60 < row["high"]
    assert {name: row[name] for name in ("change_id", "measure", "verdict", "title", "item")} == {
        "change_id": "C1",
        "measure": "nps",
        "verdict": "moved",
        "title": "Change C1",
        "item": None,
    }
    assert (row["respondents_before"], row["respondents_after"], row["periods"]) == (40, 40, 8)
    assert row["p"] == row["p_corrected"] < 0.05


def test_the_course_shows_those_touched_and_what_was_to_be_expected(given, ask):
    gateway = given(survey_responses=north_rose(), changes=[a_change()])
    rows = ask(gateway, "change_course")
    assert [row["observed"] for row in rows] == [20, 0, 20, 0, 80, 60, 80, 60]
    assert [row["respondents"] for row in rows] == [10] * 8
    assert all(row["in_model"] for row in rows)
    for row in rows:
        assert row["low"] < row["expected"] < row["high"]
        assert row["expected"] == pytest.approx(10, abs=3)


def test_only_the_columns_asked_for_first_come_first(given, ask):
    gateway = given(survey_responses=north_rose(), changes=[a_change()])
    [row] = ask(gateway, "change_effects")
    assert list(row)[:12] == [
        "change_id",
        "measure",
        "method",
        "effect",
        "low",
        "high",
        "p",
        "p_corrected",
        "placebo_p",
        "verdict",
        "respondents_before",
        "respondents_after",
    ]


def test_units_that_a_change_names_are_compared_one_by_one(given, ask):
    more = [row for month in range(1, 9) for row in scores("West", month, 5, 5)]
    gateway = given(survey_responses=[*north_rose(), *more], changes=[a_change()])
    assert ask(gateway, "change_checks") == [
        {
            "change_id": "C1",
            "units": 3,
            "units_touched": 1,
            "effect": pytest.approx(60),
            "cluster_p": pytest.approx(0, abs=1e-6),
            "permutation_p": pytest.approx(1 / 3),
            "periods": 8,
            "respondents": 240,
        }
    ]


@pytest.mark.parametrize(
    ("exposed", "method"),
    [
        (None, "everybody, with slope, AR(1) GLS"),
        ("  ", "everybody, with slope, AR(1) GLS"),
        ("region=North|South", "everybody, with slope, AR(1) GLS"),
        ("region=North", "touched less untouched, AR(1) GLS"),
    ],
)
def test_who_was_touched_says_what_is_compared(given, ask, exposed, method):
    gateway = given(survey_responses=north_rose(), changes=[a_change(exposed=exposed)])
    [row] = ask(gateway, "change_effects")
    assert row["method"] == method


def test_of_those_filtered_all_touched_stand_alone(given, ask):
    gateway = given(survey_responses=north_rose(), changes=[a_change()])
    [row] = ask(gateway, "change_effects", where={"region": ["North"]})
    assert row["method"].startswith("everybody")
    [nobody] = ask(gateway, "change_effects", where={"region": ["South"]})
    assert (nobody["verdict"], nobody["effect"], nobody["respondents_before"]) == (
        "too_few",
        None,
        0,
    )


@pytest.mark.parametrize(
    ("exposed", "why"),
    [
        ("regoin=North", "there is no dimension 'regoin'; did you mean 'region'?"),
        ("region=Nroth", "no answer has region 'Nroth'; did you mean 'North'?"),
        ("the north", "'the north' is no condition; write it as region=North|East"),
        ("region=North; region=South", "region stands twice; write region=one|other"),
        ("<b>=1", "there is no dimension '<b>'"),
    ],
)
def test_whom_a_change_touched_is_never_guessed(given, ask, exposed, why):
    gateway = given(survey_responses=north_rose(), changes=[a_change(exposed=exposed)])
    [note] = gateway.warehouse.version.notes
    assert note.startswith(f"changes: exposed of C1: {why}")
    assert note.endswith("its effect is not estimated")
    [row] = ask(gateway, "change_effects")
    assert (row["verdict"], row["effect"]) == ("too_few", None)


def test_conditions_of_two_dimensions_must_both_be_met(given, ask):
    rows = [row | {"segment": "SMB" if n % 2 else "Big"} for n, row in enumerate(north_rose())]
    gateway = given(
        survey_responses=rows, changes=[a_change(exposed=" region = North ; segment=SMB|SMB ")]
    )
    assert gateway.warehouse.version.notes == ()
    [row] = ask(gateway, "change_effects")
    assert row["respondents_before"] == 20


def test_ratings_of_the_item_are_measured_and_those_of_others_are_not(given, ask):
    answers = north_rose(people=20)
    ratings = [
        {"response_id": answer["response_id"], "item": item, **scale}
        | {
            "delivered": 3.0 + number % 2,
            "wanted": None if item == "Food" else 4.0 - number % 3 / 2,
        }
        for number, answer in enumerate(answers)
        for item in ("Price", "Food")
    ]
    gateway = given(
        survey_responses=answers,
        ratings=ratings,
        changes=[a_change("C1", item="Price"), a_change("C2", item="Food"), a_change("C3")],
    )
    rows = ask(gateway, "change_effects")
    assert [(row["change_id"], row["measure"]) for row in rows] == [
        ("C1", "nps"),
        ("C1", "wanted: Price"),
        ("C1", "delivered: Price"),
        ("C1", "gap: Price"),
        ("C2", "nps"),
        ("C2", "delivered: Food"),
        ("C3", "nps"),
    ]
    assert {row["verdict"] for row in rows} == {"not_identifiable"}
    assert rows[0]["not_told_apart_from"] == "C2, C3"
    # Price and Food leave each other alone; the change without an item may touch both.
    assert rows[1]["not_told_apart_from"] == "C3"


scale = {"wanted_low": 1.0, "wanted_high": 5.0, "delivered_low": 1.0, "delivered_high": 5.0}


def test_a_month_without_untouched_answers_is_left_out(given, ask):
    rows = [r for r in north_rose() if (r["region"], r["responded_on"].month) != ("South", 2)]
    gateway = given(survey_responses=rows, changes=[a_change()])
    [row] = ask(gateway, "change_effects")
    assert row["periods"] == 7


def test_nothing_is_estimated_from_fewer_answers_than_the_minimum(given, ask):
    rows = [*north_rose(), *scores("West", 1, 3, 0), *scores("West", 7, 3, 0)]
    gateway = given(
        survey_responses=rows,
        changes=[a_change(exposed="region=West"), a_change("C2", exposed="region=North")],
        minimum_answers=10,
    )
    west, north = ask(gateway, "change_effects")
    assert {name: value for name, value in west.items() if value is not None} == {
        "change_id": "C1",
        "measure": "nps",
    }
    assert north["verdict"] == "not_identifiable"
    course = [row for row in ask(gateway, "change_course") if row["change_id"] == "C1"]
    assert [row["observed"] for row in course] == [None, None]


def test_everyone_passive_and_no_scores_at_all_say_too_few(given, ask):
    rows = [row | {"recommend_score": 7} for row in north_rose()]
    [passive] = ask(given(survey_responses=rows, changes=[a_change()]), "change_effects")
    assert (passive["verdict"], passive["effect"]) == ("too_few", None)


def test_answers_without_scores_have_no_effect_on_nps(given, ask):
    rows = [row | {"recommend_score": None} for row in north_rose()]
    [unscored] = ask(given(survey_responses=rows, changes=[a_change()]), "change_effects")
    assert (unscored["verdict"], unscored["respondents_before"]) == ("too_few", 0)


def test_without_changes_of_ours_there_are_no_rows(given, ask):
    theirs = a_change() | {"lane": "market"}
    assert ask(given(survey_responses=north_rose(), changes=[theirs]), "change_effects") == []


def test_without_a_table_of_changes_there_are_no_rows(given, ask):
    gateway = given(survey_responses=north_rose())
    for question in ("change_effects", "change_course", "change_checks"):
        assert ask(gateway, question) == []


@pytest.fixture(scope="module")
def planted():
    return tomllib.loads(TRUTHS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo_effects(demo, ask):
    return ask(demo, "change_effects")


def of(rows, title, kind="nps"):
    [row] = [r for r in rows if r["title"] == title and r["measure"].startswith(kind)]
    return row


def test_the_fast_ferry_is_found_with_its_true_size(planted, demo_effects):
    [ferry] = [one for one in planted["truth"] if one["id"] == "fast_ferry"]
    row = of(demo_effects, ferry["change"])
    assert row["verdict"] == "moved"
    assert row["low"] < ferry["size"] < row["high"]
    delivered = of(demo_effects, ferry["change"], "delivered")
    assert (delivered["measure"], delivered["verdict"]) == (f"delivered: {ferry['item']}", "moved")
    assert delivered["low"] < ferry["delivered"] < delivered["high"]
    assert of(demo_effects, ferry["change"], "wanted")["verdict"] == "bounded"


def test_the_lounges_are_not_called(demo_effects):
    row = of(demo_effects, "New lounges on the Eastern routes")
    assert row["verdict"] == "bounded"
    assert row["low"] < 0 < row["high"]


def test_the_app_push_and_its_undoing_are_found_with_their_true_sizes(planted, demo_effects):
    for effect in planted["effect"]:
        if effect["where"] == "channel=Phone":
            row = of(demo_effects, effect["change"])
            assert row["verdict"] == "moved"
            assert row["low"] < effect["size"] < row["high"]


def test_no_change_without_an_effect_is_called_and_intervals_hold_the_truth(planted, demo_effects):
    sizes = {effect["change"]: effect["size"] for effect in planted["effect"]}
    rows = [row for row in demo_effects if row["measure"] == "nps"]
    called = {row["title"] for row in rows if row["verdict"] == "moved"}
    assert called <= set(sizes)
    stated = [r for r in rows if r["effect"] is not None and r["verdict"] != "not_identifiable"]
    missed = [r["title"] for r in stated if not r["low"] < sizes.get(r["title"], 0) < r["high"]]
    assert (len(stated), missed) == (9, [])


def test_the_title_names_the_fast_ferry(demo):
    result = demo.ask("change_effects", Filters.everything(demo.coverage))
    said = change_effects.finding(result, Words(demo.settings.language))
    assert said.startswith("Fast ferry to the Islands raised NPS by 14 points for those it touched")
    assert said.endswith("six others did nothing we could see")
    assert judged(result)[0].title == "Fast ferry to the Islands"
