"""Spark itself reads only the days that have changed, and gives what DuckDB gives."""

from dataclasses import replace

from insight.publish import publish
from insight.publishing import due_days, spark_files
from insight.settings import Settings
from tests.conftest import write_tables
from tests.edited_company import AS_OF
from tests.spark.lake import Lake, differences_beside


def test_only_days_that_changed_are_read_and_the_version_is_the_same(
    cluster, tmp_path, monkeypatch
):
    lake = Lake(tmp_path / "lake")
    monkeypatch.setattr(spark_files, "stamp", lambda path: lake.stamps.get(path.name, "first"))
    monkeypatch.setattr(due_days, "MOST_READ", 1)
    here, folder = tmp_path / "here", tmp_path / "folder"
    folder.mkdir()
    on_it = Settings(engine="spark", remote=cluster.remote, work=str(tmp_path / "work"))
    on_it = replace(on_it, source=str(lake.place / "exports"))
    publish(write_tables(here, AS_OF, **lake.tables))
    publish(folder, settings=on_it)
    days, told = lake.change_some_days(), []
    version = publish(folder, told.append, settings=on_it)
    assert told[1].startswith(f"Reading {len(days)} of ")
    assert differences_beside(publish(write_tables(here, AS_OF, **lake.tables)), version) == []
