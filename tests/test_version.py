import json
import shutil
from datetime import date

import pytest

from insight.gateway import Gateway
from insight.problems import Failure
from insight.publish import publish
from insight.serve import ready_version
from insight.version import (
    current_name,
    last_good_version,
    point_to,
    published_folder,
    read_version,
    sha256,
    version_names,
)

ANSWERS = [{"responded_on": date(2026, 1, day), "recommend_score": 9} for day in range(1, 13)]


@pytest.fixture
def twice(folder_of):
    """A data folder published twice: (folder, earlier, later)."""
    folder = folder_of(
        survey_responses=ANSWERS, changes=[{"title": "A change", "started_on": date(2026, 1, 2)}]
    )
    return folder, publish(folder), publish(folder)


def flip_a_bit(path, at=None):
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if at is None else at] ^= 1
    path.write_bytes(data)


def test_a_version_is_read_as_it_was_published(twice):
    folder, _, later = twice
    assert read_version(later.folder) == later
    assert current_name(folder) == later.name
    assert later.damage() is None


def test_a_manifest_names_every_file_with_its_rows_and_bytes(twice):
    _, _, later = twice
    manifest = json.loads((later.folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {file["path"]: file for file in manifest["files"]}
    there = {path.name for path in later.folder.glob("*.parquet")}
    assert set(listed) == there
    for name, file in listed.items():
        assert file["bytes"] == (later.folder / name).stat().st_size
        assert len(file["sha256"]) == 64
    assert manifest["tables"] == {"survey_responses": 12, "changes": 1}


def test_versions_are_listed_latest_first_and_unfinished_ones_are_not(twice):
    folder, earlier, later = twice
    (published_folder(folder) / ".building-1").mkdir()
    assert version_names(folder) == [later.name, earlier.name]


@pytest.mark.parametrize(
    "file", ["nps_daily.parquet", "cells.parquet", "cell_values.parquet", "changes.parquet"]
)
def test_a_flipped_bit_falls_back_to_the_last_good_version_with_a_sentence(twice, file):
    folder, earlier, later = twice
    flip_a_bit(later.folder / file)
    version, trouble = last_good_version(folder)
    assert version == earlier
    assert trouble == f"version {later.name} is damaged: {file} is not as it was published"
    gateway = Gateway.open(folder)
    assert (gateway.version, gateway.trouble) == (earlier.name, trouble)
    assert not gateway.is_outdated(folder)


def test_a_missing_file_falls_back(twice):
    folder, earlier, later = twice
    (later.folder / "nps_daily.parquet").unlink()
    version, trouble = last_good_version(folder)
    assert version == earlier
    assert "nps_daily.parquet is missing" in trouble


@pytest.mark.parametrize("at", [60, 200, -40])
def test_a_flipped_bit_in_the_manifest_falls_back(twice, at):
    folder, earlier, later = twice
    flip_a_bit(later.folder / "manifest.json", at)
    version, trouble = last_good_version(folder)
    assert version == earlier
    assert later.name in trouble


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '"text"', '{"coverage": 1}', "{"])
def test_a_manifest_that_is_none_falls_back(twice, text):
    folder, earlier, later = twice
    (later.folder / "manifest.json").write_text(text, encoding="utf-8")
    assert last_good_version(folder)[0] == earlier


def test_a_pointer_to_a_version_that_is_gone_falls_back(twice):
    folder, earlier, later = twice
    shutil.rmtree(later.folder)
    version, trouble = last_good_version(folder)
    assert version == earlier
    assert later.name in trouble


def test_where_no_version_is_whole_that_is_a_failure_that_says_why(twice):
    folder, earlier, later = twice
    for version in (earlier, later):
        flip_a_bit(version.folder / "nps_daily.parquet")
    with pytest.raises(Failure, match=r"nps_daily\.parquet is not as it was published; no other"):
        last_good_version(folder)


def test_where_nothing_was_published_the_command_that_does_is_named(tmp_path):
    with pytest.raises(Failure, match="no published version; run python -m insight publish"):
        last_good_version(tmp_path)


def test_a_pointer_can_go_back_and_a_reader_is_told(twice):
    folder, earlier, later = twice
    gateway = Gateway.open(folder)
    assert gateway.version == later.name
    assert not gateway.is_outdated(folder)
    point_to(folder, earlier.name)
    assert current_name(folder) == earlier.name
    assert gateway.is_outdated(folder)
    assert Gateway.open(folder).version == earlier.name


def test_a_reader_can_stay_on_the_version_it_started_with(twice):
    folder, earlier, _ = twice
    assert Gateway.open(folder, earlier.name).version == earlier.name


def test_switching_leaves_no_unfinished_pointer_behind(twice):
    folder, earlier, _ = twice
    point_to(folder, earlier.name)
    left = sorted(path.name for path in published_folder(folder).iterdir() if path.is_file())
    assert left == [".lock", "current"]


@pytest.fixture
def of_an_earlier_program(twice):
    """A data folder whose current version has no invitations_monthly, as there once was none."""
    folder, _, later = twice
    manifest = json.loads((later.folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] = [
        file for file in manifest["files"] if file["path"] != "invitations_monthly.parquet"
    ]
    (later.folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (later.folder / "manifest.sha256").write_text(sha256(later.folder / "manifest.json"))
    return folder


def test_a_version_of_an_earlier_program_says_what_it_lacks_and_still_answers_the_rest(
    of_an_earlier_program, ask
):
    gateway = Gateway.open(of_an_earlier_program)
    assert "published by an earlier program and lacks invitations_monthly" in gateway.trouble
    assert ask(gateway, "answers")[0]["answers"] == 12
    with pytest.raises(Failure, match="lacks invitations_monthly: publish again"):
        ask(gateway, "response_rate")


def test_the_server_publishes_again_where_the_version_is_of_an_earlier_program(
    of_an_earlier_program,
):
    said = []
    version = ready_version(of_an_earlier_program, said.append)
    assert version.age() is None
    assert current_name(of_an_earlier_program) == version.name
    assert said[0].startswith("Publishing again: version")


def test_without_exports_the_server_shows_the_version_of_an_earlier_program_and_says_so(
    of_an_earlier_program,
):
    shutil.rmtree(of_an_earlier_program / "exports")
    said = []
    assert ready_version(of_an_earlier_program, said.append).age() is not None
    assert "lacks invitations_monthly" in said[0]
