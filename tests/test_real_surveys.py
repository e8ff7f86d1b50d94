"""Real surveys, imported and published, answer with every figure that their README gives."""

import csv
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from insight.command_line.main import main
from insight.gateway import Gateway

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def survey(real_survey):
    """The published answers of a real survey."""
    return cache(lambda name: Gateway.open(real_survey(name)))


SERVICES = [
    ("Streets, sidewalks and infrastructure", "2021 Q3", 13.5, 69.9, 0.6045),
    ("Streets, sidewalks and infrastructure", "2022 Q1", 18.7, 75.2, 0.6116),
    ("Police", "2021 Q3", 47.4, 50.4, 0.2651),
    ("Police", "2022 Q1", 47.9, 54.4, 0.2831),
    ("Neighbourhood services", "2021 Q3", 36.7, 21.8, 0.1378),
    ("Neighbourhood services", "2022 Q1", 39.0, 22.6, 0.1377),
    ("Public transport", "2021 Q3", 42.5, 12.6, 0.0724),
    ("Public transport", "2022 Q1", 43.6, 13.3, 0.0751),
]


def items_of(ask, gateway, wave):
    return {row["item"]: row for row in ask(gateway, "want_vs_delivered", where={"wave": [wave]})}


@pytest.mark.parametrize(("service", "wave", "satisfied", "importance", "score"), SERVICES)
def test_kcmo_services_by_wave(survey, ask, service, wave, satisfied, importance, score):
    row = items_of(ask, survey("kcmo"), wave)[service]
    assert round(row["delivered_top"], 1) == satisfied
    assert round(row["wanted_top"], 1) == round(row["wanted"], 1) == importance
    assert round(row["importance_satisfaction"], 4) == score
    assert (row["gap"], row["gap_low"], row["gap_high"]) == (None, None, None)


@pytest.mark.parametrize(("wave", "asked"), [("2021 Q3", 1033), ("2022 Q1", 984)])
def test_kcmo_everyone_asked_to_pick_counts_also_who_picked_none(survey, ask, wave, asked):
    items = items_of(ask, survey("kcmo"), wave)
    picked = [row for row in items.values() if row["respondents_wanted"]]
    assert len(picked) == 16
    assert {row["respondents_wanted"] for row in picked} == {asked}


def test_kcmo_waves_can_be_asked_side_by_side(survey, ask):
    by_wave = {
        (row["item"], row["value"]): row
        for row in ask(survey("kcmo"), "want_vs_delivered", by="wave")
    }
    for service, wave, satisfied, importance, score in SERVICES:
        row = by_wave[service, wave]
        assert round(row["delivered_top"], 1) == satisfied
        assert round(row["wanted"], 1) == importance
        assert round(row["importance_satisfaction"], 4) == score


@pytest.mark.parametrize(("wave", "satisfied"), [("2021 Q3", 46.7), ("2022 Q1", 54.5)])
def test_kcmo_overall_quality(survey, ask, wave, satisfied):
    row = items_of(ask, survey("kcmo"), wave)["Overall quality of services"]
    assert round(row["delivered_top"], 1) == satisfied
    assert (row["wanted"], row["respondents_wanted"]) == (None, 0)


def test_kcmo_dont_know_is_no_rating(survey, ask):
    # Read as a score, the code 9 would make this mean 4.954.
    row = items_of(ask, survey("kcmo"), "2021 Q3")["City planning"]
    mean = 1 + 4 * row["delivered"] / 100
    assert round(mean, 3) == 2.960


def test_kcmo_asks_for_no_score_and_says_so(survey, ask):
    gateway = survey("kcmo")
    assert not gateway.has_scores
    assert ask(gateway, "nps_trend") == []
    [row] = ask(gateway, "answers")
    assert (row["answers"], row["respondents"]) == (2017, 0)


def test_bank_counts_and_nps_of_the_year(survey, ask):
    [row] = ask(survey("bank"), "nps_trend", unit="year")
    counts = (row["promoters"], row["passives"], row["detractors"])
    assert counts == (2309, 972, 1719)
    assert row["respondents"] == 5000
    assert round(row["nps"], 2) == 11.80


def test_bank_by_market(survey, ask):
    rows = ask(survey("bank"), "nps_trend", by="market", unit="all")
    assert {row["value"]: round(row["nps"], 2) for row in rows} == {
        "MEX": 17.10,
        "UK": 8.49,
        "US": 9.93,
    }


def test_bank_by_quarter(survey, ask):
    rows = ask(survey("bank"), "nps_trend", unit="quarter")
    assert [row["period"] for row in rows] == [date(2021, m, 1) for m in (1, 4, 7, 10)]
    assert [round(row["nps"], 2) for row in rows] == [14.12, 11.52, 9.90, 11.80]


def test_bank_highest_and_lowest_month(survey, ask):
    months = sorted(ask(survey("bank"), "nps_trend"), key=lambda row: row["nps"])
    assert len(months) == 12
    assert (months[0]["period"], round(months[0]["nps"], 2)) == (date(2021, 10, 1), 8.33)
    assert (months[-1]["period"], round(months[-1]["nps"], 2)) == (date(2021, 3, 1), 19.06)


def test_bank_read_as_month_and_day_is_refused_with_its_first_row(shared, tmp_path, capsys):
    mapping = (REPOSITORY / "tests" / "mappings" / "bank.toml").read_text(encoding="utf-8")
    assert "%d/%m/%Y" in mapping
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(mapping.replace("%d/%m/%Y", "%m/%d/%Y"), encoding="utf-8")
    source = shared / "datasets" / "bank" / "bank_nps_2021.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        days = [row["Survey date"] for row in csv.DictReader(file)]
    first = next(n for n, day in enumerate(days) if int(day.split("/")[0]) > 12)
    arguments = ["import", str(source), "--mapping", str(wrong), "--data", str(tmp_path)]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert days[first] in said
    assert f"row {first + 2}" in said
    assert "bank_nps_2021.csv" in said
    assert not (tmp_path / "exports").exists()


@pytest.mark.parametrize(
    ("item", "shares"),
    [
        ("Spack overall", [78.2, 82.1, 83.0]),
        ("Documentation", [68.2, 73.2, 71.4]),
        ("Packages", [59.4, 65.9, 69.2]),
        ("Community", [80.0, 78.8, 79.1]),
    ],
)
def test_spack_good_or_excellent_by_wave(survey, ask, item, shares):
    gateway = survey("spack")
    shown = [
        round(items_of(ask, gateway, wave)[item]["delivered_top"], 1)
        for wave in ("2020", "2021", "2022")
    ]
    assert shown == shares


def test_spack_importance_and_quality_are_of_different_items_so_no_gap_is_shown(survey, ask):
    rows = ask(survey("spack"), "want_vs_delivered")
    assert rows
    assert [row["item"] for row in rows if row["gap"] is not None] == []
    assert [
        row["item"] for row in rows if row["respondents_wanted"] and row["respondents_delivered"]
    ] == []


def test_spack_waves_lie_where_they_were_answered(survey, ask):
    rows = ask(survey("spack"), "answers", by="wave")
    assert [(row["value"], row["answers"]) for row in rows] == [
        ("2020", 170),
        ("2021", 179),
        ("2022", 182),
    ]
    spans = [(row["first_day"], row["last_day"]) for row in rows]
    assert date(2021, 12, 1) <= spans[1][0] <= date(2021, 12, 31)
    assert date(2022, 1, 1) <= spans[1][1] <= date(2022, 1, 31)
    assert (spans[2][0].month, spans[2][1].month) == (2, 3)
    assert spans[2][0].year == spans[2][1].year == 2023


def test_spack_releases_are_a_timeline_of_ours(survey, ask, shared):
    with (shared / "datasets" / "spack" / "releases.csv").open(encoding="utf-8") as file:
        releases = sorted(row["date"] for row in csv.DictReader(file))
    rows = ask(survey("spack"), "change_timeline")
    assert [row["started_on"].isoformat() for row in rows] == releases
    assert {row["lane"] for row in rows} == {"ours"}


def test_prepbench_040(survey, ask):
    [row] = ask(survey("prepbench_040"), "nps_trend", unit="all")
    assert (row["promoters"], row["detractors"], row["respondents"]) == (8, 22, 39)
    assert round(row["nps"], 1) == -35.9


def test_prepbench_122(survey, ask):
    gateway = survey("prepbench_122")
    [row] = ask(gateway, "nps_trend", unit="all", where={"airline": ["Prep Air"]})
    assert round(row["nps"], 2) == 21.20
    by_airline = ask(gateway, "nps_trend", unit="all", by="airline")
    assert {row["value"]: row["nps"] for row in by_airline}["Prep Air"] == row["nps"]


def test_a_company_of_fewer_answers_than_the_minimum_is_left_blank(real_survey, tmp_path, ask):
    folder = tmp_path / "data"
    shutil.copytree(real_survey("prepbench_122"), folder)
    (folder / "settings.toml").write_text("minimum_answers = 50\n", encoding="utf-8")
    gateway, everyone = Gateway.open(folder), Gateway.open(real_survey("prepbench_122"))
    counts = {
        row["value"]: row["respondents"]
        for row in ask(everyone, "nps_trend", unit="all", by="airline")
    }
    for row in ask(gateway, "nps_trend", unit="all", by="airline"):
        is_shown = (counts[row["value"]] or 0) >= 50
        assert (row["nps"] is not None) == is_shown
        assert row["respondents"] == (counts[row["value"]] if is_shown else None)


@pytest.mark.parametrize("name", ["kcmo", "bank", "spack", "prepbench_040", "prepbench_122"])
def test_check_calls_a_real_survey_whole(real_survey, name, capsys):
    assert main(["check", "--data", str(real_survey(name))]) == 0
    assert "is whole" in capsys.readouterr().out
