import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insight import __version__
from insight.command_line.main import COMMANDS
from insight.publish import publish
from insight.query import questions

REPOSITORY = Path(__file__).resolve().parents[1]
PERIOD = ["--from", "2026-01-01", "--to", "2026-03-31"]


@pytest.fixture
def asked(run, demo_folder):
    """The same for questions to the demo, the JSON of their rows already read."""

    def rows(*arguments):
        code, out, err = run("ask", *arguments, "--data", demo_folder, "--format", "json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return rows


# Asking


def test_json_is_a_list_of_objects_with_iso_dates_and_unrounded_numbers(asked, demo, ask):
    printed = asked("nps_trend", *PERIOD)
    rows = ask(demo, "nps_trend", date(2026, 1, 1), date(2026, 3, 31))
    assert printed == [{**row, "period": row["period"].isoformat()} for row in rows]
    assert [row["period"] for row in printed] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert len(str(printed[0]["nps"])) > 8


def test_csv_has_the_same_rows_and_names(run, asked, demo_folder):
    code, out, _ = run(
        "ask", "nps_trend", *PERIOD, "--data", demo_folder, "--format", "csv", "--by", "region"
    )
    assert code == 0
    printed = list(csv.DictReader(io.StringIO(out)))
    rows = asked("nps_trend", *PERIOD, "--by", "region")
    assert list(printed[0]) == list(questions()["nps_trend"].column_names)
    for row, expected in zip(printed, rows, strict=True):
        assert float(row["nps"]) == expected["nps"]
        assert row["value"] == expected["value"]


def test_a_table_has_a_head_and_a_line_for_each_row(run, demo_folder):
    code, out, _ = run("ask", "nps_trend", *PERIOD, "--data", demo_folder)
    head, *lines = out.splitlines()
    assert code == 0
    assert head.split() == list(questions()["nps_trend"].column_names)
    assert [line.split()[0] for line in lines] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert not any(line != line.rstrip() for line in lines)


def test_a_table_is_never_cut_or_read_as_markup(run, folder_of):
    title = "[red]A very [/] long title: " + "word " * 60
    folder = folder_of(
        survey_responses=[{"responded_on": date(2026, 1, 1)}],
        changes=[{"title": title, "started_on": date(2026, 1, 1)}],
    )
    publish(folder)
    _, out, _ = run("ask", "change_timeline", "--data", folder)
    assert title.strip() in out


def test_the_last_day_is_inclusive(asked):
    one_day = asked("answers", "--from", "2026-03-03", "--to", "2026-03-03")
    two_days = asked("answers", "--from", "2026-03-02", "--to", "2026-03-03")
    assert one_day[0]["first_day"] == one_day[0]["last_day"] == "2026-03-03"
    assert two_days[0]["answers"] > one_day[0]["answers"]


def test_months_and_all_time_are_the_defaults(asked, demo):
    rows = asked("nps_trend")
    assert rows[0]["period"] == "2021-11-01"
    assert rows[-1]["period"] == "2026-11-01"
    assert len(rows) == len(demo.coverage.months_with_answers)


def test_all_is_one_row_that_starts_on_the_first_day_asked(asked):
    [row] = asked("nps_trend", "--unit", "all", "--from", "2025-02-03")
    assert row["period"] == "2025-02-03"


def test_values_of_one_dimension_mean_or_and_of_different_ones_and(asked):
    def answers(*where):
        options = [part for pair in where for part in ("--where", pair)]
        return asked("answers", *options)[0]["answers"]

    freight, leisure = "segment=Freight", "segment=Leisure"
    assert answers(freight, leisure) == answers(freight) + answers(leisure)
    assert answers(freight, "region=Islands") < answers(freight)
    assert answers(freight, leisure, "region=Islands") == sum(
        answers(segment, "region=Islands") for segment in (freight, leisure)
    )


def test_a_comparison_without_a_period_is_about_the_latest_twelve_months(asked):
    [row] = asked("nps_change")
    [named] = asked(
        *("nps_change", "--from", "2025-11-01", "--to", "2026-10-31"),
        *("--versus-from", "2024-11-01", "--versus-to", "2025-10-31"),
    )
    assert row == named


def test_a_window_and_an_item_can_be_named(asked):
    rows = asked("nps_rolling", "--window", "3", *PERIOD)
    assert len(rows) == 3
    assert {row["item"] for row in asked("item_over_time", "--item", "Fair price")} == {
        "Fair price"
    }


def test_weights_and_season_are_asked_for_by_name(asked):
    plain, both = asked("nps_trend"), asked("nps_trend", "--weighted", "--season-adjusted")
    assert {row["season_adjusted"] for row in plain} == {None}
    assert sum(row["season_adjusted"] is not None for row in both) >= 36
    assert plain[0]["weights"] == plain[0]["respondents"]
    assert any(row["effective_respondents"] < row["respondents"] for row in both)


def test_a_blanked_row_is_null_in_json_and_empty_in_csv_and_a_dash_in_a_table(run, folder_of):
    folder = folder_of(
        survey_responses=[{"responded_on": date(2026, 1, 1), "recommend_score": 9}] * 9
    )
    publish(folder)
    said = {
        form: run("ask", "nps_trend", "--data", folder, "--format", form)[1]
        for form in ("json", "csv", "table")
    }
    [row] = json.loads(said["json"])
    assert row == dict.fromkeys(row) | {"period": "2026-01-01"}
    assert said["csv"].splitlines()[1] == "2026-01-01" + "," * 23
    assert said["table"].splitlines()[1].split() == ["2026-01-01"] + ["-"] * 23


def test_list_names_every_question_with_its_first_line(run):
    code, out, _ = run("ask", "--list")
    assert code == 0
    for line, query in zip(out.splitlines(), questions().values(), strict=True):
        assert line.split() == [query.name, *query.question.split()]


# Mistakes: exit code 2 and one line that names the nearest right one

MISTAKES = [
    (["nps_trand"], "no question 'nps_trand'; did you mean 'nps_trend'?"),
    (["nps_trend", "--by", "regoin"], "no dimension 'regoin'; did you mean 'region'?"),
    (["nps_trend", "--where", "regoin=Islands"], "did you mean 'region'?"),
    (["nps_trend", "--where", "region=Island"], "did you mean 'Islands'?"),
    (["nps_trend", "--where", "region"], "write it as dimension=value"),
    (["nps_trend", "--unit", "quarterly"], "no unit 'quarterly'; did you mean 'quarter'?"),
    (["nps_trend", "--format", "jsn"], "no format 'jsn'; did you mean 'json'?"),
    (
        ["nps_trend", "--from", "2026-13-01"],
        "--from: '2026-13-01' is no day; did you mean 2026-12-01?",
    ),
    (["nps_trend", "--to", "31/01/2026"], "--to: '31/01/2026' is no day"),
    (["nps_trend", "--from", "2026-02-01", "--to", "2026-01-31"], "swap the two days"),
    (["nps_trend", "--from", "2027-01-01"], "is later than --to 2026-11-12"),
    (["nps_trend", "--from", "0001-01-01"], "is out of range"),
    (["nps_trend", "--versus-from", "2025-01-01"], "nps_trend promises no comparison"),
    (["answers", "--versus-to", "2025-01-01"], "answers promises no comparison"),
    (["nps_change", "--versus-from", "2026-01-01", "--versus-to", "2025-01-01"], "swap the two"),
    (["change_timeline", "--by", "region"], "change_timeline cannot be broken down"),
    (["nps_trend", "--window", "3"], "nps_trend takes no window"),
    (["nps_rolling", "--window", "0"], "a window is 1 to"),
    (["nps_rolling", "--window", "99999999999999999999"], "a window is 1 to"),
    (["nps_rolling", "--window", "three"], "invalid int value"),
    (["item_over_time", "--item", "Fair prise"], "did you mean 'Fair price'?"),
    (["item_over_time", "--item", "\udcff"], "is no text in the terminal's encoding"),
    (["nps_trend", "--frm", "2026-01-01"], "unrecognized arguments"),
    (["nps_trend", "nps_change"], "unrecognized arguments"),
]


@pytest.mark.parametrize(("arguments", "sentence"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_ends_with_2_and_one_line(run, demo_folder, arguments, sentence):
    code, out, err = run("ask", *arguments, "--data", demo_folder)
    assert code == 2
    assert out == ""
    assert sentence in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["aks", "nps_trend"], 2, "there is no command 'aks'; did you mean 'ask'?"),
        (["ask", "nps_trend", "--data", "/no/such/folder"], 1, "has no published version"),
        (["publish", "--data", "/no/such/folder"], 2, "import a survey"),
        (
            ["publish", "--to", "yesterday", "--data", "/no/such/folder"],
            2,
            "no version 'yesterday'",
        ),
        (["check", "--data", "/no/such/folder"], 2, "is no folder; name one with --data"),
        (["import", "x.csv", "--mapping", "no.toml"], 2, "no.toml cannot be read"),
        (["import"], 2, "name at least one file to import"),
        (["--nonsense"], 2, "--nonsense"),
        (["publish", "--data"], 2, "expected one argument"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, arguments, code, sentence):
    ended, _, err = run(*arguments)
    assert ended == code
    assert sentence in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", ["ask", "publish", "check", "demo"])
def test_a_file_in_place_of_the_data_folder_is_no_traceback(run, tmp_path, command):
    path = tmp_path / "file"
    path.write_text("no folder")
    code, _, err = run(command, *(["answers"] if command == "ask" else []), "--data", path)
    assert code in (1, 2)
    assert str(path) in err.splitlines()[-1]
    assert "Traceback" not in err


def test_wrong_settings_are_named_by_every_command_that_reads_them(run, folder_of):
    folder = folder_of(survey_responses=[{"responded_on": date(2026, 1, 1)}])
    publish(folder)
    (folder / "settings.toml").write_text("minimum_answers = 1")
    for command in (["ask", "answers"], ["publish"], ["check"]):
        code, _, err = run(*command, "--data", folder)
        assert code == 2
        assert "settings.toml: minimum_answers = 1 is below 10" in err


WORDS = st.one_of(
    st.sampled_from(
        [
            *questions(),
            *("--from", "--to", "--versus-from", "--versus-to", "--where", "--by", "--unit"),
            *("--window", "--item", "--format", "--list", "2026-01-01", "2024-02-29", "9999-12-31"),
            *("region=Islands", "segment", "month", "all", "12", "-1", "json", "csv", "Fair price"),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(WORDS, max_size=7))
def test_no_arguments_end_in_a_traceback(run, demo_folder, words):
    code, _, err = run("ask", "--data", demo_folder, *words)
    assert code in (0, 1, 2)
    assert "Traceback" not in err
    if code != 0 and words:
        assert len(err.splitlines()) <= 1


# The program


def test_the_version_is_that_of_the_program(run):
    assert run("--version") == (0, f"Undercurrent {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_data_folder(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert "--data DIR" in out


def test_no_command_prints_the_help(run):
    code, out, _ = run()
    assert code == 2
    for command in COMMANDS:
        assert command in out


def test_a_script_sees_exit_codes_and_no_traceback(demo_folder):
    command = [sys.executable, "-m", "insight", "ask", "nps_trend", "--data", str(demo_folder)]
    answered = subprocess.run(
        [*command, "--format", "json", *PERIOD],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answered.returncode, answered.stderr) == (0, "")
    assert len(json.loads(answered.stdout)) == 3
    refused = subprocess.run(
        [*command, "--unit", "week"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("there is no unit 'week'")
