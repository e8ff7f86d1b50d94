"""Older versions are removed by a setting, but never one that somebody reads or needs."""

import fcntl
import gc
import io
import os
import shutil
import subprocess
import sys
from datetime import date

import pytest
from rich.console import Console

from insight.command_line.publish import show_versions
from insight.gateway import Gateway
from insight.problems import Failure, Mistake
from insight.publish import publish
from insight.publishing.retention import remove_older_versions, remove_versions
from insight.publishing.undo import switch_to, versions_listed
from insight.settings import read_settings
from insight.ui import published as published_versions
from insight.version import (
    current_name,
    last_good_version,
    leased_version,
    published_folder,
    read_version,
    version_names,
)
from insight.warehouse import Warehouse
from tests.versions import copied, damaged

ANSWERS = [{"responded_on": date(2026, 1, day), "recommend_score": 9} for day in range(1, 13)]


@pytest.fixture(scope="module")
def published(tmp_path_factory, tables_in):
    folder = tables_in(tmp_path_factory.mktemp("published"), survey_responses=ANSWERS)
    publish(folder)
    return folder


@pytest.fixture
def folder(published, tmp_path):
    """A data folder published once, in which versions can be copied."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def several(folder):
    """(folder, names of five versions, the latest first)."""
    for _ in range(4):
        copied(folder)
    return folder, version_names(folder)


def test_publishing_keeps_as_many_versions_as_the_settings_say_and_says_what_went(folder):
    (folder / "settings.toml").write_text("keep_versions = 2\n")
    first = current_name(folder)
    told = []
    publish(folder)
    third = publish(folder, told.append)
    assert len(version_names(folder)) == 2
    assert first not in version_names(folder)
    assert told[-2:] == [f"Version {third.name} is current", f"Removed version {first}"]


def test_five_versions_are_kept_unless_said_otherwise_and_never_fewer_than_two(folder):
    assert read_settings(folder).keep_versions == 5
    (folder / "settings.toml").write_text("keep_versions = 1\n")
    with pytest.raises(Mistake, match="keep_versions = 1 is below 2, the least that leaves"):
        read_settings(folder)


def test_the_current_version_stays_however_old(several):
    folder, names = several
    switch_to(folder, names[-1])
    assert remove_older_versions(folder, 2).removed == tuple(names[2:4])
    assert version_names(folder) == [*names[:2], names[-1]]


def test_the_last_good_version_stays_where_all_after_it_are_damaged(several):
    folder, names = several
    for name in names[1:3]:
        damaged(folder, name)
    assert remove_older_versions(folder, 2).removed == (names[2], names[4])
    damaged(folder, names[0])
    version, trouble = last_good_version(folder)
    assert version.name == names[3]
    assert "nps_daily.parquet is not as it was published" in trouble


def test_a_version_that_is_being_read_stays_until_it_is_let_go(several):
    folder, names = several
    reader = Gateway.open(folder, names[3])
    removal = remove_older_versions(folder, 2)
    assert removal.sentences == (
        f"Removed versions {names[4]}, {names[2]}",
        f"Kept version {names[3]} for now: it is being read",
    )
    assert reader.warehouse.fetch("select count(*) as n from survey_responses")[
        "n"
    ].to_pylist() == [12]
    reader.close()
    assert remove_older_versions(folder, 2).removed == (names[3],)


def test_another_process_that_reads_a_version_keeps_it_and_lets_go_when_it_is_killed(several):
    folder, names = several
    script = (
        "import sys; from pathlib import Path; from insight.lease import Lease\n"
        "lease = Lease.on(Path(sys.argv[1])); print('reading', flush=True); sys.stdin.read()"
    )
    manifest = published_folder(folder) / names[4] / "manifest.json"
    reader = subprocess.Popen(
        [sys.executable, "-c", script, manifest], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert reader.stdout.readline() == b"reading\n"
    assert remove_older_versions(folder, 2).being_read == (names[4],)
    reader.kill()
    reader.communicate()
    assert remove_older_versions(folder, 2).removed == (names[4],)


def test_a_reader_whom_nobody_closed_lets_go_once_nobody_has_it(several):
    folder, names = several
    reader = Warehouse(read_version(published_folder(folder) / names[4]))
    assert names[4] in remove_older_versions(folder, 4).being_read
    del reader
    gc.collect()
    assert names[4] in remove_older_versions(folder, 2).removed


def test_who_opens_a_version_at_the_moment_it_goes_is_given_another(several, monkeypatch):
    folder, names = several
    flock = fcntl.flock
    removed = []

    def remove_first(descriptor, operation):
        if operation == fcntl.LOCK_SH and not removed:
            removed.extend(remove_versions(folder, [names[2]]).removed)
        return flock(descriptor, operation)

    monkeypatch.setattr("insight.lease.fcntl.flock", remove_first)
    version, trouble, lease = leased_version(folder, names[2])
    assert removed == [names[2]]
    assert version.name == names[3]
    assert names[2] in trouble
    lease.release()


def test_hard_links_of_a_removed_version_stay_whole_in_others(several):
    folder, names = several
    old, new = (published_folder(folder) / name for name in (names[4], names[0]))
    assert (old / "nps_daily.parquet").samefile(new / "nps_daily.parquet")
    remove_older_versions(folder, 2)
    assert last_good_version(folder, names[0])[1] is None


def test_a_removal_that_was_killed_leaves_no_version_and_is_finished_by_the_next(
    several, monkeypatch
):
    folder, names = several
    monkeypatch.setattr("insight.publishing.retention.shutil.rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        remove_older_versions(folder, 2)
    monkeypatch.undo()
    assert names[2] not in version_names(folder)
    assert list(published_folder(folder).glob(".removing-*"))
    publish(folder)
    assert not list(published_folder(folder).glob(".removing-*"))


def interrupted(*_, **__):
    raise KeyboardInterrupt


def test_a_version_that_cannot_be_removed_is_named(several, monkeypatch):
    folder, names = several

    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.rename", refused)
    [sentence, *_] = remove_older_versions(folder, 4).sentences
    assert sentence == f"Could not remove version {names[4]}: Permission denied"


def test_versions_are_listed_with_what_they_hold_and_who_reads_them(several):
    folder, names = several
    damaged(folder, names[2])
    reader = Gateway.open(folder, names[1])
    lines = versions_listed(folder)
    assert [line.name for line in lines] == names
    assert [line.is_read for line in lines] == [False, True, False, False, False]
    assert [line.is_current for line in lines] == [name == current_name(folder) for name in names]
    assert [bool(line.damage) for line in lines] == [False, False, True, False, False]
    assert (lines[0].answers, lines[0].first_answer, lines[0].last_answer, lines[0].as_of) == (
        12,
        date(2026, 1, 1),
        date(2026, 1, 12),
        date(2026, 6, 30),
    )
    reader.close()


def test_a_version_whose_manifest_is_damaged_is_listed_with_why(several):
    folder, names = several
    (published_folder(folder) / names[1] / "manifest.json").write_text("{}")
    line = versions_listed(folder)[1]
    assert line.answers is None
    assert "no readable manifest.json" in line.damage


def test_publish_goes_back_to_the_previous_version_and_forward_again(run, several):
    folder, names = several
    switch_to(folder, names[0])
    assert run("publish", "--to", "previous", "--data", folder)[:2] == (
        0,
        f"Version {names[1]} is current\n",
    )
    assert run("publish", "--to", names[0], "--data", folder)[0] == 0
    assert current_name(folder) == names[0]


def test_before_the_first_version_there_is_none(run, folder):
    code, _, err = run("publish", "--to", "previous", "--data", folder)
    assert (code, err) == (2, f"there is no version before {current_name(folder)}\n")


def test_going_to_a_version_that_was_removed_says_why_it_is_gone(run, several):
    folder, names = several
    remove_older_versions(folder, 2)
    code, _, err = run("publish", "--to", names[-1], "--data", folder)
    assert code == 2
    assert f"there is no version '{names[-1]}' (older ones are removed: keep_versions = 5)" in err


def test_nobody_switches_while_somebody_publishes(folder, monkeypatch):
    monkeypatch.setattr("insight.publishing.undo.WAITS_SECONDS", 0)
    lock = os.open(published_folder(folder) / ".lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with pytest.raises(Failure, match="is being published already"):
        switch_to(folder, current_name(folder))
    os.close(lock)


def test_a_session_whose_version_is_gone_moves_to_the_current_one(several, monkeypatch):
    folder, names = several
    monkeypatch.setattr(published_versions, "_open", type(published_versions._open)())
    monkeypatch.setattr(published_versions.st, "session_state", {"version": names[4]})
    before = published_versions.gateway_of_session(folder)
    assert before.version == names[4]
    remove_versions(folder, [names[4]], even_if_read=True)
    after = published_versions.gateway_of_session(folder)
    assert (after.version, after.trouble) == (names[0], None)
    assert before not in published_versions._open.values()


def test_the_list_is_a_table_on_a_terminal(several):
    folder, names = several
    damaged(folder, names[1])
    console = Console(file=io.StringIO(), force_terminal=True, width=200, color_system=None)
    show_versions(versions_listed(folder), console)
    lines = console.file.getvalue().splitlines()
    assert lines[0].split() == ["Version", "Published", "(UTC)", "Answers", "Period", "As", "of"]
    assert lines[1].startswith(f"{names[0]}  ")
    assert lines[1].rstrip().endswith("current")
    assert lines[2].rstrip().endswith("damaged")
    assert f"version {names[1]} is damaged: nps_daily.parquet" in lines[-1]


def test_without_a_version_the_list_says_so(run, tmp_path):
    assert run("publish", "--list", "--data", tmp_path)[:2] == (0, "No version is published\n")


def test_the_list_stands_as_a_line_a_version_where_there_is_no_terminal(run, folder):
    name = current_name(folder)
    shutil.copytree(published_folder(folder) / name, published_folder(folder) / "20200101T000000Z")
    out = run("publish", "--list", "--data", folder)[1].splitlines()
    assert out[0].startswith(f"{name}  ")
    assert out[0].endswith("  12 answers  2026-01-01 to 2026-01-12  as of 2026-06-30  current")
    assert len(out) == 2
