"""What Spark counts is what DuckDB counts, to the last row."""

import shutil

import pytest

from insight.gateway import Gateway
from insight.version import last_good_version, read_version
from tests.alike import differences
from tests.conftest import REPOSITORY

# Sail does not number the rows of a file; they are ordered by the number in response_id instead.
NUMBERED_OTHERWISE = frozenset({"export_row"})
ONLY_FROM_A_CLUSTER = "changes_as_given"


@pytest.fixture(scope="module")
def demo_from_spark(tmp_path_factory, publish_with_spark):
    folder = tmp_path_factory.mktemp("demo_from_spark")
    shutil.copy(REPOSITORY / "data" / "settings.toml", folder)
    publish_with_spark(folder, REPOSITORY / "data" / "exports")
    return folder


def test_the_demo_is_counted_alike(demo_folder, demo_from_spark):
    ours, theirs = (last_good_version(folder)[0] for folder in (demo_folder, demo_from_spark))
    assert differences(ours, theirs, roles=("cells", "rollup")) == []
    assert ours.tables == theirs.tables


def test_a_company_with_every_table_and_hostile_names_is_counted_alike(
    company_folder, company_from_spark
):
    ours, theirs = (last_good_version(folder)[0] for folder in (company_folder, company_from_spark))
    said = differences(ours, theirs, NUMBERED_OTHERWISE)
    assert said == [f"{ONLY_FROM_A_CLUSTER} is in one of them only"]
    assert all(file.rows for file in ours.files), [one.table for one in ours.files if not one.rows]


def test_the_manifest_says_the_same(company_folder, company_from_spark):
    ours, theirs = (last_good_version(folder)[0] for folder in (company_folder, company_from_spark))
    for said in ("coverage", "dimensions", "tables", "notes", "day_is_assumed", "detail_since"):
        assert getattr(ours, said) == getattr(theirs, said), said
    assert read_version(theirs.folder).damage() is None


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("nps_trend", {"unit": "quarter"}),
        ("what_moved_nps", {"by": "plan"}),
        ("score_flows", {}),
        ("told_or_not", {}),
        ("item_comments", {"item": "speed"}),
    ],
)
def test_questions_are_answered_alike(company_folder, company_from_spark, ask, question, asked):
    ours, theirs = (
        ask(Gateway.open(folder), question, **asked)
        for folder in (company_folder, company_from_spark)
    )
    assert ours == theirs
