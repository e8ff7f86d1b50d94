"""What keeps a data folder in order on the command line: publish, check and demo."""

import json
import shutil
from datetime import date

import pytest

from insight.publish import publish
from insight.tables import TABLES
from insight.version import current_name


@pytest.fixture
def company(folder_of):
    return folder_of(survey_responses=[{"responded_on": date(2026, 1, 1)}] * 12)


def test_publish_says_what_was_published_and_its_steps_on_standard_error(run, company):
    code, out, err = run("publish", "--data", company)
    assert code == 0
    assert out == (
        "Published 12 answers from 2026-01-01 to 2026-01-01, as of 2026-06-30; "
        "baseline year from 2026-01-01\n"
    )
    assert "Counting nps_daily" in err


def test_publish_lists_versions_and_goes_back_to_one(run, company):
    earlier, later = publish(company), publish(company)
    listed = run("publish", "--list", "--data", company)[1].splitlines()
    assert [line.split()[0] for line in listed] == [later.name, earlier.name]
    assert [line.endswith("current") for line in listed] == [True, False]
    code, out, _ = run("publish", "--to", earlier.name, "--data", company)
    assert (code, out) == (0, f"Version {earlier.name} is current\n")
    assert current_name(company) == earlier.name


def test_before_anything_is_published_there_is_nothing_to_go_back_to(run, company):
    code, _, err = run("publish", "--to", "previous", "--data", company)
    assert (code, err) == (2, "no version is published\n")


def test_publish_does_not_switch_to_a_damaged_version(run, company):
    earlier, later = publish(company), publish(company)
    (earlier.folder / "survey_responses.parquet").write_bytes(b"damaged")
    code, _, err = run("publish", "--to", earlier.name, "--data", company)
    assert code in (1, 2)
    assert "survey_responses.parquet is not as it was published; the current version stays" in err
    assert current_name(company) == later.name


def test_publish_tells_what_is_no_dimension(run, folder_of):
    many = [{"responded_on": date(2026, 1, 1), "agent": f"{n}"} for n in range(201)]
    _, out, _ = run("publish", "--data", folder_of(survey_responses=many))
    assert out.startswith("Note: agent has more than 200 values: it is no dimension\n")


def test_asking_a_damaged_version_answers_from_the_last_good_one_and_says_so(run, folder_of):
    folder = folder_of(survey_responses=[{"responded_on": date(2026, 1, 1)}] * 12)
    earlier = publish(folder)
    folder_of(survey_responses=[{"responded_on": date(2026, 1, 1)}] * 20)
    later = publish(folder)
    (later.folder / "nps_daily.parquet").write_bytes(b"damaged")
    code, out, err = run("ask", "answers", "--data", folder, "--format", "json")
    assert (code, json.loads(out)[0]["answers"]) == (0, 12)
    assert err == (
        f"version {later.name} is damaged: nps_daily.parquet is not as it was published; "
        f"asked version {earlier.name}\n"
    )


def test_check_says_where_the_pointer_names_no_version(run, company):
    pointer = publish(company).folder.parent / "current"
    pointer.write_text("../exports\n")
    code, out, _ = run("check", "--data", company)
    assert (code, out.splitlines()[-1]) == (
        1,
        f"{pointer} names no version that is here; python -m insight publish --list shows all",
    )


def test_check_says_table_by_table_what_is_there_and_what_is_missing(run, company):
    publish(company)
    code, out, _ = run("check", "--data", company)
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("survey_responses ")
    assert lines[0].endswith(" 12 rows; literal as of 2026-06-30")
    for line, table in zip(lines[1:], list(TABLES.values())[1:], strict=False):
        assert line.startswith(table.name)
        assert line.endswith(f"missing; it would add {table.adds}")
    assert f"Version {current_name(company)} is whole" in lines[-1]


def test_check_without_a_version_names_the_command(run, company):
    code, out, _ = run("check", "--data", company)
    assert code == 1
    assert "No version is published; run python -m insight publish" in out


def test_check_without_answers_says_so(run, tmp_path):
    code, out, _ = run("check", "--data", tmp_path)
    assert code == 1
    assert "survey_responses  missing; it would add NPS" in out
    assert "has no survey_responses.parquet" in out


def test_check_finds_damage_in_exports_and_in_the_version(run, company):
    version = publish(company)
    (company / "exports" / "ratings.parquet").write_bytes(b"no parquet")
    path = version.folder / "survey_responses.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    code, out, _ = run("check", "--data", company)
    assert code == 1
    assert "ratings           damaged: " in out
    assert "survey_responses.parquet is not as it was published" in out


def test_check_names_a_missing_column_and_a_stray_file(run, folder_of):
    folder = folder_of(survey_responses=[{"responded_on": date(2026, 1, 1)}])
    exports = folder / "exports"
    shutil.copy(exports / "survey_responses.parquet", exports / "ratings.parquet")
    shutil.copy(exports / "survey_responses.parquet", exports / "change.parquet")
    code, out, _ = run("check", "--data", folder)
    assert code == 1
    assert "ratings           incomplete: column response_id is missing" in out
    assert "Note: change.parquet is no table of ours; did you mean 'changes'?" in out


def test_check_calls_the_demo_whole(run, demo_folder):
    code, out, _ = run("check", "--data", demo_folder)
    assert code == 0
    assert "missing" not in out


def test_the_demo_is_made_and_published_by_two_commands(run, tmp_path):
    code, out, _ = run("demo", "--data", tmp_path)
    assert (code, "python -m insight publish --data" in out) == (0, True)
    code, out, _ = run("publish", "--data", tmp_path)
    assert code == 0
    assert "baseline year from 2022-01-01" in out
