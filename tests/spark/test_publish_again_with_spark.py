"""On a cluster too, what has not changed is not read again and gives the same version."""

import shutil

import pytest

from insight.publish import publish
from insight.publishing import due_days, spark_files, spark_keeping
from tests.conftest import write_tables
from tests.edited_company import AS_OF
from tests.spark.lake import ANSWERS, PARTS, Lake, differences_beside


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    lake = Lake(tmp_path_factory.mktemp("lake"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spark_files, "stamp", lambda path: lake.stamps.get(path.name, "first"))
        patch.setattr(spark_keeping, "MOST_PARTS", 1)
        patch.setattr(due_days, "MOST_READ", 1)
        yield lake


@pytest.fixture(scope="module")
def here(tmp_path_factory, lake):
    """The same rows as exports of this machine, published as often."""
    folder = write_tables(tmp_path_factory.mktemp("here"), AS_OF, **lake.tables)
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """Where the cluster may write."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="module")
def from_lake(tmp_path_factory, lake, work, publish_with_spark):
    """`from_lake()`: (what was said of reading, the version) of publishing the lake."""
    folder = tmp_path_factory.mktemp("from_lake")

    def published():
        told = []
        version = publish_with_spark(
            folder, lake.place / "exports", told.append, work=str(work), detail_rows=10**6
        )
        return [step for step in told if step.startswith("Reading ")][-1], version

    published()
    return published


def test_only_days_that_changed_are_read_and_the_version_is_the_same(lake, here, work, from_lake):
    days = lake.change_some_days()
    write_tables(here, AS_OF, **lake.tables)
    said, version = from_lake()
    assert all(part in said for part in (f"Reading {len(days)} of ", str(max(days))))
    assert differences_beside(publish(here), version) == []
    assert any(path.name.endswith("-together") for path in (work / ANSWERS).iterdir())


def test_where_kept_rows_are_gone_everything_is_read(lake, here, work, from_lake):
    lake.write(PARTS[0], "first")
    for part in (work / "ratings").iterdir():
        shutil.rmtree(part)
    said, version = from_lake()
    assert said.startswith("Reading everything: the rows kept in ")
    assert differences_beside(publish(here), version) == []
