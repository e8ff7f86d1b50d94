"""Imports are undone one by one; a full disk or a sudden end leaves the old or the new exports."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from insight.imports_done import drop_kept, imports_done, undo_import
from insight.problems import Failure, Mistake
from insight.replacing import JOURNAL, exports_at_rest, finish_interrupted
from insight.tables import export_path
from tests.importers.merging_desk import FEB, JAN, RATED, Desk, shown


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_imports_are_undone_one_by_one(desk):
    desk.take({"jan.csv": JAN}, RATED)
    first = desk.answers
    desk.take({"feb.csv": FEB}, RATED, torn={"feb.csv": [9]})
    later, earlier = imports_done(desk.data)
    assert (later.source, later.files, later.can_be_undone) == ("shop", ("feb.csv",), True)
    assert not earlier.can_be_undone
    with pytest.raises(Mistake, match="came after"):
        undo_import(desk.data, earlier.import_id)
    assert undo_import(desk.data).import_id == later.import_id
    assert desk.answers == first
    assert desk.rows("ratings", "response_id") == [("1",), ("2",)]
    assert not (desk.data / "rejects" / "shop.csv").exists()
    with pytest.raises(Mistake, match="was undone already"):
        undo_import(desk.data, later.import_id)
    undo_import(desk.data, earlier.import_id)
    assert list((desk.data / "exports").glob("*.parquet")) == []
    assert [bool(one.undone_at) for one in imports_done(desk.data)] == [True, True]
    with pytest.raises(Mistake, match="no import is left to undo"):
        undo_import(desk.data)
    desk.take({"feb.csv": FEB}, RATED)
    assert desk.parts == ["feb.csv"]


def test_the_command_lists_imports_and_takes_the_last_back(desk, run):
    assert run("import", "--list", "--data", desk.data)[1].startswith("Nothing was imported")
    desk.take({"jan.csv": JAN})
    desk.take({"feb.csv": FEB})
    code, listed, _ = run("import", "--list", "--data", desk.data)
    assert code == 0
    assert [line.strip() for line in listed.splitlines()[1::2]] == [
        "feb.csv (2026-02-01 to 2026-02-28, 2 rows): added.",
        "jan.csv (2026-01-01 to 2026-01-31, 2 rows): added.",
    ]
    assert listed.splitlines()[0].endswith("shop  (can be undone)")
    code, said, _ = run("import", "--undo", "--data", desk.data)
    assert code == 0
    assert said.startswith("Undone: the import of feb.csv into 'shop'")
    assert "publish" in said
    assert run("import", "--undo", "--data", desk.data)[0] == 0
    assert run("import", "--undo", "--data", desk.data)[0] == 2
    assert run("import", "x.csv", "--undo", "--data", desk.data)[0] == 2


def test_only_the_last_imports_are_kept_for_undoing(desk):
    desk.data.mkdir()
    (desk.data / "settings.toml").write_text("keep_imports = 1\n")
    desk.take({"jan.csv": JAN})
    desk.take({"feb.csv": FEB})
    kept = [path.name for path in (desk.data / "exports" / ".before").iterdir() if path.is_dir()]
    assert kept == [imports_done(desk.data)[0].import_id]
    undo_import(desk.data)
    with pytest.raises(Mistake, match="is not kept any more"):
        undo_import(desk.data)


def test_what_is_kept_for_undoing_can_be_dropped(desk):
    desk.take({"jan.csv": JAN})
    desk.take({"feb.csv": FEB})
    assert drop_kept(desk.data) == 2
    assert not any(one.can_be_undone for one in imports_done(desk.data))


def test_an_undo_does_not_lose_what_was_changed_since(desk):
    desk.take({"jan.csv": JAN})
    path = export_path(desk.data, "survey_responses")
    pq.write_table(pq.read_table(path).slice(1), path)
    with pytest.raises(Mistake, match="undoing would lose what was changed since"):
        undo_import(desk.data)


def test_a_full_disk_is_one_sentence_and_changes_nothing(desk, monkeypatch):
    desk.take({"jan.csv": JAN}, RATED)
    before = desk.everything()

    def full_at(step):
        def replace(source, target):
            nonlocal taken
            taken += 1
            if taken == step:
                raise OSError(errno.ENOSPC, "No space left on device")
            Path(source).rename(target)

        taken = 0
        return replace

    journal_and_files = 4
    for step in range(1, journal_and_files + 1):
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", full_at(step))
            with pytest.raises(Failure, match=r"so nothing was: .*No space left"):
                desk.take({"feb.csv": FEB}, RATED)
        assert desk.everything() == before

    def written(*_):
        raise duckdb.IOException("IO Error: Could not write file: No space left on device")

    monkeypatch.setattr("insight.importers.merging.merge.write_joined", written)
    with pytest.raises(Failure, match="No space left on device"):
        desk.take({"feb.csv": FEB}, RATED)
    assert desk.everything() == before


def test_an_import_killed_at_any_step_leaves_the_old_or_the_new_exports(desk, tmp_path):
    desk.take({"jan.csv": JAN}, RATED, torn={"jan.csv": [9]})
    old = shown(desk)
    copies = tmp_path / "killed"
    script = f"from tests.importers.merging_desk import kill; kill({str(tmp_path)!r})"
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", script], cwd=root, check=True, timeout=60)
    outcomes = []
    for folder in sorted(copies.iterdir(), key=lambda one: int(one.name)):
        killed = Desk(folder)
        in_journal = (killed.data / JOURNAL).exists()
        finish_interrupted(killed.data)
        with exports_at_rest(killed.data):
            found = shown(killed)
        assert list(killed.data.rglob("*.unfinished")) == []
        outcomes.append((in_journal, found != old))
        if found != old:
            assert len(found[0]) == len(found[1]) == 4
            assert found[2] == ["jan.csv", "feb.csv"]
    assert outcomes == sorted(outcomes, key=lambda one: (one[1], not one[0]))
    assert set(outcomes) == {(False, False), (True, True), (False, True)}
    assert outcomes.count((True, True)) >= 4
    undo_import(killed.data)
    assert shown(killed) == old


def test_whoever_comes_second_waits_for_the_first(desk):
    order = []
    desk.data.mkdir()

    def second():
        with exports_at_rest(desk.data):
            order.append("second")

    with exports_at_rest(desk.data):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.1)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_a_damaged_journal_is_a_failure_not_a_guess(desk):
    desk.take({"jan.csv": JAN})
    (desk.data / JOURNAL).write_text("{")
    with pytest.raises(Failure, match=r"replacing\.json: an import was stopped midway"):
        finish_interrupted(desk.data)
    assert JOURNAL in desk.everything()
