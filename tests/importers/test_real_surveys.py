"""The mappings of real surveys give the figures that ../shared/datasets/README.md states."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from insight.importers.imports import import_files
from insight.tables import TABLES, export_path, read_sources

DATASETS = Path(__file__).resolve().parents[3] / "shared" / "datasets"
MAPPINGS = Path(__file__).resolve().parents[1] / "mappings"
SURVEYS = {
    "kcmo": [("kcmo", ["kcmo/kcmo_2021_q3.csv", "kcmo/kcmo_2022_q1.csv"])],
    "bank": [("bank", ["bank/bank_nps_2021.csv"])],
    "spack": [
        ("spack_2020", ["spack/spack-user-survey-2020-responses.csv"]),
        ("spack_2021", ["spack/spack-user-survey-2021-responses.csv"]),
        ("spack_2022", ["spack/spack-user-survey-2022-responses.csv"]),
        ("spack_releases", ["spack/releases.csv"]),
    ],
    "prepbench_040": [("prepbench_040", ["prepbench/case_040_input_02.csv"])],
    "prepbench_122": [
        ("prepbench_122", ["prepbench/case_122_input_01.csv", "prepbench/case_122_input_02.csv"])
    ],
    "telco": [("telco", ["telco/telco_churn.csv"])],
    "winback": [("winback", ["winback/win_back.csv"])],
    "qualtrics": [
        ("qualtrics_matrix", ["qualtrics/QT_Matrix.csv"]),
        ("qualtrics_sample", ["qualtrics/QT_Sample_Survey.csv"]),
        ("qualtrics_ropensci", ["qualtrics/ropensci_sample.csv"]),
    ],
    "qualtrics_legacy": [("qualtrics_legacy", ["qualtrics/ropensci_sample_legacy.csv"])],
}
NPS = "100.0 * avg((recommend_score >= 9)::int - (recommend_score <= 6)::int)"

pytestmark = pytest.mark.skipif(
    not DATASETS.is_dir(), reason="the real surveys in ../shared/datasets are not on this machine"
)


@pytest.fixture(scope="session")
def imported(tmp_path_factory):
    """A data folder with one survey imported; each is imported once."""
    folders: dict[str, Path] = {}

    def folder(survey: str) -> Path:
        if survey not in folders:
            folders[survey] = tmp_path_factory.mktemp(survey)
            for mapping, files in SURVEYS[survey]:
                paths = [DATASETS / file for file in files]
                import_files(folders[survey], paths, MAPPINGS / f"{mapping}.toml", date(2026, 7, 1))
        return folders[survey]

    return folder


@pytest.fixture
def ask(imported):
    """Rows of a query over the exports of one survey."""

    def rows(survey: str, sql: str) -> list[tuple]:
        with duckdb.connect() as connection:
            for table in TABLES:
                path = export_path(imported(survey), table)
                if path.exists():
                    connection.execute(f"create view {table} as from '{path}'")
            return connection.sql(sql).fetchall()

    return rows


@pytest.mark.parametrize(
    ("service", "wave", "satisfied", "importance", "score"),
    [
        ("Streets, sidewalks and infrastructure", "2021 Q3", 13.5, 69.9, 0.6045),
        ("Streets, sidewalks and infrastructure", "2022 Q1", 18.7, 75.2, 0.6116),
        ("Police", "2021 Q3", 47.4, 50.4, 0.2651),
        ("Police", "2022 Q1", 47.9, 54.4, 0.2831),
        ("Neighbourhood services", "2021 Q3", 36.7, 21.8, 0.1378),
        ("Neighbourhood services", "2022 Q1", 39.0, 22.6, 0.1377),
        ("Public transport", "2021 Q3", 42.5, 12.6, 0.0724),
        ("Public transport", "2022 Q1", 43.6, 13.3, 0.0751),
    ],
)
def test_kcmo_services(ask, service, wave, satisfied, importance, score):
    (row,) = ask(
        "kcmo",
        f"""select round(100 * avg((delivered >= 4)::int), 1), round(100 * avg(wanted), 1),
                   round(avg(wanted) * (1 - avg((delivered >= 4)::int)), 4), count(wanted)
            from ratings join survey_responses using (response_id)
            where item = '{service}' and wave = '{wave}'""",
    )
    asked = {"2021 Q3": 1033, "2022 Q1": 984}[wave]
    assert row == (satisfied, importance, score, asked)


def test_kcmo_overall_quality_is_rated_and_not_picked(ask):
    rows = ask(
        "kcmo",
        """select wave, round(100 * avg((delivered >= 4)::int), 1), count(wanted)
           from ratings join survey_responses using (response_id)
           where item = 'Overall quality of services' group by wave order by wave""",
    )
    assert rows == [("2021 Q3", 46.7, 0), ("2022 Q1", 54.5, 0)]


def test_kcmo_city_planning_is_not_averaged_with_dont_know(ask):
    rows = ask(
        "kcmo",
        """select round(avg(delivered), 3) from ratings
           join survey_responses using (response_id)
           where item = 'City planning' and wave = '2021 Q3'""",
    )
    assert rows == [(2.960,)]


def test_kcmo_days_are_assumed(imported):
    waves = read_sources(export_path(imported("kcmo"), "survey_responses"))
    assert [(wave.rows_read, wave.rows_kept) for wave in waves] == [(1033, 1033), (984, 984)]
    assert all(wave.day_is_assumed for wave in waves)


def test_bank_by_market_quarter_and_month(ask):
    count = "count(*) filter (recommend_score"
    assert ask(
        "bank",
        f"select {count} >= 9), {count} between 7 and 8), {count} <= 6) from survey_responses",
    ) == [(2309, 972, 1719)]
    assert ask("bank", f"select round({NPS}, 2) from survey_responses") == [(11.80,)]
    assert ask(
        "bank", f"select market, round({NPS}, 2) from survey_responses group by 1 order by 1"
    ) == [("MEX", 17.10), ("UK", 8.49), ("US", 9.93)]
    quarters = ask(
        "bank",
        f"""select quarter(responded_on), round({NPS}, 2)
            from survey_responses group by 1 order by 1""",
    )
    assert quarters == [(1, 14.12), (2, 11.52), (3, 9.90), (4, 11.80)]
    months = ask(
        "bank",
        f"select month(responded_on), round({NPS}, 2) from survey_responses group by 1 order by 2",
    )
    assert (months[0], months[-1]) == ((10, 8.33), (3, 19.06))


@pytest.mark.parametrize(
    ("item", "shares"),
    [
        ("Spack overall", [78.2, 82.1, 83.0]),
        ("Documentation", [68.2, 73.2, 71.4]),
        ("Packages", [59.4, 65.9, 69.2]),
        ("Community", [80.0, 78.8, 79.1]),
    ],
)
def test_spack_good_or_excellent(ask, item, shares):
    rows = ask(
        "spack",
        f"""select wave, round(100 * avg((delivered >= 4)::int), 1)
            from ratings join survey_responses using (response_id)
            where item = '{item}' group by wave order by wave""",
    )
    assert rows == list(zip(["2020", "2021", "2022"], shares, strict=True))


def test_spack_waves_have_the_days_they_were_answered(ask):
    rows = ask(
        "spack",
        """select wave, count(*), max(responded_on), min(responded_on) > '2021-12-01'
           from survey_responses group by wave order by wave""",
    )
    assert rows == [
        ("2020", 170, date(2020, 11, 18), False),
        ("2021", 179, date(2022, 1, 8), True),
        ("2022", 182, date(2023, 3, 18), True),
    ]


def test_spack_rates_importance_and_quality_of_different_items(ask):
    sides = ask(
        "spack", "select count(wanted) > 0, count(delivered) > 0 from ratings group by item"
    )
    assert set(sides) == {(True, False), (False, True)}


def test_spack_releases_are_changes_of_ours(ask):
    rows = ask("spack", "select lane, count(*), min(started_on) from changes group by lane")
    assert rows == [("ours", 50, date(2017, 1, 17))]


def test_prepbench_scores(ask):
    assert ask("prepbench_040", f"select round({NPS}, 1), count(*) from survey_responses") == [
        (-35.9, 39)
    ]
    assert ask(
        "prepbench_122",
        f"select round({NPS}, 2), count(*) from survey_responses where airline = 'Prep Air'",
    ) == [(21.20, 184)]


def test_telco_customers_who_left_and_why(ask):
    left = "100.0 * count(*) filter (where status = 'Churned') / count(*)"
    assert ask("telco", f"select count(*), round({left}, 2) from customers") == [(7043, 26.54)]
    assert ask(
        "telco",
        """select parting_category, count(*) from customers where status = 'Churned'
           group by 1 order by 2 desc""",
    ) == [
        ("Competitor", 841),
        ("Dissatisfaction", 321),
        ("Attitude", 314),
        ("Price", 211),
        ("Other", 182),
    ]
    by_contract = ask("telco", f"select contract, round({left}, 1) from customers group by 1")
    assert dict(by_contract) == {"Month-to-Month": 45.8, "One Year": 10.7, "Two Year": 2.5}


def test_winback_customers_who_came_back_by_days_lapsed_and_offer(ask):
    back = "round(100.0 * count(returned_on) / count(*), 1)"
    assert ask("winback", f"select count(returned_on), {back} from departures") == [(295, 59.0)]
    quartiles = ask(
        "winback",
        f"""with cuts as (
                select quantile_cont(days_lapsed, [0.25, 0.5, 0.75]) as cut from departures
            )
            select {back} from departures, cuts
            group by (days_lapsed > cut[1])::int + (days_lapsed > cut[2])::int
                + (days_lapsed > cut[3])::int
            order by min(days_lapsed)""",
    )
    assert quartiles == [(82.9,), (66.9,), (58.4,), (26.2,)]
    assert ask("winback", f"select offer, {back} from departures group by 1 order by 1") == [
        ("20.0", 49.8),
        ("25.0", 61.3),
        ("30.0", 68.8),
    ]


def test_winback_says_that_its_days_are_assumed(imported):
    (source,) = read_sources(export_path(imported("winback"), "departures"))
    assert source.day_is_assumed


def test_qualtrics_layouts_bring_their_answers_and_no_header_row(ask):
    assert ask(
        "qualtrics",
        "select _source, responded_on, count(*) from survey_responses group by all order by 2",
    ) == [
        ("qualtrics_sample", date(2016, 7, 20), 5),
        ("qualtrics_matrix", date(2017, 5, 23), 5),
        ("qualtrics_ropensci", date(2017, 7, 18), 1),
    ]
    assert ask("qualtrics", "select item, sum(delivered) from ratings group by 1 order by 1") == [
        ("Statement 1", 8.0),
        ("Statement 2", 11.0),
        ("Statement 3", 7.0),
    ]
    assert ask(
        "qualtrics", "select favourite, count(*) from survey_responses group by 1 order by 1"
    ) == [
        ("1", 3),
        ("2", 1),
        ("3", 1),
        (None, 6),
    ]


def test_qualtrics_says_the_same_before_and_after_its_layout_changed(ask):
    same = "select response_id, responded_on, choice, comment from survey_responses"
    assert ask("qualtrics_legacy", same) == [
        ("R_2YPOQ602ER1jkf1", date(2017, 7, 18), "2", "Hello World!")
    ]
    assert ask("qualtrics", f"{same} where _source = 'qualtrics_ropensci'") == ask(
        "qualtrics_legacy", same
    )
